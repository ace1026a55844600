"""The columns that clustering works on: this run's sketches in stable order, behind those of earlier runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.cluster_known import earlier_clusters, id_bytes
from transforms.schemas.sketches import NUM_PERM, sketch_schema, state_schema
from transforms.schemas.steps import RunContext, Sketched, StateFiles
from transforms.sketch_files import SketchFiles, read_columns, signature_size
from transforms.text.canonical import UNDATED

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.uint8]

_SMALL = [field.name for field in sketch_schema() if not pa.types.is_nested(field.type) and field.name != "signature"]
_STATE = ["article_id", "version", "cluster_id", "ingested_at", "run_id"]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Columns over rows; the first `old` rows are earlier runs'. Times are microseconds since 1970, or UNDATED."""

    old: int
    where: SketchFiles
    article_key: Keys  # (n, 16)
    raw_key: Keys
    norm_key: Keys
    has_norm: Bools
    domain: npt.NDArray[np.int32]  # code in `domains`; -1: none
    domains: list[str]
    agency: npt.NDArray[np.int32]
    agencies: list[str]
    published: I64
    order_time: I64  # what orders the versions of an article: fetched, else modified, else published
    seen: I64  # when the row's run took place
    words: I64
    boilerplate: npt.NDArray[np.float64]
    quotes: I64
    truncated: Bools
    evidence: Bools
    comparable: Bools  # by signature: long enough, no wall, and of this run's number of MinHash values
    incomparable: int  # rows of earlier runs with another number
    old_ids: npt.NDArray[np.bytes_]  # of the first `old` rows, as the following
    old_versions: I64
    old_cluster: I64  # code in `cluster_ids`: where the row is as of the last run
    cluster_ids: npt.NDArray[np.bytes_]  # all that clusters of earlier runs have or had
    old_run: npt.NDArray[np.int32]
    runs: list[str]
    old_canonical: Bools
    old_size: I64  # articles of each cluster in `cluster_ids` by its newest row; -1: it has none
    rank: I64  # the row's place in an order that says nothing of runs: by date and text

    def __len__(self) -> int:
        return len(self.words)


def load(sketched: Sequence[Sketched], state: StateFiles, run: RunContext, num_perm: int = NUM_PERM) -> Inputs:
    """Reads the small columns of all files; the same rows in the same order however the input was split."""
    paths = tuple(state.sketches) + tuple(s.path for s in sketched)
    schema = state_schema()
    wanted = [schema.field(name) for name in _SMALL + _STATE]
    batches, file, row, alike = [], [], [], []
    for number, path in enumerate(paths):
        earlier = number < len(state.sketches)
        alike.append(not earlier or signature_size(path) == num_perm)
        for first, batch in read_columns(path, _SMALL + _STATE if earlier else _SMALL):
            columns = [batch.column(f.name) if f.name in batch.schema.names else pa.nulls(batch.num_rows, f.type) for f in wanted]
            batches.append(pa.record_batch(columns, names=[f.name for f in wanted]))
            file.append(np.full(batch.num_rows, number, np.int32))
            row.append(np.arange(first, first + batch.num_rows, dtype=np.int32))
    empty = pa.schema([pa.field(f.name, f.type) for f in wanted])
    table = pa.Table.from_batches(batches, schema=empty).combine_chunks()
    files_of = np.concatenate(file) if file else np.empty(0, np.int32)
    rows_of = np.concatenate(row) if row else np.empty(0, np.int32)
    old = int((files_of < len(state.sketches)).sum())
    order, rank = _stable_order(table, old)
    same = np.array(alike, bool)[files_of[order]]
    table = table.take(pa.array(order))
    ids = id_bytes(table.column("article_id").slice(0, old))
    versions = _ints(table, "version", 1)[:old]
    runs_column = table.column("run_id").slice(0, old).combine_chunks().dictionary_encode()
    runs_column = runs_column.combine_chunks() if isinstance(runs_column, pa.ChunkedArray) else runs_column
    known = earlier_clusters(state, table.slice(0, old).select(["cluster_id", "article_id", "run_id"]))
    at = _micros(table, "ingested_at")
    at[old:] = int(run.ingested_at.timestamp() * 1_000_000)
    published, modified, fetched = (_micros(table, f"{name}_at") for name in ("published", "modified", "fetched"))
    norm = table.column("norm_key")
    domain, domains = _codes(table, "domain")
    agency, agencies = _codes(table, "agency")
    return Inputs(
        old=old,
        where=SketchFiles(paths, files_of[order], rows_of[order]),
        article_key=_keys(table, "article_key"),
        raw_key=_keys(table, "raw_key"),
        norm_key=_keys(table, "norm_key"),
        has_norm=norm.is_valid().to_numpy(),
        domain=domain,
        domains=domains,
        agency=agency,
        agencies=agencies,
        published=published,
        order_time=np.where(fetched != UNDATED, fetched, np.where(modified != UNDATED, modified, published)),
        seen=at,
        words=_ints(table, "words"),
        boilerplate=table.column("boilerplate").to_numpy().astype(np.float64),
        quotes=_ints(table, "quotes"),
        truncated=table.column("truncated").to_numpy(),
        evidence=table.column("evidence").to_numpy(),
        comparable=table.column("comparable").to_numpy() & same,
        incomparable=int((~same).sum()),
        old_ids=ids,
        old_versions=versions,
        old_cluster=known.code,
        cluster_ids=known.names,
        old_run=runs_column.indices.to_numpy().astype(np.int32),
        runs=runs_column.dictionary.to_pylist(),
        old_canonical=(known.canonical[known.code] == ids) & (known.version[known.code] == versions),
        old_size=known.size,
        rank=rank[order],
    )


