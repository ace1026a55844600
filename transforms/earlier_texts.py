"""The texts of the versions that a unit's articles replace, read from where the assignment says that they lie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms import files

_AHEAD = 1_000  # texts that are held at a time
_ROWS = 256  # of a Parquet file that are decoded at a time
_COLUMNS = ["title", "text", "domain"]


@dataclass(frozen=True, slots=True)
class EarlierText:
    """A version as it was staged or stored."""

    title: str | None
    text: str
    domain: str | None


class EarlierTexts:
    """Reads ahead, so that a file is opened once for many versions; holds `_AHEAD` texts."""

    def __init__(self, decisions: pa.Table) -> None:
        """`decisions`: one unit's table of schema ASSIGNMENT."""
        self._decisions = decisions
        # numpy, because Arrow's indices_nonzero crashes on a column without chunks, which a unit of rejects has.
        self._wanted: list[int] = np.flatnonzero(decisions.column("supersedes").is_valid().to_numpy()).tolist()
        self._read = 0
        self._texts: dict[int, EarlierText] = {}

    def of(self, start: int, count: int) -> list[EarlierText | None]:
        """What each of `count` rows from row `start` on replaces; None: nothing, or it is gone. Rows are asked for in order."""
        found: list[EarlierText | None] = []
        for row in range(start, start + count):
            if self._read < len(self._wanted) and self._wanted[self._read] == row:
                ahead = self._wanted[self._read : self._read + _AHEAD]
                self._read += len(ahead)
                decided = self._decisions.take(pa.array(ahead)).to_pylist()
                self._texts.update(read_earlier(dict(zip(ahead, decided, strict=True))))
            found.append(self._texts.pop(row, None))
        return found


def read_earlier(decisions: Mapping[int, Mapping[str, Any]]) -> dict[int, EarlierText]:
    """The earlier texts of rows of ASSIGNMENT, under their keys; those whose file is gone are left out."""
    staged: defaultdict[str, dict[tuple[int, int], int]] = defaultdict(dict)
    stored: defaultdict[str, dict[tuple[str, int], int]] = defaultdict(dict)
    for key, decision in decisions.items():
        for path in decision["earlier_paths"] or ():
            if decision["earlier_row"] is None:
                stored[path][decision["article_id"], decision["supersedes"]] = key
            else:
                staged[path][decision["earlier_batch"], decision["earlier_row"]] = key
    found: dict[int, EarlierText] = {}
    for path, places in staged.items():
        found |= _staged(path, places)
    for path, versions in stored.items():
        if files.exists(path):  # a partition may have been archived since
            found |= _stored(path, versions)
    return found


def _staged(path: str, places: Mapping[tuple[int, int], int]) -> dict[int, EarlierText]:
    """`places`: batch and row -> key."""
    found: dict[int, EarlierText] = {}
    by_batch: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for (batch, row), key in places.items():
        by_batch[batch][row] = key
    with files.arrow_reader(path) as reader:
        columns = sorted(reader.schema.get_field_index(name) for name in _COLUMNS)
    with files.arrow_reader(path, columns) as reader:
        for batch, rows in sorted(by_batch.items()):
            found.update(zip(rows.values(), _rows(reader.get_batch(batch), list(rows)), strict=True))
    return found


def _stored(path: str, versions: Mapping[tuple[str, int], int]) -> dict[int, EarlierText]:
    """`versions`: article id and version -> key. Texts are decoded only in row groups that hold one of them."""
    found: dict[int, EarlierText] = {}
    ids = pa.array(sorted({article for article, _ in versions}), pa.string())
    with files.open_input(path) as stream:
        reader = pq.ParquetFile(stream)
        for group in range(reader.num_row_groups):
            keys = reader.read_row_group(group, columns=["article_id", "version"])
            places = pc.indices_nonzero(pc.is_in(keys.column("article_id"), ids)).to_pylist()
            held = keys.take(pa.array(places, pa.int64()))
            names = zip(held.column("article_id").to_pylist(), held.column("version").to_pylist(), strict=True)
            wanted = {place: versions[name] for place, name in zip(places, names, strict=True) if name in versions}
            start = 0
            for batch in reader.iter_batches(_ROWS, row_groups=[group], columns=_COLUMNS) if wanted else ():
                inside = [place for place in wanted if start <= place < start + batch.num_rows]
                texts = _rows(batch, [place - start for place in inside])
                found.update(zip((wanted[place] for place in inside), texts, strict=True))
                start += batch.num_rows
    return found


def _rows(batch: pa.RecordBatch, rows: Sequence[int]) -> Iterable[EarlierText]:
    return [EarlierText(**row) for row in batch.select(_COLUMNS).take(pa.array(rows, pa.int64())).to_pylist()]
