"""Finished files of the dataset, written to staging under the name that they will have."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
import xxhash

from transforms import files
from transforms.schemas.steps import TableFile

ROW_GROUP_ROWS = 10_000


class _Checksummed:
    """A write-only stream that keeps the xxh3-128 and the length of what passes through it."""

    closed = False

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = xxhash.xxh3_128()
        self.length = 0

    def write(self, data: Any) -> int:
        self.digest.update(data)
        self.length += len(data)
        self._stream.write(data)
        return len(data)

    def flush(self) -> None:
        self._stream.flush()

    def tell(self) -> int:
        return self.length

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        self.closed = True


def write_table(
    staging: str,
    table: str,
    run_id: str,
    name: str,
    schema: pa.Schema,
    batches: Iterable[pa.RecordBatch | pa.Table],
    partition: str = "",
    metrics: Mapping[str, int] | None = None,
    dictionary: Sequence[str] | None = None,
) -> TableFile:
    """Writes one Parquet file; each batch becomes one row group (cut at `ROW_GROUP_ROWS`).

    `staging` is the attempt's own folder; a retried step writes another staged file and never touches this one. The final
    path is `table/[partition/]run_id-name-checksum.parquet`; `name` is unique within run, table and partition.
    `dictionary`: the columns worth a dictionary, by default all.
    """
    folder = f"{table}/{partition}" if partition else table
    staged = files.join(staging, "tables", f"{uuid.uuid4().hex}.parquet")
    rows = 0
    looked_up = "article_id" in schema.names and not table.startswith("state/")
    bloom: dict[str, Any] = {"article_id": {"ndv": ROW_GROUP_ROWS, "fpp": 0.01}} if looked_up else {}
    with files.create(staged) as stream:
        sink = _Checksummed(stream)
        with pq.ParquetWriter(
            pa.PythonFile(sink, mode="w"),
            schema,
            compression="zstd",
            compression_level=3,
            write_page_index=True,
            use_dictionary=True if dictionary is None else list(dictionary),
            bloom_filter_options=bloom or None,
        ) as writer:
            for batch in batches:
                part = pa.Table.from_batches([batch]) if isinstance(batch, pa.RecordBatch) else batch
                writer.write_table(part.cast(schema), row_group_size=ROW_GROUP_ROWS)
                rows += part.num_rows
        checksum, length = sink.digest.hexdigest(), sink.length
    path = f"{folder}/{run_id}-{name}-{checksum[:12]}.parquet"
    return TableFile(table, staged, path, rows, length, checksum, partition, dict(metrics or {}))


def write_arrow(
    staging: str, table: str, run_id: str, name: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch]
) -> TableFile:
    """As `write_table`, one Arrow IPC file: for columns of which some rows are read, and that no compression makes smaller."""
    staged = files.join(staging, "tables", f"{uuid.uuid4().hex}.arrow")
    rows = 0
    with files.create(staged) as stream:
        sink = _Checksummed(stream)
        with pa.ipc.new_file(pa.PythonFile(sink, mode="w"), schema) as writer:
            for batch in batches:
                writer.write_batch(batch)
                rows += batch.num_rows
        checksum, length = sink.digest.hexdigest(), sink.length
    return TableFile(table, staged, f"{table}/{run_id}-{name}-{checksum[:12]}.arrow", rows, length, checksum)
