"""Spans that a recogniser finds, cut to the name as newspapers and labelled sets write it: no title, possessive or stray mark.

U.S. Secretary of State Antony Blinken's   ->   Antony Blinken
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from transforms.enrichers.spans import Span, base
from transforms.enrichers.titles import is_end_of_title, without_titles
from transforms.schemas.entities import EntityType

_WORD = re.compile(r"\S+")
_OPENING, _CLOSING = "([{«‹“„‘‚「『（【《", ")]}»›”“’‘」』）】》"
# What may stand at a mark's other end; German closes with what English opens with.
_PARTNERS = {mark: mark for mark in "\"'`"} | {
    "“": "”„",
    "”": "“„",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‘": "’‚",
    "’": "‘‚",
    "‚": "‘’",
}
_PARTNERS |= dict(zip("()[]{}「」『』（）【】《》", ")(][}{」「』『）（】【》《", strict=True))
_QUOTES = frozenset("\"'`´«»‹›“”„‘’‚「」『』")
_LEADING = frozenset(",.;:!?…–—-*•|/\\、。，；：·") | _QUOTES | frozenset(_OPENING) | frozenset(")]}）】》")
_TRAILING = frozenset(",;:?…–—-*•|/\\、。，；：·") | _QUOTES | frozenset(_CLOSING) | frozenset("([{（【《")
_KEEPS_STOP = re.compile(
    r"(?:^|[\s(])(?:[^\W\d_]|\w+\.\w[\w.]*|Inc|Corp|Ltd|Co|Cos|Bros|Jr|Sr|St|Mt|Ft|Assn|Dept|Univ|Intl|Cia|Cie|Pty|Pvt|Tbk|Esq|Kft"
    r"|Nyrt|Zrt|Rt|Bt|Şti|Ont|Que|Calif|Fla|Fl|Mass|Conn|Ill|Mich|Minn|Wis|Ariz|Colo|Nev|Okla|Tenn|Ala)\.$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\s[IVX]+\.$")
_WRITE_ORDINALS = frozenset("cs da de et fi hr hu lt lv no pl sk sl sr sv tr".split())  # "Alexander III."

# Names that end in what looks like a possessive.
_OWN_S = re.compile(
    r"(?:\b(?:Mc ?Donald|Lloyd|Sotheby|Christie|Macy|Wendy|Kellogg|Levi|Moody|Poor|Domino|Sainsbury|Kohl|Lowe|Denny|Hardee"
    r"|Arby|Chili|Applebee|Trader Joe|Bloomingdale|Sam|Dick|Women|Men|Children|People|King|Queen|Jack|Hershey|Smucker|Campbell"
    r"|Reese|Victoria)"
    r"|\b(?:St|Saint)\.? \w+)['’]s$"
)
_POSSESSIVE = re.compile(r"(?:['’`]s|(?<=s)['’])$", re.IGNORECASE)

# By language: small words that may stand at a name's edge without being part of it, in lower case. A person's name begins with
# some of them ("de Gaulle", "van Gogh"), so of persons only the "and" words are cut.
_AND = {
    "en": "and or & but",
    "de": "und oder sowie",
    "fr": "et ou",
    "es": "y e o",
    "pt": "e ou",
    "it": "e ed o",
    "nl": "en of",
    "pl": "i oraz lub a",
    "cs": "a i nebo",
    "sk": "a i alebo",
    "hr": "i te ili",
    "sr": "i te ili и или",
    "ru": "и или",
    "uk": "і та й або",
    "ro": "și sau",
    "sv": "och eller",
    "da": "og eller",
    "no": "og eller",
    "fi": "ja tai",
    "hu": "és vagy",
    "tr": "ve veya",
    "id": "dan atau",
}
_BEFORE = {
    "en": "the a an in of at for to from by with on as",
    "de": "der die das den dem des ein eine im in am bei von und",
    "fr": "le la les un une au aux du des en à de dans",
    "es": "el la los las un una al del en de",
    "pt": "o a os as um uma ao no na nos nas do da dos das em de",
    "it": "il lo la i gli le un una al nel del della di in",
    "nl": "de het een in van",
}
_AFTER = {
    "en": "the a an in of at for to from by with on as is was",
    "de": "der die das in im am",
    "fr": "le la les de du des à au en et",
    "es": "el la los las de del en y",
    "pt": "o a os as de da do das dos em e",
    "it": "il la di del della in e",
    "nl": "de het in van",
}
_ELISION = re.compile(r"(?:l|d|dell|all|nell|dall|sull|qu)['’](?=\w)")
_SISTERS = {"nb": "no", "nn": "no", "bs": "hr"}


_LONGEST = 250  # code points: what is longer is no name


def trimmed(text: str, span: Span, language: str | None) -> tuple[Span, ...]:
    """The names in a span: none where nothing of a name is left, two where it is plainly two persons.

    Only words of `language` are cut; marks are cut in every language, possessives in English alone (elsewhere they are part of
    the word, as the labelled sets have it: "Türkiye'nin").
    """
    key = base(language)
    key = _SISTERS.get(key, key)
    line = text.find("\n", span.start, span.end)
    if line >= 0:
        span = replace(span, end=line) if text[span.start : line].strip() else replace(span, start=line)
    if span.end - span.start > _LONGEST:
        return ()
    found = []
    for part in _parts(text, span, key):
        part = _to_fixpoint(text, part, lambda t, s: _without_small_words(t, _without_marks(t, s, key), key))
        part = without_titles(text, part, key)
        part = _without_marks(text, part, key)
        if is_end_of_title(text, part, key):
            continue
        if _is_name(text[part.start : part.end], part.type, key):
            found.append(part)
    return tuple(found)


def _is_name(name: str, kind: EntityType, key: str) -> bool:
    """Whether there is a letter in it and it is not but an article or a preposition; "IN" may be Indiana."""
    is_small = name[:1].lower() + name[1:] in _BEFORE.get(key, "").split()
    return any(map(str.isalpha, name)) and not (is_small and kind is not EntityType.PERSON)


def _to_fixpoint(text: str, span: Span, cut: Callable[[str, Span], Span]) -> Span:
    while (shorter := cut(text, span)) != span:
        span = shorter
    return span


def _parts(text: str, span: Span, key: str) -> Iterator[Span]:
    """The span, or both sides of an "and" between two capitalised names of persons."""
    if span.type is EntityType.PERSON and (joined := _joined_by(key)):
        for match in joined.finditer(text, span.start, span.end):
            left, right = text[span.start : match.start()].split(), text[match.end() : span.end].split()
            if left and right and left[0][0].isupper() and right[0][0].isupper():
                yield replace(span, end=match.start())
                yield from _parts(text, replace(span, start=match.end()), key)
                return
    yield span


def _joined_by(key: str) -> re.Pattern[str] | None:
    words = [w for w in _AND.get(key, "").split() if len(w) > 1]
    return re.compile(f" (?:{'|'.join(words)}) ") if words else None


def _without_marks(text: str, span: Span, key: str) -> Span:
    """Without spaces, quotes, brackets and stops at the edges, without an English possessive; "U.S." and "Inc." stay."""
    start, end = span.start, span.end
    while True:
        before = start, end
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end and text[start] in _LEADING and not _is_closed(text, start, end):
            start += 1
        elif start < end and _is_stray(text, start, end, key):
            end -= 1
        elif (
            key == "en"
            and (own := _POSSESSIVE.search(text, max(start, end - 2), end))
            and not _OWN_S.search(text[max(start, end - 40) : end])
        ):
            end = own.start()
        if (start, end) == before:
            return replace(span, start=start, end=end)


def _is_stray(text: str, start: int, end: int, key: str) -> bool:
    """Whether the mark at the end is no part of the name."""
    if text[end - 1] == ".":
        return not _keeps_stop(text[max(start, end - 40) : end], key)
    return text[end - 1] in _TRAILING and not _is_balanced(text, start, end)


def _keeps_stop(name: str, key: str) -> bool:
    return bool(_KEEPS_STOP.search(name) or (key in _WRITE_ORDINALS and _ORDINAL.search(name)))


def _is_closed(text: str, start: int, end: int) -> bool:
    """Whether the mark at the start has its partner inside, before the end: '"Weird Al" Yankovic', "(Red) Products"."""
    return any(text.find(partner, start + 1, end - 1) > 0 for partner in _PARTNERS.get(text[start], ""))


def _is_balanced(text: str, start: int, end: int) -> bool:
    """Whether the mark at the end has its partner inside, after the start: "Banca Comercială (BCR)", 'Dwayne "The Rock"'."""
    return any(text.find(partner, start + 1, end - 1) > 0 for partner in _PARTNERS.get(text[end - 1], ""))


def _without_small_words(text: str, span: Span, key: str) -> Span:
    """Without an article, preposition or "and" at the edges; "The" only where a sentence begins, else it is part of the name."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(text, span.start, span.end)]
    if not words:
        return span
    start, end = span.start, span.end
    person = span.type is EntityType.PERSON
    joins = _AND.get(key, "").split()
    first = text[start : words[0][1]]
    if len(words) > 1 and (first in joins or (not person and first in _BEFORE.get(key, "").split())):
        return replace(span, start=words[1][0])
    if len(words) > 1 and key == "en" and first == "The" and not person and _begins_sentence(text, start):
        if text[words[-1][0] : end] in ("Press", "Post"):  # newspapers write theirs with it
            return span
        return replace(span, start=words[1][0])
    if not person and key in ("fr", "it") and (elided := _ELISION.match(text, start, end)):
        return replace(span, start=elided.end())
    last = text[words[-1][0] : end]
    if len(words) > 1 and (last in joins or (not person and last in _AFTER.get(key, "").split())):
        return replace(span, end=words[-2][1])
    return span


def _begins_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 8) : at].rstrip(" \u00a0")
    return at == 0 or (before != "" and before[-1] in ".!?\n")
