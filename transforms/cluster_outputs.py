"""What clustering decided, as assignment rows and as the tables `duplicates`, `clusters` and `state/...`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.cluster_inputs import Inputs
from transforms.parquet import write_table
from transforms.schemas.sketches import LINES, state_schema
from transforms.schemas.steps import RunContext, TableFile
from transforms.schemas.tables import ASSIGNMENT, CLUSTERS, DUPLICATES, TIME
from transforms.sketch_files import read_columns
from transforms.text.candidates import Counters
from transforms.text.canonical import UNDATED, reason
from transforms.text.clusters import Clustering, Rows, first_of
from transforms.text.duplicates import DuplicateSettings
from transforms.text.verify import Figures
from transforms.text.versions import Versions

I64 = npt.NDArray[np.int64]
Ids = npt.NDArray[np.bytes_]

RELATIONS = np.array(["original", "exact", "near", "contained", "version"])
_ORIGINAL, _EXACT, _NEAR, _CONTAINED, _VERSION = range(5)
OUTCOMES = np.array(["published", "seen_again", "dropped"])
_LINES_A_DOMAIN = 200  # documents of one domain and run whose lines the next runs get to know


@dataclass(frozen=True, slots=True)
class Decisions:
    """Columns over all rows of `Inputs`, of which only this run's mean anything."""

    outcome: I64  # index into OUTCOMES
    article_id: Ids
    version: I64
    cluster_id: Ids
    relation: I64  # index into RELATIONS
    duplicate_of: Ids  # empty: of none
    containment: npt.NDArray[np.float64]  # NaN: not compared
    jaccard: npt.NDArray[np.float64]
    canonical: npt.NDArray[np.bool_]

    def batch(self, rows: I64) -> pa.RecordBatch:
        """A record batch of schema ASSIGNMENT."""
        other = self.duplicate_of[rows]
        columns = [
            pa.array(self.outcome[rows] == 0),
            pa.array(OUTCOMES[self.outcome[rows]]),
            strings(self.article_id[rows]),
            pa.array(self.version[rows], pa.int32()),
            strings(self.cluster_id[rows]),
            pa.array(RELATIONS[self.relation[rows]]),
            strings(other, other == b""),
            pa.array(self.containment[rows], pa.float32(), from_pandas=True),
            pa.array(self.jaccard[rows], pa.float32(), from_pandas=True),
            pa.array(self.canonical[rows]),
        ]
        return pa.record_batch(columns, schema=ASSIGNMENT)


