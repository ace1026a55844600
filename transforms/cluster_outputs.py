"""The tables that say what clustering found and why: `duplicates`, `clusters`, and the run's part of the state."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.cluster_decisions import CONTAINED, EXACT, NEAR, RELATIONS, VERSION, Decisions, Ids, cluster_ids, shares, strings
from transforms.cluster_inputs import Inputs
from transforms.cluster_state import line_batches, state_batches
from transforms.parquet import write_table
from transforms.schemas.sketches import LINES, state_schema
from transforms.schemas.steps import RunContext, TableFile
from transforms.schemas.tables import CLUSTERS, DUPLICATES, TIME
from transforms.text.candidates import Counters
from transforms.text.canonical import UNDATED, reason
from transforms.text.clusters import Clustering, Rows, first_of
from transforms.text.duplicates import DuplicateSettings
from transforms.text.versions import Versions

I64 = npt.NDArray[np.int64]


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
    pieces = [(every[every != article_first], article_first[every != article_first])]
    pieces.append((every[other_article], canonical[other_article]))
    pieces.append(
        (
            every[(text != every) & (rows.article != rows.article[text])],
            text[(text != every) & (rows.article != rows.article[text])],
        )
    )
    pieces.append(clustering.edges)
    a, b = np.concatenate([p[0] for p in pieces]), np.concatenate([p[1] for p in pieces])
    a, b = np.maximum(a, b), np.minimum(a, b)
    _, index = np.unique(a.astype(np.uint64) << np.uint64(32) | b.astype(np.uint64), return_index=True)
    a, b = a[index], b[index]
    fresh = nodes[a] >= inputs.old
    a, b = a[fresh], b[fresh]
    swap = standing[a] & ~standing[b] & (rows.article[a] != rows.article[b])
    a, b = np.where(swap, b, a), np.where(swap, a, b)
    containment, other, jaccard = shares(clustering.checked, text, a, b)
    kind = np.where(
        rows.article[a] == rows.article[b],
        VERSION,
        np.where(text[a] == text[b], EXACT, np.where(np.minimum(containment, other) < settings.near, CONTAINED, NEAR)),
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
