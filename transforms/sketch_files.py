"""Rows of many sketch files (this run's and earlier runs') read by number, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from transforms import files
from transforms.text.columns import distinct
from transforms.text.normalise import U32, U64
from transforms.text.verify import Lists

I64 = npt.NDArray[np.int64]

_GROUPS = 16  # row groups of a file of state that are read in one go


@dataclass(frozen=True, slots=True)
class SketchFiles:
    """Where each row lies: row i is row `row[i]` of the file `paths[file[i]]` (Parquet where it ends so, else Arrow IPC)."""

    paths: tuple[str, ...]
    file: npt.NDArray[np.int32]
    row: npt.NDArray[np.int32]

    def read(self, rows: I64, columns: Sequence[str]) -> Iterator[tuple[I64, pa.RecordBatch]]:
        """(positions in `rows`, their rows) in pieces; each position comes once."""
        order = np.lexsort((self.row[rows], self.file[rows]))
        for number in distinct(self.file[rows]).tolist():
            positions = order[self.file[rows[order]] == number]
            wanted = self.row[rows[positions]]
            start = 0
            for first, batch in read_columns(self.paths[number], columns, wanted):
                stop = int(np.searchsorted(wanted, wanted.dtype.type(first + batch.num_rows)))
                yield positions[start:stop], take(batch, wanted[start:stop] - first)
                start = stop

    def signatures(self, rows: I64, num_perm: int) -> U32:
        """MinHash values; uint32, (len(rows), num_perm)."""
        values = np.empty((len(rows), num_perm), np.uint32)
        for positions, batch in self.read(rows, ["signature"]):
            column = batch.column(0)
            read = np.frombuffer(column.buffers()[1], "<u4", (column.offset + len(column)) * num_perm)
            values[positions] = read.reshape(-1, num_perm)[column.offset :]
        return values

    def texts(self, rows: I64) -> tuple[Lists, Lists]:
        """The shingles and the numbers of each row."""
        pieces: list[tuple[I64, pa.RecordBatch]] = list(self.read(rows, ["shingles", "numbers"]))
        shingles, numbers = (_gathered(len(rows), [(at, batch.column(name)) for at, batch in pieces]) for name in (0, 1))
        return shingles, numbers

    def samples(self, rows: I64) -> list[U32]:
        found: list[Any] = [None] * len(rows)
        for positions, batch in self.read(rows, ["sample"]):
            for position, sample in zip(positions.tolist(), _lists(batch, "sample"), strict=True):
                found[position] = sample.copy()
        return found

    def sentences(self, rows: I64) -> tuple[I64, U64]:
        """Offsets (len(rows) + 1) and values of the rows' sentence hashes."""
        found = _gathered(len(rows), [(at, batch.column(0)) for at, batch in self.read(rows, ["sentences"])])
        return found.offsets, found.values.astype(np.uint64)


def take(batch: pa.RecordBatch, rows: npt.NDArray[np.integer[Any]]) -> pa.RecordBatch:
    """Some rows of a batch, ascending and distinct."""
    return batch if len(rows) == batch.num_rows else batch.take(pa.array(rows))


def _gathered(count: int, pieces: Sequence[tuple[I64, pa.Array]]) -> Lists:
    """One column of lists, in order of their positions, out of pieces: (positions, a list each)."""
    counts = np.zeros(count, np.int64)
    for positions, column in pieces:
        counts[positions] = np.diff(column.offsets.to_numpy())
    offsets = np.concatenate(([0], np.cumsum(counts)))
    values = np.empty(int(offsets[-1]), pieces[0][1].values.to_numpy().dtype if pieces else np.uint32)
    for positions, column in pieces:
        lengths = counts[positions]
        inside = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        values[np.repeat(offsets[positions], lengths) + inside] = column.flatten().to_numpy()
    return Lists(offsets, values)


def read_columns(
    path: str, columns: Sequence[str], wanted: npt.NDArray[np.int32] | None = None
) -> Iterator[tuple[int, pa.RecordBatch]]:
    """(number of its first row, batch) of each batch of the file that holds one of the `wanted` rows (ascending; None: all)."""
    first = 0
    if path.endswith(".parquet"):
        with files.open_input(path) as stream:
            reader = pq.ParquetFile(stream)
            sizes = [reader.metadata.row_group(group).num_rows for group in range(reader.num_row_groups)]
            starts = np.concatenate(([0], np.cumsum(sizes))).tolist()
            group = 0
            while group < len(sizes):
                # Neighbours are read together: each call has its price.
                stop = group
                while stop < len(sizes) and stop - group < _GROUPS and _holds(wanted, starts[stop], sizes[stop]):
                    stop += 1
                if starts[stop] > starts[group]:
                    read = reader.read_row_groups(range(group, stop), columns=list(columns)).combine_chunks()
                    (batch,) = read.to_batches()
                    yield starts[group], batch
                group = max(stop, group + 1)
        return
    with files.arrow_reader(path) as reader:
        schema: pa.Schema = reader.schema
    with files.arrow_reader(path, [schema.get_field_index(name) for name in columns]) as reader:
        for index in range(reader.num_record_batches):
            batch = reader.get_batch(index)
            if batch.num_rows and _holds(wanted, first, batch.num_rows):
                yield first, batch.select(list(columns))
            first += batch.num_rows


def signature_size(path: str) -> int:
    """How many MinHash values each row of a file of state has."""
    with files.open_input(path) as stream:
        return int(pq.read_schema(stream).field("signature").type.byte_width) // 4


def _holds(wanted: npt.NDArray[np.int32] | None, first: int, rows: int) -> bool:
    if wanted is None:
        return True
    # Of the array's own type: else all of it is converted each time.
    start, stop = np.searchsorted(wanted, np.array([first, first + rows], wanted.dtype))
    return bool(stop > start)


def _lists(batch: pa.RecordBatch, name: str) -> list[npt.NDArray[Any]]:
    column = batch.column(name)
    offsets, values = column.offsets.to_numpy(), column.values.to_numpy()
    return [values[a:b] for a, b in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)]
