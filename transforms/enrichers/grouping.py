"""The mentions of one article as entities: one type, one name, every place where it is named."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Protocol

from transforms.enrichers import country_names, name_forms, organisations, persons
from transforms.enrichers.countries import country_codes, salience
from transforms.enrichers.spans import Span, base
from transforms.schemas.entities import ArticleText, Entity, EntityType, Mention

METHOD = "entities"
_TITLE = 500  # code points of a title that are looked at
_ACRONYM = 5  # letters: what is longer in capitals alone is shouted
_TYPES = list(EntityType)
_WORD = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff]")


class Resolved(Protocol):
    """What is known of a place. `kind` is "country" or something smaller or larger."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def country(self) -> str | None: ...
    @property
    def geonames_id(self) -> int | None: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...


def one_type(text: str, spans: Sequence[Span], language: str | None) -> list[Span]:
    """The spans, a name that the model calls differently in different places with the type that has most score; countries stay.

    Types that have as much: person before organisation before place.
    """
    key = base(language)
    names = [name_forms.words(text[span.start : span.end], key) for span in spans]
    scores: defaultdict[tuple[str, ...], list[float]] = defaultdict(lambda: [0.0] * len(_TYPES))
    for span, name in zip(spans, names, strict=True):
        if span.country is None:
            scores[name][_TYPES.index(span.type)] += span.score
    return [
        span if span.country else replace(span, type=_TYPES[max(range(len(_TYPES)), key=scores[name].__getitem__)])
        for span, name in zip(spans, names, strict=True)
    ]


def entities(article: ArticleText, spans: Sequence[Span], places: Sequence[Resolved | None]) -> list[Entity]:
    """The entities of an article in order of first mention.

    `spans` are in order and lie apart, each name with one type; `places[i]` is what is known of `spans[i]`, None for persons and
    organisations and for a place that is not known.
    """
    text, key = article.text, base(article.language)
    surfaces = [text[span.start : span.end] for span in spans]
    known = {name_forms.letters(word) for surface in surfaces for word in surface.split()}
    names = [name_forms.words(surface, key, known) for surface in surfaces]
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for at, group in sorted(_groups(text, spans, names, places, key)):
        groups[group].append(at)
    title = article.title[:_TITLE] if article.title else ""
    in_title = country_codes(title, article.language)
    found = []
    for members in groups.values():
        mentions = tuple(Mention(spans[at].start, spans[at].end, surfaces[at]) for at in members)
        first = spans[members[0]]
        place = next((places[at] for at in members if places[at] is not None), None)
        country = first.country or (place.country if place else None) or None
        is_named = any(_is_in(title, surface) for surface in sorted({surfaces[at] for at in members})) if title else False
        entity = Entity(
            name=_name(first, place, [surfaces[at] for at in members], key),
            type=first.type,
            mentions=mentions,
            method=METHOD,
            salience=salience(mentions[0].start, len(mentions), len(text), is_named or first.country in in_title),
            country=country,
        )
        if place is not None and (first.country is None or place.country == first.country):
            entity = replace(entity, geonames_id=place.geonames_id, latitude=place.latitude, longitude=place.longitude)
        found.append(entity)
    return found


def _groups(
    text: str,
    spans: Sequence[Span],
    names: Sequence[tuple[str, ...]],
    places: Sequence[Resolved | None],
    language: str,
) -> list[tuple[int, Hashable]]:
    """The index of each span with the key of its entity."""
    at = {kind: [i for i, span in enumerate(spans) if span.type is kind] for kind in EntityType}
    people, bodies = at[EntityType.PERSON], at[EntityType.ORG]
    found: list[tuple[int, Hashable]] = [
        (i, (EntityType.LOC, *_place_key(spans[i], names[i], places[i]))) for i in at[EntityType.LOC]
    ]
    for i, number in zip(people, persons.joined([names[i] for i in people]), strict=True):
        found.append((i, (EntityType.PERSON, number)))
    numbers = organisations.joined(text, [spans[i] for i in bodies], [names[i] for i in bodies], language)
    for i, number in zip(bodies, numbers, strict=True):
        found.append((i, (EntityType.ORG, number)))
    return found


def _place_key(span: Span, name: tuple[str, ...], place: Resolved | None) -> tuple[Hashable, ...]:
    if span.country:
        return "country", span.country
    if place is not None and place.kind == "country" and place.country:
        return "country", place.country
    if place is not None and place.geonames_id is not None:
        return "geonames", place.geonames_id
    return "name", name


def _name(span: Span, place: Resolved | None, surfaces: Sequence[str], language: str) -> str:
    """One name for all mentions: the place's own, a country's in English, of a person or organisation the fullest form."""
    code = span.country or (place.country if place is not None and place.kind == "country" else None)
    if code and code in (english := country_names.english_names()):
        return english[code]
    if place is not None and place.name:
        return place.name
    written = [name_forms.plain(surface, language) or surface for surface in surfaces]
    if span.type is EntityType.ORG:
        written = [organisations.without_article(name) for name in written]
    return _fullest(written, span.type, language)


def _fullest(names: Sequence[str], kind: EntityType, language: str) -> str:
    """The name with most words, initials last; then not in capitals, shortest where names have endings, most frequent, first."""
    counts = Counter(names)
    order = {name: at for at, name in enumerate(counts)}

    def rank(name: str) -> tuple[int, int, bool, int, int, int]:
        words = name.split()
        initials = sum(len(word.replace(".", "")) == 1 for word in words)
        shouted = name.isupper() and (kind is EntityType.PERSON or len(name) > _ACRONYM)
        length = len(name) if name_forms.inflects(language) else 0
        return initials - len(words), -len(words), shouted, length, -counts[name], order[name]

    return min(counts, key=rank)


def _is_in(title: str, name: str) -> bool:
    """Whether the title has the name as a whole word, or anywhere in scripts without spaces."""
    at = title.find(name)
    while at >= 0:
        end = at + len(name)
        if not (_WORD.match(title, at - 1) if at else None) and not _WORD.match(title, end):
            return True
        at = title.find(name, at + 1)
    return False
