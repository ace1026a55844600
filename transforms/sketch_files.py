"""Rows of many sketch files (this run's and earlier runs') read by number, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from transforms import files
from transforms.schemas.sketches import BATCHES_OF, STATE_FORMAT
from transforms.text.candidates import band_sums
from transforms.text.columns import distinct, first_of_runs
from transforms.text.normalise import U32, U64
from transforms.text.verify import Lists

I64 = npt.NDArray[np.int64]

_OPENED = 16  # files that are looked into at a time


class UnknownState(Exception):
    """A file of sketches that another version of newsbeam wrote, with which nothing can be compared; the message is its path."""


@dataclass(frozen=True, slots=True)
class SketchFiles:
    """Where the hashes of each row lie: row i is row `row[i]` of the Arrow file `paths[file[i]]`."""

    paths: tuple[str, ...]
    file: npt.NDArray[np.int32]
    row: npt.NDArray[np.int32]

    def stored_order(self, rows: I64) -> I64:
        """The order in which the rows lie in their files, and are read fastest."""
        return np.argsort(self._places(rows))

    def read(self, rows: I64, columns: Sequence[str]) -> Iterator[tuple[I64, pa.RecordBatch]]:
        """(positions in `rows`, their rows) in pieces; each position comes once."""
        places = self._places(rows)
        order = np.arange(len(rows)) if (places[1:] > places[:-1]).all() else np.argsort(places)
        starts = np.flatnonzero(first_of_runs(places[order] >> 32))
        for positions in np.split(order, starts[1:]) if len(rows) else ():
            wanted = self.row[rows[positions]]
            start = 0
            for first, batch in read_columns(self.paths[self.file[rows[positions[0]]]], columns, wanted):
                stop = int(np.searchsorted(wanted, wanted.dtype.type(first + batch.num_rows)))
                yield positions[start:stop], take(batch, wanted[start:stop] - first)
                start = stop

    def signatures(self, rows: I64, num_perm: int) -> U32:
        """MinHash values; uint32, (len(rows), num_perm)."""
        values = np.empty((len(rows), num_perm), np.uint32)
        for positions, read in self.read_signatures(rows, num_perm):
            _put(values, positions, read)
        return values

    def read_signatures(self, rows: I64, num_perm: int) -> Iterator[tuple[I64, U32]]:
        """The same in pieces, as `read`."""
        for positions, batch in self.read(rows, ["signature"]):
            column = batch.column(0)
            read = np.frombuffer(column.buffers()[1], "<u4", (column.offset + len(column)) * num_perm)
            yield positions, read.reshape(-1, num_perm)[column.offset :]

    def texts(self, rows: I64) -> tuple[Lists, Lists]:
        """The shingles and the numbers of each row."""
        pieces: list[tuple[I64, pa.RecordBatch]] = list(self.read(rows, ["shingles", "numbers"]))
        found = [_gathered(len(rows), [(at, batch.column(name)) for at, batch in pieces]) for name in (0, 1)]
        shingles, numbers = (Lists(offsets[:-1], offsets[1:], values) for offsets, values in found)
        return shingles, numbers

    def samples(self, rows: I64) -> list[U32]:
        found: list[Any] = [None] * len(rows)
        for positions, batch in self.read(rows, ["sample"]):
            for position, sample in zip(positions.tolist(), _lists(batch, "sample"), strict=True):
                found[position] = sample.copy()
        return found

    def sentences(self, rows: I64) -> tuple[I64, U64]:
        """Offsets (len(rows) + 1) and values of the rows' sentence hashes."""
        offsets, values = _gathered(len(rows), [(at, batch.column(0)) for at, batch in self.read(rows, ["sentences"])])
        return offsets, values.astype(np.uint64, copy=False)

    def _places(self, rows: I64) -> I64:
        places: I64 = self.file[rows].astype(np.int64) << 32 | self.row[rows]
        return places


class HeldSignatures:
    """MinHash values of rows (`SketchFiles.signatures`), read when they are first asked for; what is asked for are positions."""

    def __init__(self, where: SketchFiles, rows: I64, num_perm: int) -> None:
        self._where, self._rows, self._num_perm = where, rows, num_perm
        self._place = np.full(len(rows), -1, np.int64)
        self._values = np.empty((0, num_perm), np.uint32)

    def __call__(self, asked: I64) -> U32:
        missing = distinct(asked[self._place[asked] < 0])
        if len(missing):
            self._place[missing] = len(self._values) + np.arange(len(missing))
            read = self._where.signatures(self._rows[missing], self._num_perm)
            self._values = np.concatenate((self._values, read)) if len(self._values) else read
        result: U32 = self._values[self._place[asked]]
        return result

    def all(self) -> U32:
        """Those of all rows, in order."""
        self._values = self._where.signatures(self._rows, self._num_perm)
        self._place = np.arange(len(self._rows))
        return self._values

    def sums(self, bands: int, width: int) -> U32:
        """Their `band_sums`, (bands, rows), of which none are held."""
        found = np.empty((bands, len(self._rows)), np.uint32)
        for positions, values in self._where.read_signatures(self._rows, self._num_perm):
            _put(found.T, positions, band_sums(values, bands, width))
        return found


