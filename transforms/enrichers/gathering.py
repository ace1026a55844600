"""What several enrichers found in one article as one list: a row an entity, a mention a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from transforms.enrichers import country_names
from transforms.schemas.entities import Entity, EntityType, Mention


def gathered(found: Sequence[Sequence[Entity]]) -> list[Entity]:
    """The entities of each enricher as one list, in order of first mention; what one enricher alone found stays as it is.

    Entities are the same where type and country, GeoNames id or name say so: they become the row of the one that knows its place
    best, else of the earlier enricher, with the mentions of all and the highest salience. Where mentions overlap the longest
    stays, at equal extent that of the better known; an entity without a mention left is gone.
    """
    filled = [entities for entities in found if entities]
    if len(filled) < 2:
        return list(filled[0]) if filled else []
    # The better known first: sorting is stable, so else the earlier enricher's.
    ranked = sorted((entity for entities in filled for entity in entities), key=lambda e: e.geonames_id is None)
    rows: dict[tuple[object, ...], Entity] = {}
    claims: list[tuple[Mention, int, tuple[object, ...]]] = []
    for rank, entity in enumerate(ranked):
        key = _identity(entity)
        row = rows.setdefault(key, entity)
        rows[key] = replace(row, salience=_highest(row.salience, entity.salience))
        claims.extend((mention, rank, key) for mention in entity.mentions)
    mentions: dict[tuple[object, ...], list[Mention]] = {key: [] for key in rows}
    for mention, key in _longest(claims):
        mentions[key].append(mention)
    merged = [replace(row, mentions=tuple(sorted(mentions[key]))) for key, row in rows.items() if mentions[key]]
    return sorted(merged, key=lambda e: e.mentions[0])


def _identity(entity: Entity) -> tuple[object, ...]:
    if entity.type is EntityType.LOC and entity.country and country_names.english_names().get(entity.country) == entity.name:
        return entity.type, "country", entity.country
    if entity.geonames_id is not None:
        return entity.type, "geonames", entity.geonames_id
    return entity.type, "name", entity.name


def _highest(one: float | None, other: float | None) -> float | None:
    return max((s for s in (one, other) if s is not None), default=None)


def _longest(claims: Iterable[tuple[Mention, int, tuple[object, ...]]]) -> Iterable[tuple[Mention, tuple[object, ...]]]:
    """Without overlaps. Only neighbours are compared: each enricher's own mentions lie apart."""
    kept: list[tuple[Mention, int, tuple[object, ...]]] = []
    for claim in sorted(claims, key=lambda c: (c[0].start, -c[0].end, c[1])):
        if not kept or claim[0].start >= kept[-1][0].end:
            kept.append(claim)
        elif claim[0].end - claim[0].start > kept[-1][0].end - kept[-1][0].start:
            kept[-1] = claim
    return [(mention, key) for mention, _, key in kept]
