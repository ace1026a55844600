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
from transforms.text.normalise import U32, U64

I64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SketchFiles:
    """Where each row lies: row i is row `row[i]` of the file `paths[file[i]]` (Parquet where it ends so, else Arrow IPC)."""

    paths: tuple[str, ...]
    file: npt.NDArray[np.int32]
    row: npt.NDArray[np.int32]

    def read(self, rows: I64, columns: Sequence[str]) -> Iterator[tuple[I64, pa.RecordBatch]]:
        """(positions in `rows`, their rows) in pieces; each position comes once."""
        order = np.lexsort((self.row[rows], self.file[rows]))
        for number in np.unique(self.file[rows]).tolist():
            positions = order[self.file[rows[order]] == number]
            wanted = self.row[rows[positions]]
            start = 0
            for first, batch in read_columns(self.paths[number], columns, wanted):
                stop = int(np.searchsorted(wanted, first + batch.num_rows))
                yield positions[start:stop], batch.take(pa.array(wanted[start:stop] - first))
                start = stop

    def signatures(self, rows: I64, num_perm: int) -> U32:
        """MinHash values; uint32, (len(rows), num_perm)."""
        values = np.empty((len(rows), num_perm), np.uint32)
        for positions, batch in self.read(rows, ["signature"]):
            values[positions] = batch.column(0).flatten().to_numpy().reshape(-1, num_perm)
        return values

    def texts(self, rows: I64) -> list[tuple[U32, U32]]:
        """The shingles and the numbers of each row."""
        found: list[Any] = [None] * len(rows)
        for positions, batch in self.read(rows, ["shingles", "numbers"]):
            for position, shingles, numbers in zip(
                positions.tolist(), _lists(batch, "shingles"), _lists(batch, "numbers"), strict=True
            ):
                found[position] = (shingles.copy(), numbers.copy())
        return found

    def samples(self, rows: I64) -> list[U32]:
        found: list[Any] = [None] * len(rows)
        for positions, batch in self.read(rows, ["sample"]):
            for position, sample in zip(positions.tolist(), _lists(batch, "sample"), strict=True):
                found[position] = sample.copy()
        return found

    def sentences(self, rows: I64) -> tuple[I64, U64]:
        """Offsets (len(rows) + 1) and values of the rows' sentence hashes."""
        counts = np.zeros(len(rows), np.int64)
        pieces: list[tuple[I64, npt.NDArray[np.int64], U64]] = []
        for positions, batch in self.read(rows, ["sentences"]):
            column = batch.column("sentences")
            counts[positions] = np.diff(column.offsets.to_numpy())
            pieces.append((positions, column.offsets.to_numpy(), column.flatten().to_numpy()))
        offsets = np.concatenate(([0], np.cumsum(counts)))
        values = np.empty(int(offsets[-1]), np.uint64)
        for positions, _, piece in pieces:
            lengths = counts[positions]
            inside = np.arange(len(piece)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
            values[np.repeat(offsets[positions], lengths) + inside] = piece
        return offsets, values


def read_columns(
    path: str, columns: Sequence[str], wanted: npt.NDArray[np.int32] | None = None
) -> Iterator[tuple[int, pa.RecordBatch]]:
    """(number of its first row, batch) of each batch of the file that holds one of the `wanted` rows (ascending; None: all)."""
    first = 0
    if path.endswith(".parquet"):
        with files.open_input(path) as stream:
            reader = pq.ParquetFile(stream)
            for group in range(reader.num_row_groups):
                rows = reader.metadata.row_group(group).num_rows
                if rows and _holds(wanted, first, rows):
                    (batch,) = reader.read_row_group(group, columns=list(columns)).combine_chunks().to_batches()
                    yield first, batch
                first += rows
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
        return int(pq.read_schema(stream).field("signature").type.list_size)


def _holds(wanted: npt.NDArray[np.int32] | None, first: int, rows: int) -> bool:
    return wanted is None or bool(np.searchsorted(wanted, first + rows) > np.searchsorted(wanted, first))


def _lists(batch: pa.RecordBatch, name: str) -> list[npt.NDArray[Any]]:
    column = batch.column(name)
    offsets, values = column.offsets.to_numpy(), column.values.to_numpy()
    return [values[a:b] for a, b in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)]