def _stable_order(table: pa.Table, old: int) -> tuple[I64, I64]:
    """Earlier runs first, oldest first; within a run by date (published, else fetched), place and text, never by staging.

    Also each row's rank in another order, by date, text and identity, which does not depend on what came in which run or file.
    """
    published, fetched = _micros(table, "published_at"), _micros(table, "fetched_at")
    uris = table.column("input_uri").combine_chunks().dictionary_encode()
    uris = uris.combine_chunks() if isinstance(uris, pa.ChunkedArray) else uris
    dictionary = uris.dictionary.to_pylist() if len(uris) else []
    place_of = np.empty(len(dictionary), np.int64)
    place_of[sorted(range(len(dictionary)), key=dictionary.__getitem__)] = np.arange(len(dictionary))
    place = place_of[uris.indices.to_numpy()] if len(uris) else np.empty(0, np.int64)
    # Half of a hash tells two apart well enough.
    raw, identity = (_keys(table, name).copy().view(">u8")[:, 0].astype(np.uint64) for name in ("raw_key", "article_key"))
    time = np.where(published != UNDATED, published, fetched)
    run = np.where(np.arange(table.num_rows) < old, _micros(table, "ingested_at"), UNDATED)
    by_place = (_ints(table, "input_record"), place)
    rank = np.empty(len(time), np.int64)
    rank[np.lexsort((run, *by_place, identity, raw, time))] = np.arange(len(time))
    return np.lexsort((raw, *by_place, time, run)).astype(np.int64), rank


def _keys(table: pa.Table, name: str) -> Keys:
    column = table.column(name).fill_null(bytes(16)) if table.column(name).null_count else table.column(name)
    if not len(column):
        return np.empty((0, 16), np.uint8)
    array = column.combine_chunks()
    array = array.chunk(0) if isinstance(array, pa.ChunkedArray) else array
    return np.frombuffer(array.buffers()[1], np.uint8)[array.offset * 16 :][: 16 * len(array)].reshape(-1, 16)


def _codes(table: pa.Table, name: str) -> tuple[npt.NDArray[np.int32], list[str]]:
    encoded = table.column(name).combine_chunks().dictionary_encode()
    encoded = encoded.chunk(0) if isinstance(encoded, pa.ChunkedArray) and encoded.num_chunks else encoded
    if not len(encoded):
        return np.empty(0, np.int32), []
    return encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32), encoded.dictionary.to_pylist()


def _micros(table: pa.Table, name: str) -> I64:
    values: I64 = table.column(name).cast(pa.int64()).fill_null(int(UNDATED)).to_numpy().astype(np.int64)
    return values


def _ints(table: pa.Table, name: str, default: int = 0) -> I64:
    values: I64 = table.column(name).fill_null(default).to_numpy().astype(np.int64)
    return values
