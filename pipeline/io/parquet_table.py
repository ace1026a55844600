"""Parquet tables, read by row group; a part owns whole row groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.io.columns import Columns
from pipeline.io.csv_table import no_content
from pipeline.io.opened import OpenFile
from pipeline.io.settings import SourceSettings
from pipeline.io.source import WHOLE, Range, Record
from transforms.schemas.rejects import Code, Rejected

_MAGIC = b"PAR1"
_BATCH = 64  # rows at a time: pages are large
_BUFFER = 1 << 20
_ARROW_ERRORS = (pa.ArrowException, OSError, ValueError)


class ParquetTable:
    """`input_record` is the number of the row in the file, from 0."""

    name = "parquet"
    extensions = (".parquet", ".pq", ".parq")
    splittable = True

    def sniff(self, head: bytes) -> bool:
        return head.startswith(_MAGIC)

    def ranges(self, file: OpenFile, target: int) -> list[Range]:
        """Row groups together as long as they stay under `target` stored bytes."""
        if file.codecs:
            return WHOLE
        try:
            metadata = _open(file.raw).metadata
        except Rejected:
            return WHOLE  # reading says what is wrong
        found: list[Range] = []
        begin = size = 0
        for index in range(metadata.num_row_groups):
            group = metadata.row_group(index)
            stored = sum(group.column(column).total_compressed_size for column in range(group.num_columns))
            if size and size + stored > target:
                found.append((begin, index))
                begin, size = index, 0
            size += stored
        return [*found, (begin, None)]

    def read(self, file: OpenFile, settings: SourceSettings) -> Iterator[Record]:
        try:
            with file.seekable() as stream:
                yield from _read(file, _open(stream), settings)
        except Rejected as fault:
            yield file.reject(0, fault.code, fault.message)


def _open(stream: IO[bytes]) -> pq.ParquetFile:
    """Raises Rejected TRUNCATED or CORRUPT."""
    stream.seek(0)
    if stream.read(4) != _MAGIC:
        raise Rejected(Code.CORRUPT, "the file does not begin as Parquet does")
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 4))
    if stream.read(4) != _MAGIC:
        raise Rejected(Code.TRUNCATED, "the Parquet file has no end")
    stream.seek(0)
    try:
        return pq.ParquetFile(pa.PythonFile(stream, mode="r"), buffer_size=_BUFFER, pre_buffer=False)
    except _ARROW_ERRORS as error:
        raise Rejected(Code.CORRUPT, f"the Parquet footer cannot be read: {error}") from None


def _read(file: OpenFile, table: pq.ParquetFile, settings: SourceSettings) -> Iterator[Record]:
    columns = Columns.of(settings)
    names = table.schema_arrow.names
    if table.metadata.num_rows == 0 and file.start == 0:
        yield file.reject(0, Code.EMPTY, "the table has no rows")
        return
    if not columns.have_content(names):
        if file.start == 0:
            yield file.reject(0, Code.NO_CONTENT, no_content(names))
        return
    wanted = columns.recognised(names)
    row = 0
    for index in range(table.num_row_groups):
        rows = table.metadata.row_group(index).num_rows
        if index >= file.start and not file.ends_before(index):
            yield from _group(file, table, index, row, rows, wanted, columns, settings.max_record_bytes)
        row += rows


def _group(
    file: OpenFile, table: pq.ParquetFile, index: int, first: int, rows: int, wanted: list[str], columns: Columns, limit: int
) -> Iterator[Record]:
    row = first
    try:
        for batch in table.iter_batches(batch_size=_BATCH, row_groups=[index], columns=wanted, use_threads=False):
            names = batch.schema.names
            for values in zip(*(_values(column) for column in batch.columns), strict=True):
                bad = next((value for value in values if isinstance(value, _Bad)), None)
                if bad is not None:
                    yield file.reject(row, Code.BAD_RECORD, f"a value of the row cannot be read: {bad}")
                else:
                    yield columns.document(file.uri, row, dict(zip(names, values, strict=True)), limit)
                row += 1
    except _ARROW_ERRORS as error:
        left = first + rows - row
        message = f"{left} rows of row group {index} cannot be read: {str(error).splitlines()[0] if str(error) else error!r}"
        yield file.reject(row, Code.CORRUPT, message)


class _Bad(str):
    """Stands for a value that cannot be converted, and says why."""


def _values(column: pa.Array) -> list[Any]:
    if pa.types.is_timestamp(column.type):
        # Nanoseconds have no place in a Python datetime.
        column = pc.cast(column, pa.timestamp("us", column.type.tz), safe=False)
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError, pa.ArrowException):
        return [_value(item) for item in column]


def _value(item: pa.Scalar) -> Any:
    try:
        return item.as_py()
    except (ValueError, OverflowError, pa.ArrowException) as error:
        return _Bad(error)
