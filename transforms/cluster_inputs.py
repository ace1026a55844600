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
from transforms.sketch_files import SketchFiles, read_columns, read_state, signature_size
from transforms.text.canonical import UNDATED
from transforms.text.columns import ordered

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.uint8]

_SMALL = [name for name in state_schema().names if name in sketch_schema().names]
_STATE = ["article_id", "version", "cluster_row", "ingested_at", "run_id"]
_CODED = ("domain", "agency", "input_uri", "run_id")  # columns of names that repeat


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
    """Reads the small columns of all files; the same rows in the same order however the input was split. Raises UnknownState."""
    earlier = [read_state(path, _SMALL + _STATE, _CODED) for path in state.sketches]
    alike = [signature_size(path) == num_perm for path in state.hashes]
    mine = [_coded_table([batch for _, batch in read_columns(s.path, _SMALL)]) for s in sketched]
    sizes = [len(one) for one in (*earlier, *mine)]
    file = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    row = np.concatenate([np.empty(0, np.int32), *(np.arange(size, dtype=np.int32) for size in sizes)])
    stored = pa.concat_tables([_coded_table([], _SMALL + _STATE), *earlier])
    table = pa.concat_tables([stored.select(_SMALL), *mine])
    old = len(stored)
    known = earlier_clusters(state, earlier)
    seen = np.full(len(table), int(run.ingested_at.timestamp() * 1_000_000))
    seen[:old] = _micros(stored, "ingested_at")
    published, modified, fetched = (_micros(table, f"{name}_at") for name in ("published", "modified", "fetched"))
    raw, identity = _keys(table, "raw_key"), _keys(table, "article_key")
    uri, _ = _codes(table, "input_uri")
    time = np.where(published != UNDATED, published, fetched)
    # Half of a hash tells two apart well enough.
    halves = [keys.view(">u8")[:, 0].astype(np.uint64) for keys in (raw, identity)]
    by_place, by_run = (uri, _ints(table, "input_record")), np.where(np.arange(len(table)) < old, seen, UNDATED)
    # Earlier runs first, oldest first; within a run by date, place and text, never by staging.
    order = ordered(by_run, time, *by_place, halves[0])
    rank = np.empty(len(table), np.int64)
    rank[ordered(time, *halves, *by_place, by_run)] = np.arange(len(table))
    of_old = order[:old]
    same = np.array([*alike, *(True for _ in mine)], bool)[file]
    domain, domains = _codes(table, "domain")
    agency, agencies = _codes(table, "agency")
    runs, names = _codes(stored, "run_id")
    ids, old_versions = id_bytes(stored.column("article_id")), _ints(stored, "version")
    canonical = (known.canonical[known.code] == ids) & (known.version[known.code] == old_versions)
    return Inputs(
        old=old,
        where=SketchFiles((*state.hashes, *(s.path for s in sketched)), file[order], row[order]),
        article_key=identity[order],
        raw_key=raw[order],
        norm_key=_keys(table, "norm_key")[order],
        has_norm=table.column("norm_key").is_valid().to_numpy()[order],
        domain=domain[order],
        domains=domains,
        agency=agency[order],
        agencies=agencies,
        published=published[order],
        order_time=np.where(fetched != UNDATED, fetched, np.where(modified != UNDATED, modified, published))[order],
        seen=seen[order],
        words=_ints(table, "words")[order],
        boilerplate=table.column("boilerplate").to_numpy().astype(np.float64)[order],
        quotes=_ints(table, "quotes")[order],
        truncated=table.column("truncated").to_numpy()[order],
        evidence=table.column("evidence").to_numpy()[order],
        comparable=(table.column("comparable").to_numpy() & same)[order],
        incomparable=int((~same).sum()),
        old_ids=ids[of_old],
        old_versions=old_versions[of_old],
        old_cluster=known.code[of_old],
        cluster_ids=known.names,
        old_run=runs[of_old],
        runs=names,
        old_canonical=canonical[of_old],
        old_size=known.size,
        rank=rank[order],
    )


def _coded_table(batches: Sequence[pa.RecordBatch], columns: Sequence[str] = _SMALL) -> pa.Table:
    """A table of sketches' small columns with dictionaries where names repeat."""
    schema = pa.schema([state_schema().field(name) for name in columns])
    table = pa.Table.from_batches([batch.cast(schema) for batch in batches], schema)
    arrays = [table.column(n).combine_chunks().dictionary_encode() if n in _CODED else table.column(n) for n in columns]
    return pa.Table.from_arrays(arrays, list(columns))


def _keys(table: pa.Table, name: str) -> Keys:
    column = table.column(name).fill_null(bytes(16)) if table.column(name).null_count else table.column(name)
    if not len(column):
        return np.empty((0, 16), np.uint8)
    array = column.combine_chunks()
    array = array.chunk(0) if isinstance(array, pa.ChunkedArray) else array
    return np.frombuffer(array.buffers()[1], np.uint8)[array.offset * 16 :][: 16 * len(array)].reshape(-1, 16)


def _codes(table: pa.Table, name: str) -> tuple[npt.NDArray[np.int32], list[str]]:
    """Codes of a column of names, -1 for none, and the names, in order."""
    encoded = table.column(name).unify_dictionaries().combine_chunks()
    if not len(encoded):
        return np.empty(0, np.int32), []
    encoded = encoded.chunk(0) if isinstance(encoded, pa.ChunkedArray) else encoded
    names = encoded.dictionary.to_pylist()
    place = np.full(len(names) + 1, -1, np.int32)
    place[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    return place[encoded.indices.fill_null(len(names)).to_numpy(zero_copy_only=False)], sorted(names)


def _micros(table: pa.Table, name: str) -> I64:
    values: I64 = table.column(name).cast(pa.int64()).fill_null(int(UNDATED)).to_numpy().astype(np.int64)
    return values


def _ints(table: pa.Table, name: str, default: int = 0) -> I64:
    values: I64 = table.column(name).fill_null(default).to_numpy().astype(np.int64)
    return values
