"""The columns that clustering works on: this run's sketches in stable order, behind those of earlier runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from transforms import files
from transforms.schemas.sketches import NUM_PERM, sketch_schema, state_schema
from transforms.schemas.steps import RunContext, Sketched, StateFiles
from transforms.sketch_files import SketchFiles, read_columns, signature_size
from transforms.text.canonical import UNDATED

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.uint8]

_SMALL = [field.name for field in sketch_schema() if not pa.types.is_nested(field.type)]
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
    old_cluster: I64  # code in `cluster_ids`, merged clusters resolved
    cluster_ids: list[str]
    old_run: npt.NDArray[np.int32]
    runs: list[str]
    old_canonical: Bools
    names: frozenset[bytes]  # ids that clusters of earlier runs have or had

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
    order = _stable_order(table, old)
    same = np.array(alike, bool)[files_of[order]]
    table = table.take(pa.array(order))
    merged, canonical = _clusters(state)
    ids = _texts(table, "article_id", old)
    versions = _ints(table, "version", 1)[:old]
    names = [merged.get(name, name) for name in table.column("cluster_id").slice(0, old).to_pylist()]
    cluster_ids = list(dict.fromkeys(names))
    code = {name: at for at, name in enumerate(cluster_ids)}
    runs_column = table.column("run_id").slice(0, old).to_pylist()
    runs = list(dict.fromkeys(runs_column))
    run_code = {name: at for at, name in enumerate(runs)}
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
        old_cluster=np.array([code[name] for name in names], np.int64),
        cluster_ids=cluster_ids,
        old_run=np.array([run_code[name] for name in runs_column], np.int32),
        runs=runs,
        old_canonical=np.array(
            [canonical.get(name) == (i.decode(), v) for name, i, v in zip(names, ids.tolist(), versions.tolist(), strict=True)],
            bool,
        ),
        names=frozenset(name.encode() for name in (*cluster_ids, *canonical, *merged, *merged.values())),
    )


def _stable_order(table: pa.Table, old: int) -> I64:
    """Earlier runs first, oldest first; within a run by date (published, else fetched), place and text, never by staging."""
    published, fetched = _micros(table, "published_at"), _micros(table, "fetched_at")
    uris = table.column("input_uri").combine_chunks().dictionary_encode()
    uris = uris.combine_chunks() if isinstance(uris, pa.ChunkedArray) else uris
    dictionary = uris.dictionary.to_pylist() if len(uris) else []
    rank = np.empty(len(dictionary), np.int64)
    rank[sorted(range(len(dictionary)), key=dictionary.__getitem__)] = np.arange(len(dictionary))
    place = rank[uris.indices.to_numpy()] if len(uris) else np.empty(0, np.int64)
    raw = np.ascontiguousarray(_keys(table, "raw_key")).view(">u8").astype(np.uint64)
    time = np.where(published != UNDATED, published, fetched)
    run = np.where(np.arange(table.num_rows) < old, _micros(table, "ingested_at"), UNDATED)
    return np.lexsort((raw[:, 1], raw[:, 0], _ints(table, "input_record"), place, time, run)).astype(np.int64)


def _clusters(state: StateFiles) -> tuple[dict[str, str], dict[str, tuple[str, int]]]:
    """From the runs' `clusters`, oldest run first: where merged clusters went in the end, and each one's canonical version."""
    into: dict[str, str] = {}
    canonical: dict[str, tuple[str, int]] = {}
    columns = ["cluster_id", "canonical_article_id", "canonical_version", "merged_into"]
    for path in state.clusters:
        with files.open_input(path) as stream:
            for cluster, article, version, target in zip(
                *(column.to_pylist() for column in pq.read_table(stream, columns=columns).select(columns).columns), strict=True
            ):
                if target:
                    into[cluster] = target
                else:
                    canonical[cluster] = (article, version)
    return {cluster: _end(into, cluster) for cluster in into}, canonical


def _end(into: dict[str, str], cluster: str) -> str:
    while cluster in into:
        cluster = into[cluster]
    return cluster


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


def _texts(table: pa.Table, name: str, count: int) -> npt.NDArray[np.bytes_]:
    return np.array([value.encode() for value in table.column(name).slice(0, count).to_pylist()], "S32")
