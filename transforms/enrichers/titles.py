"""What goes before a person's name, cut off it: "U.S. Secretary of State Antony Blinken" -> "Antony Blinken"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.enrichers.spans import Span
from transforms.enrichers.title_words import Titles, folded, titles
from transforms.schemas.entities import EntityType

_WORD = re.compile(r"\S+")
_CAPITALISED = re.compile(r"(?:d['’]|[oO]['’]|al-|Al-|Mc|Mac)?[^\W\d_a-zà-öø-ÿ][\w.'’-]*$")
_NUMERAL = re.compile(r"(?:[IVX]+|Jr|Sr)\.?$")
# Words that make a name an organisation's whatever stands before.
_BODY = re.compile(
    r"\b(?:Office|Department|Ministry|Committee|Council|Party|Group|Foundation|Library|University|Institute|Agency|Association"
    r"|Commission|Center|Centre|School|College|Court|Inc|Corp|Ltd|Hospital|Administration|Affairs|Union|Conference|Board|Service)\b"
)


def without_titles(text: str, span: Span, key: str) -> Span:
    """Without what goes before a person's name; an organisation that is an office and a person's name becomes the person.

    A title may have begun before the span: of "Secretary [of State Antony Blinken]" the rest goes too.
    """
    if span.type is EntityType.LOC:
        return span
    words = [(m.start(), m.end()) for m in _WORD.finditer(text, span.start, span.end)]
    if len(words) < 2:
        return span
    known = titles(key)
    forms = [folded(text[a:b]) for a, b in words]
    begun = cut = _begun_before(text, span.start, forms, known)
    offices = known.offices
    for at in range(cut, len(words) - 1):
        for size in range(min(known.longest, len(words) - 1 - at), 0, -1):
            phrase = tuple(forms[at : at + size])
            if phrase in offices or (at == cut and phrase in known.all and span.type is EntityType.PERSON):
                if _may_follow(text, words, at + size):
                    cut = at + size
                break
    # An address may follow the office: "Prime Minister Sir Keir".
    while (
        span.type is EntityType.PERSON
        and cut < len(words) - 1
        and (forms[cut],) in known.all
        and _may_follow(text, words, cut + 1)
    ):
        cut += 1
    if not cut:
        return span
    rest = [text[a:b] for a, b in words[cut:]]
    if span.type is EntityType.ORG:
        whole = text[span.start : span.end]
        if len(rest) not in (2, 3) or not all(map(_CAPITALISED.match, rest)) or _BODY.search(whole):
            return replace(span, start=words[begun][0])
    return replace(span, start=words[cut][0], type=EntityType.PERSON)


def is_end_of_title(text: str, span: Span, key: str) -> bool:
    """Whether an organisation is but the end of a title that began before it: "Secretary of [State]"."""
    if span.type is not EntityType.ORG:
        return False
    forms = [folded(match.group()) for match in _WORD.finditer(text, span.start, span.end)]
    return bool(forms) and _begun_before(text, span.start, [*forms, ""], titles(key)) == len(forms)


def _begun_before(text: str, start: int, forms: Sequence[str], known: Titles) -> int:
    """How many words at the span's start end a title that began before it."""
    if forms[0] not in known.within:
        return 0
    window = text[max(0, start - 60) : start].rpartition("\n")[2]
    before = [folded(word) for word in window.split()[-known.longest :]]
    for taken in range(min(known.longest - 1, len(forms) - 1), 0, -1):
        for size in range(1, min(known.longest - taken, len(before)) + 1):
            if (*before[-size:], *forms[:taken]) in known.offices:
                return taken
    return 0


def _may_follow(text: str, words: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a name can begin at this word: not with "of" or "for", nor with what only ends one ("Jr.", "III")."""
    word = text[words[at][0] : words[at][1]]
    return (word[0].isupper() or not word[0].islower() or word in ("al-", "de", "van", "von", "bin")) and not _NUMERAL.match(word)
