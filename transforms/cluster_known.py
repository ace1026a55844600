"""In which cluster each earlier article is as of now: where it was put, where it was moved since, what that was merged into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms import files
from transforms.schemas.steps import StateFiles
from transforms.schemas.tables import CLUSTERS
from transforms.text.columns import first_of_runs
from transforms.text.normalise import U64, mix

I64 = npt.NDArray[np.int64]
Ids = npt.NDArray[np.bytes_]

_COLUMNS = ["cluster_id", "canonical_article_id", "canonical_version", "size", "merged_into", "moved", "run_id"]


@dataclass(frozen=True, slots=True)
class Known:
    """`code[i]` is the cluster of row i; the others are columns over clusters, by their newest row."""

    code: I64
    names: Ids
    canonical: Ids  # empty: not known
    version: I64
    size: I64  # -1: not known


def earlier_clusters(state: StateFiles, earlier: Sequence[pa.Table]) -> Known:
    """`earlier`: of each run of `state.clusters` its rows, with cluster_row, article_id and run_id as they were written."""
    of_runs = _read(state)
    schema = pa.schema([CLUSTERS.field(name) for name in _COLUMNS])
    stated = pa.concat_tables([schema.empty_table(), *of_runs])
    targets = stated.column("merged_into")
    merged = targets.is_valid().to_numpy()
    codes, names = _named(np.concatenate((id_bytes(stated.column("cluster_id")), id_bytes(targets.drop_null()))))
    of_stated, of_targets = np.split(codes, [len(stated)])
    starts = np.cumsum([0, *map(len, of_runs)])
    places = [start + rows.column("cluster_row").to_numpy() for start, rows in zip(starts[:-1], earlier, strict=True)]
    code = of_stated[np.concatenate([np.empty(0, np.int64), *places])]
    # The newest row of each cluster stands last; one that was merged stays so.
    last = np.full(len(names), -1, np.int64)
    last[of_stated[~merged]] = np.flatnonzero(~merged)
    into = np.arange(len(names))
    into[of_stated[merged]] = of_targets
    while not np.array_equal(into, into[into]):
        into = into[into]
    for at, target in _moves(stated, earlier):
        code[at] = of_stated[target]
    known = last >= 0
    at = np.maximum(last, 0)
    size = stated.column("size").to_numpy().astype(np.int64)
    version = stated.column("canonical_version").to_numpy().astype(np.int64)
    canonical = id_bytes(stated.column("canonical_article_id"))
    nothing = np.full(len(names), -1, np.int64)
    return Known(
        code=into[code],
        names=names,
        canonical=np.where(known, canonical[at], b"") if len(stated) else np.zeros(len(names), "S32"),
        version=np.where(known, version[at], -1) if len(stated) else nothing,
        size=np.where(known, size[at], -1) if len(stated) else nothing,
    )


def id_keys(ids: Ids) -> U64:
    """A number for each id; unlike ones have one number once in 2^64."""
    words = np.ascontiguousarray(ids).view(np.uint64).reshape(-1, 4)
    key = words[:, 0].copy()
    for at in (1, 2, 3):
        key = mix(key) + words[:, at]
    return key


def _named(ids: Ids) -> tuple[I64, Ids]:
    """A code for each id, and the ids in order of their codes."""
    key = id_keys(ids)
    order = np.argsort(key)
    fresh = first_of_runs(key[order])
    codes = np.empty(len(ids), np.int64)
    codes[order] = np.cumsum(fresh) - 1
    names = ids[order[fresh]]
    if not np.array_equal(names[codes], ids):
        names, codes = np.unique(ids, return_inverse=True)
    return codes, names


def _read(state: StateFiles) -> list[pa.Table]:
    """The runs' `clusters`, oldest run first."""
    schema = pa.schema([CLUSTERS.field(name) for name in _COLUMNS])
    tables = []
    for path in state.clusters:
        with files.arrow_source(path) as stream:
            tables.append(pq.ParquetFile(stream).read(_COLUMNS).cast(schema))
    return tables


def _moves(stated: pa.Table, earlier: Sequence[pa.Table]) -> list[tuple[I64, I64]]:
    """(rows, the row of `stated` that says where they went), run by run, where that run came after theirs."""
    moved = stated.column("moved")
    lengths = pc.fill_null(pc.list_value_length(moved), 0).to_numpy().astype(np.int64)
    if not lengths.any():
        return []
    rows = pa.concat_tables([one.select(["article_id", "run_id"]) for one in earlier])
    run_ids = pc.unique(stated.column("run_id"))
    position = pc.index_in(stated.column("run_id"), run_ids).to_numpy().astype(np.int64)
    own = pc.fill_null(pc.index_in(rows.column("run_id").cast(pa.string()), run_ids), -1).to_numpy().astype(np.int64)
    articles, target = pc.list_flatten(moved), np.repeat(np.arange(len(stated)), lengths)
    found = []
    for run in np.unique(position[lengths > 0]).tolist():
        mine = np.flatnonzero(position[target] == run)
        at = pc.fill_null(pc.index_in(rows.column("article_id"), articles.take(pa.array(mine)).combine_chunks()), -1).to_numpy()
        chosen = np.flatnonzero((at >= 0) & (own < run))
        found.append((chosen, target[mine[at[chosen]]]))
    return found


def id_bytes(column: pa.Array | pa.ChunkedArray) -> Ids:
    """A column of ids, which are 32 hexadecimal digits."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    array = array.chunk(0) if isinstance(array, pa.ChunkedArray) and array.num_chunks else array
    if not len(array):
        return np.empty(0, "S32")
    offsets = np.frombuffer(array.buffers()[1], np.int32)[array.offset : array.offset + len(array) + 1]
    if array.null_count or not (np.diff(offsets) == 32).all():
        return np.array(array.cast(pa.binary()).to_pylist(), "S32")
    return np.frombuffer(array.buffers()[2], "S32", len(array), int(offsets[0]))
