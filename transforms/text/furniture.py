"""Rules for furniture that no count has shown yet: what pages of many countries say around a story, not in it.

The patterns lie in furniture.yaml. They meet one line (or sentence), casefolded and stripped, and are anchored; long lines only
meet the strict ones: a story that speaks of newsletters or copyright keeps its sentences.
"""

from __future__ import annotations

import re
from importlib.resources import files

import yaml

_RULES: dict[str, list[str]] = yaml.safe_load(files(__package__).joinpath("furniture.yaml").read_text(encoding="utf-8"))
_BEFORE, _AFTER = r"[\s»>→(\[*©-]*", r"[\s.!:;…»>→)\]*-]*"


def _any(rules: str, after: str = "") -> re.Pattern[str]:
    return re.compile(f"{_BEFORE}(?:{'|'.join(_RULES[rules])}){after}")


_LINKS, _CALLS, _DISCLAIMERS = _any("links", _AFTER), _any("calls"), _any("disclaimers")
_ADVERTS = _any("adverts", rf"(?: (?:continue reading below|scroll to continue|below))?{_AFTER}")
# Words of law and of machines: two of them in one line at an edge make it a disclaimer.
_SIGNS = tuple(re.compile(sign) for sign in _RULES["signs"])
_SIGN_WORDS = tuple(_RULES["sign_words"])
_HASHTAGS = re.compile(r"(?:#[^\W\d][\w-]*[\s,|]*)+")
_HASHTAG_TAIL = re.compile(r"(?<=\S)\s+(?:#[^\W\d][\w-]*[\s,|]*)+$")
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
    """Where furniture glued to the end of a line begins, and its kind; None where there is none."""
    if "#" in line and (found := _HASHTAG_TAIL.search(line)):
        return found.start(), "hashtags"
    found = _TAIL_LINK.search(line[-120:])
    return (max(0, len(line) - 120) + found.start(), "links") if found else None


def is_wall(text: str, words: int) -> bool:
    """Whether a text only asks for consent, payment or proof of being human; such pages of one maker are all alike."""
    return words < _LONGEST_WALL and _WALLS.search(text) is not None


def leads_to_more(line: str) -> bool:
    """Whether removed furniture says that the text goes on elsewhere."""
    return len(line) <= _LONGEST_LINK and _CUT_LINK.search(line.casefold()) is not None
