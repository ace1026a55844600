"""One name at a place: spans that overlap, of the model among themselves and of the model with the country lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from transforms.enrichers.spans import Span
from transforms.schemas.entities import EntityType

_COMPASS = re.compile(r"(?:(?:north|south|east|west)(?:ern)?[ -]?|central )+ ?")


def apart(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, without those that overlap a surer one, or a longer one that is as sure."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end, -s.score, s.type)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif _rank(span) > _rank(kept[-1]):
            kept[-1] = span
    return kept


def _rank(span: Span) -> tuple[float, int]:
    return span.score, span.end - span.start


def with_countries(text: str, spans: Sequence[Span], countries: Sequence[Span]) -> list[Span]:
    """What the model and the lexicon found, in order, one span a place; both inputs are in order and without overlaps.

    A person or organisation that is more than the country's name wins ("Bank of England", "Paris Hilton"), and so does a place
    with further capitalised words ("Nazi Germany"). Of "southern Iraq" and of a name with its ending ("Türkiye'nin") the model's
    extent stays, with the lexicon's country; of other small words around the country's name it alone. Where both have the same
    extent it is the country, whatever type the model says: 21,077 of the lexicon's names in GMB's newswire are labelled LOC,
    1,748 ORG and 228 PER.
    """
    found: list[Span] = []
    waiting = iter(spans)
    span = next(waiting, None)
    for country in countries:
        while span is not None and span.end <= country.start:
            found.append(span)
            span = next(waiting, None)
        keeps, beaten = country, False
        while span is not None and span.start < country.end:
            winner = _winner(text, span, country)
            if winner is span:
                beaten = True
                break  # it may hold the next country too
            keeps = winner if winner is not country else keeps
            span = next(waiting, None)
        if not beaten and (not found or found[-1].end <= keeps.start):
            found.append(keeps)
    found.extend(_rest(span, waiting))
    return [s for i, s in enumerate(found) if i == 0 or s.start >= found[i - 1].end]


def _rest(span: Span | None, waiting: Iterator[Span]) -> Iterator[Span]:
    if span is not None:
        yield span
    yield from waiting


def _winner(text: str, span: Span, country: Span) -> Span:
    """`span`, `country`, or the country with the span's extent."""
    if span.start > country.start or span.end < country.end or (span.start, span.end) == (country.start, country.end):
        return country
    before, after = text[span.start : country.start], text[country.end : span.end]
    if span.type is not EntityType.LOC:
        return span
    if not before and after and not any(c.isspace() for c in after) and _is_ending(after):
        return replace(country, end=span.end)
    if not after and _COMPASS.fullmatch(before):
        return replace(country, start=span.start)
    return span if any(_is_name(word) for word in (before + " " + after).split()) else country


def _is_ending(after: str) -> bool:
    """Whether this is an ending by grammatical case: "'nin", ":n", "ssa"; not "-Hungary", and nothing in Chinese."""
    letters = after.lstrip("'’:")
    return letters != "" and letters.isalpha() and letters.islower()


def _is_name(word: str) -> bool:
    """Whether a word is more than a remark: it has a capital, or its script has none."""
    letters = [c for c in word if c.isalpha()]
    return any(not c.islower() for c in letters)