def strings(values: Ids, null: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    return pa.array(values, pa.binary(), mask=null).cast(pa.string())


def shares(figures: Figures, text: I64, a: I64, b: I64) -> tuple[npt.NDArray[np.float64], ...]:
    """Containment of each `a` in its `b`, the other way, and the Jaccard index; 1 for equal texts, NaN where not measured."""
    one, other = text[a], text[b]
    keys = np.minimum(one, other).astype(np.uint64) << np.uint64(32) | np.maximum(one, other).astype(np.uint64)
    known = figures.keys()
    at = np.minimum(np.searchsorted(known, keys), max(0, len(known) - 1))
    if not len(known):
        nothing = np.where(one == other, 1.0, np.nan)
        return nothing, nothing, nothing
    found = figures.take(at)
    size_a = np.where(one == found.a, found.size_a, found.size_b)
    size_b = np.where(one == found.a, found.size_b, found.size_a)
    measured = (known[at] == keys) & (one != other)
    values = (found.shared / np.maximum(1, size_a), found.shared / np.maximum(1, size_b), found.jaccard)
    return tuple(np.where(one == other, 1.0, np.where(measured, value, np.nan)) for value in values)


def decide(
    inputs: Inputs, versions: Versions, nodes: I64, rows: Rows, clustering: Clustering, settings: DuplicateSettings
) -> Decisions:
    """Settles every row: its cluster, what it is to the cluster's canonical article, and whether it is published."""
    count, label = len(inputs), clustering.label
    text, article_first = first_of(rows.text), first_of(rows.article)
    every = np.arange(len(nodes), dtype=np.int64)
    against = clustering.canonical[label] if len(nodes) else every
    is_version = versions.version[nodes] > 1
    against = np.where(is_version, article_first, against)
    containment, other, jaccard = shares(clustering.checked, text, every, against)
    same_article = rows.article == rows.article[against]
    relation = np.where(
        is_version,
        _VERSION,
        np.where(
            same_article,
            _ORIGINAL,
            np.where(text == text[against], _EXACT, np.where((other < settings.near) & (containment > other), _CONTAINED, _NEAR)),
        ),
    )
    compared = relation != _ORIGINAL
    ids = cluster_ids(inputs, versions, nodes, rows, label)
    copies = (relation == _EXACT) | (relation == _NEAR) | (relation == _CONTAINED)
    is_canonical = every == clustering.canonical[label] if len(nodes) else np.empty(0, bool)
    dropped = copies & ~is_canonical if settings.policy == "drop" else np.zeros(len(nodes), bool)

    # Rows seen again repeat what was decided of the row that they repeat.
    source = np.where(versions.repeats >= 0, versions.repeats, np.arange(count))
    place = np.zeros(count, np.int64)
    place[nodes] = every
    at = place[source]
    again = versions.repeats >= 0
    nowhere = np.zeros(len(nodes), "S32")
    return Decisions(
        outcome=np.where(again, 1, np.where(dropped[at], 2, 0)) if count else np.empty(0, np.int64),
        article_id=versions.article_id,
        version=versions.version,
        cluster_id=ids[label][at] if count else np.empty(0, "S32"),
        relation=relation[at],
        duplicate_of=np.where(compared, versions.article_id[nodes][against], nowhere)[at],
        containment=np.where(compared, containment, np.nan)[at],
        jaccard=np.where(compared, jaccard, np.nan)[at],
        canonical=is_canonical[at] & ~again,
    )


def cluster_ids(inputs: Inputs, versions: Versions, nodes: I64, rows: Rows, label: I64) -> Ids:
    """The id of each cluster: that of the earliest run's cluster in it, else the article id of its first member."""
    count = int(label.max()) + 1 if len(label) else 0
    first = np.full(count, len(nodes), np.int64)
    np.minimum.at(first, label, np.arange(len(nodes)))
    ids = versions.article_id[nodes][first]
    known = rows.known_cluster[first]  # earlier runs' rows come first
    names = np.array([name.encode() for name in inputs.cluster_ids] or [b""], "S32")
    return np.where(known >= 0, names[known], ids)


def tables(
    inputs: Inputs,
    versions: Versions,
    nodes: I64,
    rows: Rows,
    clustering: Clustering,
    decisions: Decisions,
    staging: str,
    settings: DuplicateSettings,
    run: RunContext,
    counters: Counters,
) -> list[TableFile]:
    """Writes `duplicates`, `clusters`, `state/sketches` and `state/lines` of this run."""
    duplicates = duplicate_rows(inputs, versions, nodes, rows, clustering, run, settings)
    clusters = cluster_rows(inputs, versions, nodes, rows, clustering, run)
    sketches, schema = state_batches(inputs, decisions, run, settings), state_schema(settings.num_perm)
    coded = ["domain", "agency", "input_uri", "run_id"]
    return [
        write_table(staging, "duplicates", run.run_id, "0", DUPLICATES, [duplicates], metrics=counters.counts),
        write_table(staging, "clusters", run.run_id, "0", CLUSTERS, [clusters]),
        write_table(staging, "state/sketches", run.run_id, "0", schema, sketches, dictionary=coded),
        write_table(staging, "state/lines", run.run_id, "0", LINES, line_batches(inputs, decisions), dictionary=["domain"]),
    ]


def duplicate_rows(
    inputs: Inputs,
    versions: Versions,
    nodes: I64,
    rows: Rows,
    clustering: Clustering,
    run: RunContext,
    settings: DuplicateSettings,
) -> pa.Table:
    """One row for each verified edge that this run added, the copy first."""
    every = np.arange(len(nodes), dtype=np.int64)
    text, article_first = first_of(rows.text), first_of(rows.article)
    canonical = clustering.canonical[clustering.label] if len(nodes) else every
    standing = np.zeros(len(nodes), bool)
    standing[clustering.canonical] = True
    other_article = rows.article != rows.article[canonical]
    edges = clustering.edges
    pieces = [(every[every != article_first], article_first[every != article_first])]
    pieces.append((every[other_article], canonical[other_article]))
    pieces.append(
        (
            every[(text != every) & (rows.article != rows.article[text])],
            text[(text != every) & (rows.article != rows.article[text])],
        )
    )
    pieces.append((edges.b, edges.a))
    a, b = np.concatenate([p[0] for p in pieces]), np.concatenate([p[1] for p in pieces])
    a, b = np.maximum(a, b), np.minimum(a, b)
    _, index = np.unique(a.astype(np.uint64) << np.uint64(32) | b.astype(np.uint64), return_index=True)
    a, b = a[index], b[index]
    fresh = nodes[a] >= inputs.old
    a, b = a[fresh], b[fresh]
    swap = standing[a] & ~standing[b] & (rows.article[a] != rows.article[b])
    a, b = np.where(swap, b, a), np.where(swap, a, b)
    containment, other, jaccard = shares(clustering.checked.joined(edges), text, a, b)
    kind = np.where(
        rows.article[a] == rows.article[b],
        _VERSION,
        np.where(text[a] == text[b], _EXACT, np.where(np.minimum(containment, other) < settings.near, _CONTAINED, _NEAR)),
    )
    runs = np.array([*inputs.runs, ""], object)
    earlier = np.append(inputs.old_run, np.full(len(inputs) - inputs.old, -1))[nodes[b]] if len(b) else np.empty(0, np.int64)
    columns = [
        strings(versions.article_id[nodes[a]]),
        pa.array(versions.version[nodes[a]], pa.int32()),
        strings(versions.article_id[nodes[b]]),
        pa.array(versions.version[nodes[b]], pa.int32()),
        pa.array(RELATIONS[kind], pa.string()),
        *(pa.array(values, pa.float32(), from_pandas=True) for values in (containment, other, jaccard)),
        pa.array(runs[earlier], pa.string(), mask=earlier < 0),
        pa.array([run.run_id] * len(a), pa.string()),
    ]
    return pa.Table.from_arrays(columns, schema=DUPLICATES)


def cluster_rows(inputs: Inputs, versions: Versions, nodes: I64, rows: Rows, clustering: Clustering, run: RunContext) -> pa.Table:
    """One row for each cluster that has a new member, and one for each earlier cluster that was merged into another."""
    label, canonical = clustering.label, clustering.canonical
    count = len(canonical)
    ids = cluster_ids(inputs, versions, nodes, rows, label)
    touched = np.zeros(count, bool)
    touched[label[nodes >= inputs.old]] = True
    chosen = np.flatnonzero(touched)
    time = np.where(inputs.published == UNDATED, inputs.seen, inputs.published)[nodes]
    first, last = np.full(count, UNDATED), np.full(count, -UNDATED)
    np.minimum.at(first, label, time)
    np.maximum.at(last, label, time)
    size = np.bincount(label[rows.latest], minlength=count)
    agencies = _agencies(inputs, nodes, label, canonical, count)
    columns = [
        strings(ids[chosen]),
        strings(versions.article_id[nodes[canonical[chosen]]]),
        pa.array(versions.version[nodes[canonical[chosen]]], pa.int32()),
        pa.array(_reasons(rows, label, canonical, chosen), pa.string()),
        pa.array([inputs.agencies[code] if code >= 0 else None for code in agencies[chosen].tolist()], pa.string()),
        pa.array(first[chosen]).cast(TIME),
        pa.array(last[chosen]).cast(TIME),
        pa.array(size[chosen], pa.int32()),
        _domains(inputs, nodes, label, chosen, count),
        pa.nulls(len(chosen), pa.string()),
        pa.array([run.run_id] * len(chosen), pa.string()),
    ]
    table = pa.Table.from_arrays(columns, schema=CLUSTERS)
    merged = _merged(inputs, rows, label, ids, touched)
    if not merged:
        return table
    row_of = {int(c): at for at, c in enumerate(chosen.tolist())}
    copies = table.take(pa.array([row_of[home] for _, home in merged]))
    copies = copies.set_column(0, CLUSTERS.field("cluster_id"), pa.array([name for name, _ in merged], pa.string()))
    targets = pa.array([ids[home].decode() for _, home in merged], pa.string())
    copies = copies.set_column(CLUSTERS.get_field_index("merged_into"), CLUSTERS.field("merged_into"), targets)
    return pa.concat_tables([table, copies]).combine_chunks()


def _merged(inputs: Inputs, rows: Rows, label: I64, ids: Ids, touched: npt.NDArray[np.bool_]) -> list[tuple[str, int]]:
    """(earlier cluster, the cluster that it is part of now) where that has another id."""
    known = np.flatnonzero(rows.known_cluster >= 0)
    pairs = np.unique(np.stack((rows.known_cluster[known], label[known]), axis=1), axis=0)
    named = [(inputs.cluster_ids[code], home) for code, home in pairs.tolist() if touched[home]]
    return [(name, home) for name, home in named if ids[home].decode() != name]


def _agencies(inputs: Inputs, nodes: I64, label: I64, canonical: I64, count: int) -> npt.NDArray[np.int64]:
    """The canonical article's agency, else that of the first member that has one."""
    agency = inputs.agency[nodes].astype(np.int64)
    first = np.full(count, len(nodes), np.int64)
    named = np.flatnonzero(agency >= 0)
    np.minimum.at(first, label[named], named)
    own = agency[canonical]
    return np.where((own < 0) & (first < len(nodes)), np.append(agency, -1)[first], own)


def _reasons(rows: Rows, label: I64, canonical: I64, chosen: I64) -> list[str]:
    order = np.argsort(label, kind="stable")
    starts = np.searchsorted(label[order], np.arange(len(canonical) + 1))
    return [
        reason(rows.traits, order[starts[c] : starts[c + 1]][rows.latest[order[starts[c] : starts[c + 1]]]], int(canonical[c]))
        if starts[c + 1] - starts[c] > 1
        else "the only article"
        for c in chosen.tolist()
    ]


def _domains(inputs: Inputs, nodes: I64, label: I64, chosen: I64, count: int) -> pa.Array:
    """The distinct domains of each chosen cluster, in order of their names."""
    rank = np.empty(len(inputs.domains), np.int64)
    by_name = sorted(range(len(inputs.domains)), key=inputs.domains.__getitem__)
    rank[by_name] = np.arange(len(by_name))
    named = inputs.domain[nodes] >= 0
    position = np.full(count, -1, np.int64)
    position[chosen] = np.arange(len(chosen))
    home = position[label[named]]
    pairs = np.unique(np.stack((home, rank[inputs.domain[nodes][named]]), axis=1)[home >= 0], axis=0)
    offsets = np.searchsorted(pairs[:, 0], np.arange(len(chosen) + 1)).astype(np.int32)
    names = pa.array([inputs.domains[code] for code in by_name], pa.string())
    return pa.ListArray.from_arrays(pa.array(offsets), names.take(pa.array(pairs[:, 1])))


def state_batches(inputs: Inputs, decisions: Decisions, run: RunContext, settings: DuplicateSettings) -> Iterator[pa.RecordBatch]:
    """This run's published rows with their sketches, for later runs."""
    schema = state_schema(settings.num_perm)
    kept = [name for name in schema.names if name not in ("article_id", "version", "cluster_id", "ingested_at", "run_id")]
    for rows, batch in _published(inputs, decisions, kept):
        count = len(rows)
        more = {
            "article_id": strings(decisions.article_id[rows]),
            "version": pa.array(decisions.version[rows], pa.int32()),
            "cluster_id": strings(decisions.cluster_id[rows]),
            "ingested_at": pa.array([run.ingested_at] * count, TIME),
            "run_id": pa.array([run.run_id] * count, pa.string()),
        }
        yield pa.record_batch([more[n] if n in more else batch.column(n) for n in schema.names], schema=schema)


def line_batches(inputs: Inputs, decisions: Decisions) -> Iterator[pa.RecordBatch]:
    """The lines of originals with a domain; copies and versions tell later runs nothing about a domain."""
    seen: Counter[Any] = Counter()
    for rows, batch in _published(inputs, decisions, LINES.names):
        chosen = []
        for at, (row, domain) in enumerate(zip(rows.tolist(), inputs.domain[rows].tolist(), strict=True)):
            if domain >= 0 and decisions.relation[row] == _ORIGINAL and seen[domain] < _LINES_A_DOMAIN:
                seen[domain] += 1
                chosen.append(at)
        if chosen:
            yield pa.record_batch(batch.take(pa.array(chosen)).columns, schema=LINES)


def _published(inputs: Inputs, decisions: Decisions, columns: list[str]) -> Iterator[tuple[I64, pa.RecordBatch]]:
    """(row numbers, their columns) of this run's published rows, file by file."""
    new = np.flatnonzero((np.arange(len(inputs)) >= inputs.old) & (decisions.outcome == 0))
    new = new[np.lexsort((inputs.where.row[new], inputs.where.file[new]))]
    for number in np.unique(inputs.where.file[new]).tolist():
        mine = new[inputs.where.file[new] == number]
        wanted = inputs.where.row[mine]
        start = 0
        for first, batch in read_columns(inputs.where.paths[number], columns, wanted):
            stop = int(np.searchsorted(wanted, first + batch.num_rows))
            yield mine[start:stop], batch.take(pa.array(wanted[start:stop] - first))
            start = stop
