"""Where the places named in an article are: each mention's country, GeoNames id and coordinates.

A name's candidates come from the gazetteer and from CLDR's countries. What stands right behind a name decides ("Paris, Texas");
else the candidate with the highest score does: how well known it is, and how much of the article is about its country and region.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from transforms.enrichers import country_names, gazetteer
from transforms.enrichers.gazetteer import CITY, CONTINENT, COUNTRY, REGION, Candidate
from transforms.enrichers.place_areas import outlet_country, speaks
from transforms.enrichers.place_names import PlaceMention, read

__all__ = ["Place", "PlaceMention", "outlet_country", "resolve"]

# Scores count in powers of ten of inhabitants. Tuned on tests/unit/test_places.py, without its held-out part.
_COUNTRY_VOTES = 2.5  # what votes for a country, or a region, can add at most
_REGION_VOTES = 3.0
_SMALL = 2.7  # powers of ten between a town and its country from which on votes for the country say less of the town,
_SMALLER = 0.35  # by this share for each further one,
_LEAST = 0.4  # and this at least
_OUTLET = 0.8
_LANGUAGE = 0.4
_NAMED = 1.0  # votes of a country or region that the article names,
_NAMED_IN_REGION = 0.7  # of a region for its country,
_CITY = 0.6  # and of a city, where its name leaves no doubt
_SURE = 1.5  # by how much the first candidate must lead for that
_INTRODUCED = 2.8  # "Paris, Texas" stood before
_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A country, a row of GeoNames, or a continent (a "region" without a country).

    `name` is GeoNames' main one, English for countries and most regions. `kind` is "country", "region" (the first order below
    a country) or "city". A country has no coordinates; a region's are where its people live on average.
    """

    name: str
    kind: str
    country: str | None
    geonames_id: int | None
    latitude: float | None
    longitude: float | None


_Area = tuple[str, str]  # a country and "", or a region of it
_Votes = defaultdict[_Area, float]


@dataclass(slots=True)
class _Group:
    """Mentions that mean one place: the same name with the same qualifier."""

    name: str
    qualified: bool
    candidates: tuple[Candidate, ...]
    best: Candidate
    sure: float = 1.0  # in [0, 1], of its country,
    sure_of_region: float = 1.0


def resolve(mentions: Sequence[PlaceMention], language: str | None, outlet_country: str | None, text: str) -> list[Place | None]:
    """One answer for each mention, in their order; None for a name that no known place has.

    `language` is ISO 639 with or without a region, `outlet_country` ISO 3166-1 alpha-2; None where they are unknown. One name
    means one place in an article, unless a mention says itself where it is.
    """
    base = country_names.base_language(language)
    ordered = sorted(range(len(mentions)), key=lambda index: mentions[index].start)
    groups: dict[tuple[str, tuple[Candidate, ...]], _Group] = {}
    of_mention: dict[int, _Group] = {}
    for at, index in enumerate(ordered):
        before = mentions[ordered[at - 1]] if at else None
        after = mentions[ordered[at + 1]] if at + 1 < len(ordered) else None
        found = read(mentions[index], before, after, text, base)
        if found.candidates:
            identity = (found.name, found.candidates if found.qualified else ())
            group = groups.setdefault(identity, _Group(found.name, found.qualified, found.candidates, found.candidates[0]))
            of_mention[index] = group
    _choose(list(groups.values()), base, outlet_country)
    return [_place(of_mention[index].best) if index in of_mention else None for index in range(len(mentions))]


def _choose(groups: Sequence[_Group], language: str, outlet: str | None) -> None:
    """Sets each group's best candidate; `groups` are in order of their first mention."""
    scores = _scores(groups, language)
    for group, of_group in zip(groups, scores, strict=True):
        _take_best(group, of_group)
    for _ in range(_ROUNDS):
        heard: _Votes = defaultdict(float, {(outlet, ""): _OUTLET} if outlet else {})
        by_name: dict[str, _Votes] = {group.name: defaultdict(float) for group in groups}
        areas = {(group.best.country, group.best.region): group for group in groups if group.best.kind in (COUNTRY, REGION)}
        for group in groups:
            votes = _votes(group)
            _add(heard, votes)
            _add(by_name[group.name], votes)
            # "Texas" behind "Paris" says nothing of another Paris.
            best = group.best
            area = areas.get((best.country, best.region)) or areas.get((best.country, "")) if group.qualified else None
            if area and area.name != group.name:
                _add(by_name[group.name], _votes(area))
        for group, of_group in zip(groups, scores, strict=True):
            if len(of_group) > 1:
                _take_best(group, _with_support(group.candidates, of_group, heard, by_name[group.name]))


