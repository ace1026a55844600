"""The tables that say what clustering found and why: `duplicates`, `clusters`, and the run's part of the state."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.cluster_decisions import CONTAINED, EXACT, NEAR, RELATIONS, VERSION, Decisions, Ids, shares, strings
from transforms.cluster_inputs import Inputs
from transforms.cluster_replaced import replaced_batches
from transforms.cluster_state import hash_batches, line_batches, state_batches
from transforms.parquet import write_arrow, write_table
from transforms.schemas.sketches import LINES, hashes_schema, state_schema
from transforms.schemas.steps import ReplacedRun, RunContext, TableFile
from transforms.schemas.tables import CLUSTERS, DUPLICATES, REPLACED, TIME
from transforms.text.candidates import Counters, pair_keys, unpack
from transforms.text.canonical import UNDATED, reasons
from transforms.text.clusters import Clustering, Rows, first_of
from transforms.text.columns import distinct
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
    replaced: Sequence[ReplacedRun] = (),
) -> list[TableFile]:
    """Writes `duplicates`, `clusters` and the state of this run, and `replaced` where it replaces any."""
    duplicates = duplicate_rows(inputs, versions, nodes, rows, clustering, run, settings)
    chosen = np.flatnonzero(_touched(inputs, nodes, rows, clustering)).astype(np.int64)
    clusters = cluster_rows(inputs, versions, nodes, rows, clustering, decisions, run, chosen)
    sketches, hashes = state_batches(inputs, decisions, run, chosen), hash_batches(inputs, decisions, settings)
    coded = ["domain", "agency", "input_uri", "run_id"]
    write = partial(write_table, staging, run_id=run.run_id, name="0")
    with ThreadPoolExecutor(2) as pool:  # Arrow encodes and compresses without Python's lock
        lines = pool.submit(write, "state/lines", schema=LINES, batches=line_batches(inputs, decisions), dictionary=["domain"])
        of_state = pool.submit(write, "state/sketches", schema=state_schema(), batches=sketches, dictionary=coded)
        return [
            write_arrow(staging, "state/hashes", run.run_id, "0", hashes_schema(settings.num_perm), hashes),
            write("duplicates", schema=DUPLICATES, batches=[duplicates], metrics=counters.counts),
            write("clusters", schema=CLUSTERS, batches=[clusters]),
            of_state.result(),
            lines.result(),
            *([write("replaced", schema=REPLACED, batches=replaced_batches(replaced, run))] if replaced else []),
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
    text, article_first = first_of(rows.text), rows.first_version
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
    b, a = unpack(pair_keys(a, b))
    new = nodes >= inputs.old
    # The copy first: this run's before an earlier one's, then the later one.
    swap = new[b] & ~new[a]
    a, b = np.where(swap, b, a), np.where(swap, a, b)
    fresh = new[a]
    # Earlier rows that another article stands for from now on were compared with it in this run.
    moved = _moved(inputs, nodes, rows, clustering)
    fresh |= ((canonical[a] == b) & moved[a]) | ((canonical[b] == a) & moved[b])
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


def _touched(inputs: Inputs, nodes: I64, rows: Rows, clustering: Clustering) -> npt.NDArray[np.bool_]:
    """The clusters of which this run has something to say: they have a new row, got earlier ones, or lost some."""
    touched = np.zeros(len(clustering.canonical), bool)
    touched[clustering.label[nodes >= inputs.old]] = True
    if rows.stale is not None:
        touched[clustering.label[rows.stale]] = True
    known = rows.known_cluster >= 0
    for one, other in (
        (rows.known_cluster[known], clustering.label[known]),
        (clustering.label[known], rows.known_cluster[known]),
    ):
        # What is in one place with some, and was or is in another with others.
        low, high = (
            np.full(int(one.max()) + 1 if len(one) else 0, len(rows) + len(inputs.cluster_ids)),
            np.zeros(int(one.max()) + 1 if len(one) else 0, np.int64),
        )
        np.minimum.at(low, one, other)
        np.maximum.at(high, one, other)
        touched[clustering.label[known][(low != high)[one]]] = True
    return touched


def _moved(inputs: Inputs, nodes: I64, rows: Rows, clustering: Clustering) -> npt.NDArray[np.bool_]:
    """Earlier rows for whose cluster another article stood before."""
    known = rows.known_cluster
    stood = np.full(len(inputs.cluster_ids) + 1, -1, np.int64)
    incumbent = np.flatnonzero(nodes < inputs.old)
    incumbent = incumbent[inputs.old_canonical[nodes[incumbent]]]
    stood[known[incumbent]] = rows.article[incumbent]
    now = rows.article[clustering.canonical[clustering.label]] if len(nodes) else known
    moved: npt.NDArray[np.bool_] = (known >= 0) & (stood[known] != now)
    return moved & _touched(inputs, nodes, rows, clustering)[clustering.label]


def cluster_rows(
    inputs: Inputs,
    versions: Versions,
    nodes: I64,
    rows: Rows,
    clustering: Clustering,
    decisions: Decisions,
    run: RunContext,
    chosen: I64,
) -> pa.Table:
    """One row for each of the `chosen` clusters, and behind them one for each earlier one that was merged into another."""
    label, canonical = clustering.label, clustering.canonical
    count = len(canonical)
    ids, home = decisions.ids, decisions.home
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
        _reasons(rows, label, canonical, chosen),
        pa.array([inputs.agencies[code] if code >= 0 else None for code in agencies[chosen].tolist()], pa.string()),
        pa.array(first[chosen]).cast(TIME),
        pa.array(last[chosen]).cast(TIME),
        pa.array(size[chosen], pa.int32()),
        _domains(inputs, nodes, label, chosen, count),
        pa.nulls(len(chosen), pa.string()),
        _moved_here(versions, nodes, rows, label, home, chosen),
        pa.array([run.run_id] * len(chosen), pa.string()),
    ]
    table = pa.Table.from_arrays(columns, schema=CLUSTERS)
    merged = _merged(inputs, ids, home)
    if not merged:
        return table
    row_of = {int(c): at for at, c in enumerate(chosen.tolist())}
    copies = table.take(pa.array([row_of[home] for _, home in merged]))
    copies = copies.set_column(0, CLUSTERS.field("cluster_id"), pa.array([name for name, _ in merged], pa.string()))
    copies = copies.set_column(
        CLUSTERS.get_field_index("moved"), CLUSTERS.field("moved"), pa.nulls(len(merged), CLUSTERS.field("moved").type)
    )
    targets = pa.array([ids[home].decode() for _, home in merged], pa.string())
    copies = copies.set_column(CLUSTERS.get_field_index("merged_into"), CLUSTERS.field("merged_into"), targets)
    return pa.concat_tables([table, copies]).combine_chunks()


def _merged(inputs: Inputs, ids: Ids, home: I64) -> list[tuple[str, int]]:
    """(earlier cluster, the cluster that it is part of now) where that has another id."""
    there = np.flatnonzero(home >= 0)
    gone = there[inputs.cluster_ids[there] != ids[home[there]]]
    return [(name.decode(), at) for name, at in zip(inputs.cluster_ids[gone].tolist(), home[gone].tolist(), strict=True)]


def _moved_here(versions: Versions, nodes: I64, rows: Rows, label: I64, home: I64, chosen: I64) -> pa.Array:
    """The ids of the earlier articles that each chosen cluster has from one that went on elsewhere; null where it has none."""
    known = rows.known_cluster
    moved = np.flatnonzero(known >= 0)
    moved = moved[home[known[moved]] != label[moved]]
    articles = _distinct_pairs(label[moved], rows.first_version[moved])
    at = np.searchsorted(chosen, articles[0])
    counts = np.bincount(at, minlength=len(chosen))
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    values = strings(versions.article_id[nodes[articles[1]]])
    return pa.ListArray.from_arrays(pa.array(offsets, mask=np.append(counts == 0, False)), values)


def _distinct_pairs(one: I64, other: I64) -> tuple[I64, I64]:
    """The distinct pairs, in order."""
    return unpack(distinct(one.astype(np.uint64) << np.uint64(32) | other.astype(np.uint64)))


def _agencies(inputs: Inputs, nodes: I64, label: I64, canonical: I64, count: int) -> npt.NDArray[np.int64]:
    """The canonical article's agency, else that of the first member that has one."""
    agency = inputs.agency[nodes].astype(np.int64)
    first = np.full(count, len(nodes), np.int64)
    named = np.flatnonzero(agency >= 0)
    np.minimum.at(first, label[named], named)
    own = agency[canonical]
    return np.where((own < 0) & (first < len(nodes)), np.append(agency, -1)[first], own)


def _reasons(rows: Rows, label: I64, canonical: I64, chosen: I64) -> pa.Array:
    latest = np.flatnonzero(rows.latest & np.isin(label, chosen))
    return pa.array(reasons(rows.traits, latest, label[latest], canonical), pa.string()).take(pa.array(chosen))


def _domains(inputs: Inputs, nodes: I64, label: I64, chosen: I64, count: int) -> pa.Array:
    """The distinct domains of each chosen cluster, in order of their names."""
    rank = np.empty(len(inputs.domains), np.int64)
    by_name = sorted(range(len(inputs.domains)), key=inputs.domains.__getitem__)
    rank[by_name] = np.arange(len(by_name))
    named = inputs.domain[nodes] >= 0
    position = np.full(count, -1, np.int64)
    position[chosen] = np.arange(len(chosen))
    home = position[label[named]]
    homes, names_of = _distinct_pairs(home[home >= 0], rank[inputs.domain[nodes][named]][home >= 0])
    offsets = np.searchsorted(homes, np.arange(len(chosen) + 1)).astype(np.int32)
    names = pa.array([inputs.domains[code] for code in by_name], pa.string())
    return pa.ListArray.from_arrays(pa.array(offsets), names.take(pa.array(names_of)))
