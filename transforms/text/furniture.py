"""Rules for furniture that no count has shown yet: what pages of many countries say around a story, not in it.

The patterns lie in furniture.yaml. They meet one line (or sentence), casefolded and stripped, and are anchored; long lines only
meet the strict ones: a story that speaks of newsletters or copyright keeps its sentences. What somebody is quoted with is no call
and no disclaimer.
"""

from __future__ import annotations

import re

from transforms.text import rules

# Casefolding writes ς as σ and ß as ss; so must the rules.
_RULES: dict[str, list[str]] = rules.load("furniture.yaml", lambda text: text.replace("ς", "σ").replace("ß", "ss"))
_BEFORE, _AFTER = r"[\s»>→(\[*©<▶►■●•※★☞👉📲–—-]{0,20}", r"[\s.!:;…»>→)\]*-]*"


def _any(kind: str, after: str = "") -> re.Pattern[str]:
    return re.compile(f"{_BEFORE}(?:{'|'.join(_RULES[kind])}){after}")


_EDGE_LINKS = _any("edge_links", _AFTER)
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
# A line that ends as a sentence does is a link where it is very short or points at something.
_SENTENCE_END = re.compile(r"(?<![.…])[.。।?]$")
_POINTS = re.compile(
    r"\b(?:here|click|tap|original|full|hier|klicken|ici|cliquez|aquí|clic|aqui|clique|qui|clicca|klik|her|här|tutaj|zde|сюда|здесь)\b|http|[:：]"
)
# These labels are words of stories too: a headline follows the label, small letters the word ("Related: who is his kin").
_LABEL = re.compile(r"(?:related|recommended|up next|next up)\s?[:|]\s{0,3}(?P<first>\w+)", re.IGNORECASE)
# "..., said the mayor", "..., a study says": few words between comma and verb, and not those of "..., and read what he says".
_SAID = re.compile(
    r"(?:[,،…](?<!\d,)|[”\"»“’])[”\"»“’]?\s{1,2}(?!(?:and|or|we|you|your|our|to|so|but|for|get|read|as|if|und|et|y|e|en|och|og|i|и)\b)"
    rf"(?:[\w'’.-]{{1,30}}\s){{0,4}}?(?:{'|'.join(_RULES['sayings'])})\b"
    r"|[，”」][^，。]{0,12}(?:说|說|表示|称|稱)"
)
_LONGEST_POINTLESS = 3  # words
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
        linked = _LINKS.fullmatch(folded) or (edge and _EDGE_LINKS.fullmatch(folded))
        if linked and not _is_sentence(folded) and not _goes_on(line):
            return "links"
        if edge and _EMAIL.fullmatch(folded):
            return "email"
    if edge and len(folded) <= _LONGEST_CALL and _CALLS.match(folded) and not _SAID.search(folded):
        return "subscribe"
    if edge and len(folded) <= _LONGEST_METADATA and _METADATA.fullmatch(folded):
        return "metadata"
    if edge and (
        _has_signs(folded) or (_DISCLAIMERS.match(folded) and not (len(folded) <= _LONGEST_CALL and _SAID.search(folded)))
    ):
        return "disclaimer"
    return None


def _goes_on(line: str) -> bool:
    """Whether what follows the label of a line is no headline."""
    label = _LABEL.match(line.strip())
    return label is not None and label["first"].islower() and not label["first"].startswith("http")


def _is_sentence(folded: str) -> bool:
    ended = _SENTENCE_END.search(folded) is not None
    return ended and len(folded.split()) > _LONGEST_POINTLESS and _POINTS.search(folded) is None


def _has_signs(folded: str) -> bool:
    # Substrings are far cheaper than the patterns, and most lines have none of them.
    if sum([word in folded for word in _SIGN_WORDS]) < 2:
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