def _scores(groups: Sequence[_Group], language: str) -> list[list[float]]:
    """The scores of each group's candidates before the other places of the article are heard."""
    found = []
    introduced: dict[str, Candidate] = {}
    for group in groups:
        scores = [c.prior + (_LANGUAGE if speaks(c.country, language) else 0.0) for c in group.candidates]
        if group.qualified:
            introduced.setdefault(group.name, group.candidates[0])
        elif (known := introduced.get(group.name)) in group.candidates:
            scores[group.candidates.index(known)] += _INTRODUCED
        found.append(scores)
    return found


def _take_best(group: _Group, scores: Sequence[float]) -> None:
    at = max(range(len(scores)), key=scores.__getitem__)
    group.best = best = group.candidates[at]
    group.sure = group.sure_of_region = 1.0
    if not group.qualified:
        rivals = list(zip(group.candidates, scores, strict=True))
        group.sure = _lead(scores[at], [s for c, s in rivals if c.country != best.country])
        group.sure_of_region = _lead(scores[at], [s for c, s in rivals if (c.country, c.region) != (best.country, best.region)])


def _lead(score: float, others: Sequence[float]) -> float:
    return min(1.0, (score - max(others, default=-math.inf)) / _SURE)


def _add(to: _Votes, votes: Mapping[_Area, float]) -> None:
    for area, count in votes.items():
        to[area] += count


def _votes(group: _Group) -> Mapping[_Area, float]:
    """What a place says for its country, and for its region in it."""
    best = group.best
    country, region = (best.country, ""), (best.country, best.region)
    if best.kind == COUNTRY:
        return {country: _NAMED * group.sure}
    if best.kind == REGION:
        return {country: _NAMED_IN_REGION * group.sure, region: _NAMED * group.sure_of_region}
    if best.kind == CITY and best.region:
        return {country: _CITY * group.sure, region: _CITY * group.sure_of_region}
    return {country: _CITY * group.sure} if best.kind == CITY else {}  # a continent has no country


def _with_support(candidates: Sequence[Candidate], scores: Sequence[float], heard: _Votes, own: _Votes) -> list[float]:
    """The scores with what the article's other places add: neither a place itself nor its namesake says where it is."""
    found = []
    for candidate, score in zip(candidates, scores, strict=True):
        country = (candidate.country, "")
        if country in heard:  # and only then a region of it
            score += _share(heard[country] - own.get(country, 0.0), _COUNTRY_VOTES) * _weight(candidate)
            region = (candidate.country, candidate.region)
            if candidate.region and region in heard:
                score += _share(heard[region] - own.get(region, 0.0), _REGION_VOTES) * _narrowness(*region)
        found.append(score)
    return found


def _weight(candidate: Candidate) -> float:
    """How far a country's being named speaks for a place in it: news names a small town of a large country with its state."""
    country = gazetteer.area(candidate.country)
    if candidate.kind != CITY or country is None:
        return 1.0
    return min(1.0, max(_LEAST, 1 - _SMALLER * (country.size - candidate.size - _SMALL)))


@lru_cache(maxsize=4096)
def _narrowness(country: str, region: str) -> float:
    """How much smaller a region is than its country: to know England is to know little more than the United Kingdom."""
    whole, part = gazetteer.area(country), gazetteer.area(country, region)
    return 1.0 if whole is None or part is None else max(0.0, 1 - 10 ** (part.size - whole.size))


def _share(votes: float, most: float) -> float:
    return most * votes / (votes + 1) if votes > 0 else 0.0


def _place(found: Candidate) -> Place:
    kind = REGION if found.kind == CONTINENT else found.kind
    return Place(found.name, kind, found.country or None, found.geonames_id, found.latitude, found.longitude)
