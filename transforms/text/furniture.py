"""Rules for furniture that no count has shown yet: what pages of many countries say around a story, not in it.

The patterns lie in furniture.yaml. They meet one line (or sentence), casefolded and stripped, and are anchored; long lines only
meet the strict ones: a story that speaks of newsletters or copyright keeps its sentences.
"""

from __future__ import annotations

import re
from importlib.resources import files

import yaml

_RULES: dict[str, list[str]] = yaml.safe_load(files(__package__).joinpath("furniture.yaml").read_text(encoding="utf-8"))
_BEFORE, _AFTER = r"[\s»>→(\[*©-]{0,20}", r"[\s.!:;…»>→)\]*-]*"


def _any(rules: str, after: str = "") -> re.Pattern[str]:
    return re.compile(f"{_BEFORE}(?:{'|'.join(_RULES[rules])}){after}")


_LINKS, _CALLS, _DISCLAIMERS = _any("links", _AFTER), _any("calls"), _any("disclaimers")
_ADVERTS = _any("adverts", rf"(?: (?:continue reading below|scroll to continue|below))?{_AFTER}")
# Words of law and of machines: two of them in one line at an edge make it a disclaimer.
_SIGNS = tuple(re.compile(sign) for sign in _RULES["signs"])
_SIGN_WORDS = tuple(_RULES["sign_words"])
# Possessive, and met once by `finditer`: a search for a run that ends the line begins anew at each tag of a run that does not.
_HASHTAGS = re.compile(r"(?:#[^\W\d][\w-]*+[\s,|]*+)++")
_BEFORE_HASHTAG = re.compile(r"(?<=\S)\s++#")
_EMAIL = re.compile(
    r"[\s(\[*-]*(?:(?:e-?mail|contact|write to|kontakt|mail to|courriel|correo)\b[^.@]{0,40}:? ?)?"
    rf"(?:\[e-?mail[\s\xa0]protected\]|<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?){_AFTER}"
)
_WALLS = re.compile("|".join(_RULES["walls"]), re.IGNORECASE)
_METADATA = re.compile("|".join(_RULES["metadata"]))
_TAIL_LINK = re.compile(rf"(?:(?<=[.!?…”\"'’»)\]])|(?<=\.\.\.))\s+(?:{'|'.join(_RULES['tails'])})[\s.…»>→\])]*$", re.IGNORECASE)
_CUT_LINK = re.compile(
    r"\b(?:read|view|see|continue|weiterlesen|lesen|lire|leer|ler|leggi|lees|läs|czytaj|читать|full|complete|rest|suite)\b"
)
_LONGEST_LINK, _LONGEST_CALL, _LONGEST_METADATA = 160, 420, 90  # characters
_LONGEST_WALL = 150  # words
TAIL = 1_000  # characters at the end of a line in which furniture may be glued to it


def kind_of(line: str, edge: bool) -> str | None:
    """The kind of furniture that a line is as a whole, or None. `edge`: it stands at the head or tail of its text."""
    folded = line.strip().casefold()
    if not folded:
        return None
    if folded[0] == "#" and _HASHTAGS.fullmatch(folded):
        return "hashtags"
    if len(folded) <= _LONGEST_LINK:
        if _ADVERTS.fullmatch(folded):
            return "advertisement"
        if _LINKS.fullmatch(folded):
            return "links"
        if edge and _EMAIL.fullmatch(folded):
            return "email"
    if edge and len(folded) <= _LONGEST_CALL and _CALLS.match(folded):
        return "subscribe"
    if edge and len(folded) <= _LONGEST_METADATA and _METADATA.fullmatch(folded):
        return "metadata"
    if edge and (_DISCLAIMERS.match(folded) or _has_signs(folded)):
        return "disclaimer"
    return None


def _has_signs(folded: str) -> bool:
    # Substrings are far cheaper than the patterns, and most lines have none of them.
    if sum(word in folded for word in _SIGN_WORDS) < 2:
        return False
    return sum(sign.search(folded) is not None for sign in _SIGNS) >= 2


def tail_of(line: str) -> tuple[int, str] | None:
    """Where furniture glued to the end of a line begins, and its kind; None where there is none. `TAIL` characters are enough."""
    start = _hashtag_tail(line) if "#" in line else None
    if start is not None:
        return start, "hashtags"
    found = _TAIL_LINK.search(line[-120:])
    return (max(0, len(line) - 120) + found.start(), "links") if found else None


def _hashtag_tail(line: str) -> int | None:
    """Where the space before the hashtags that end a line begins; hashtags alone are no tail."""
    last = next((run for run in _HASHTAGS.finditer(line) if run.end() == len(line)), None)
    if last is None:
        return None
    # A first tag that is glued to a word belongs to the word.
    space = len(line[: last.start()].rstrip())
    found = _BEFORE_HASHTAG.search(line, space - 1 if 0 < space < last.start() else last.start())
    return found.start() if found else None


def is_wall(text: str, words: int) -> bool:
    """Whether a text only asks for consent, payment or proof of being human; such pages of one maker are all alike."""
    return words < _LONGEST_WALL and _WALLS.search(text) is not None


def leads_to_more(line: str) -> bool:
    """Whether removed furniture says that the text goes on elsewhere."""
    return len(line) <= _LONGEST_LINK and _CUT_LINK.search(line.casefold()) is not None