class HeldTexts:
    """Shingles and numbers of rows (`SketchFiles.texts`), read when they are first asked for; some `most` rows' are held."""

    def __init__(self, where: SketchFiles, rows: I64, most: int) -> None:
        """What is asked for are positions in `rows`."""
        self._where, self._rows, self._most = where, rows, most
        self._place = np.full(len(rows), -1, np.int64)
        self._shingles = self._numbers = Lists.of([])
        self._held = 0

    def __call__(self, asked: I64) -> tuple[Lists, Lists]:
        missing = asked[self._place[asked] < 0]
        if self._held + len(missing) > self._most:
            self._place[:] = -1
            self._shingles = self._numbers = Lists.of([])
            self._held, missing = 0, asked
        if len(missing):
            shingles, numbers = self._where.texts(self._rows[missing])
            self._shingles, self._numbers = self._shingles.joined(shingles), self._numbers.joined(numbers)
            self._place[missing] = self._held + np.arange(len(missing))
            self._held += len(missing)
        at = self._place[asked]
        return self._shingles.take(at), self._numbers.take(at)


def take(batch: pa.RecordBatch, rows: npt.NDArray[np.integer[Any]]) -> pa.RecordBatch:
    """Some rows of a batch, ascending and distinct."""
    return batch if len(rows) == batch.num_rows else batch.take(pa.array(rows))


def _put(values: npt.NDArray[Any], positions: I64, read: npt.NDArray[Any]) -> None:
    """values[positions] = read, much faster where the positions follow one another."""
    first, last = int(positions[0]), int(positions[-1])
    if last - first == len(positions) - 1 and (np.diff(positions) == 1).all():
        values[first : last + 1] = read
    else:
        values[positions] = read


def _gathered(count: int, pieces: Sequence[tuple[I64, pa.Array]]) -> tuple[I64, npt.NDArray[Any]]:
    """Offsets (count + 1) and values of lists, in order of their positions, out of pieces: (positions, a list each)."""
    counts = np.zeros(count, np.int64)
    for positions, column in pieces:
        counts[positions] = np.diff(column.offsets.to_numpy())
    offsets = np.concatenate(([0], np.cumsum(counts)))
    values = np.empty(int(offsets[-1]), pieces[0][1].values.to_numpy().dtype if pieces else np.uint32)
    for positions, column in pieces:
        lengths, starts = counts[positions], offsets[positions]
        read = column.flatten().to_numpy()
        if (starts[1:] == starts[:-1] + lengths[:-1]).all():
            values[starts[0] : starts[0] + len(read)] = read
        else:
            inside = np.arange(len(read)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
            values[np.repeat(starts, lengths) + inside] = read
    return offsets, values


def read_columns(
    path: str, columns: Sequence[str], wanted: npt.NDArray[np.int32] | None = None
) -> Iterator[tuple[int, pa.RecordBatch]]:
    """(number of its first row, batch) of each batch of an Arrow file with one of the `wanted` rows (ascending; None: all)."""
    first = 0
    with files.arrow_reader(path) as reader:
        schema: pa.Schema = reader.schema
    even = int((schema.metadata or {}).get(BATCHES_OF, b"0"))  # 0: how many rows a batch has, only the batch itself tells
    with files.arrow_reader(path, [schema.get_field_index(name) for name in columns]) as reader:
        for index in range(reader.num_record_batches):
            if even and not _holds(wanted, index * even, even):
                continue
            batch = reader.get_batch(index)
            first = index * even if even else first
            if batch.num_rows and _holds(wanted, first, batch.num_rows):
                yield first, batch.select(list(columns))
            first += batch.num_rows


def read_state(path: str, columns: Sequence[str], coded: Sequence[str] = ()) -> pa.Table:
    """Columns of a Parquet file of state, the `coded` ones as dictionaries. Raises UnknownState."""
    with files.arrow_source(path) as stream:
        reader = pq.ParquetFile(stream, read_dictionary=list(coded))
        if not STATE_FORMAT.items() <= (reader.schema_arrow.metadata or {}).items():
            raise UnknownState(path)
        read = reader.read(list(columns))
        return pa.Table.from_arrays([read.column(name) for name in columns], list(columns))


def require_known(paths: Sequence[str]) -> None:
    """Raises UnknownState of the first of the files that `read_state` could not read."""
    with ThreadPoolExecutor(_OPENED) as pool:  # a bucket answers slowly, and many at once
        for _ in pool.map(lambda path: read_state(path, ()), paths):
            pass


def signature_size(path: str) -> int:
    """How many MinHash values each row of a file of hashes has."""
    with files.arrow_reader(path) as reader:
        return int(reader.schema.field("signature").type.byte_width) // 4


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
