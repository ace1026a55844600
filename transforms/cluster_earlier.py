"""Where the text lies that a new version replaces: in this run's staged files, or in a file of an earlier run's `articles`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms import files
from transforms.cluster_inputs import Inputs
from transforms.schemas.partitions import partition
from transforms.schemas.steps import Sketched, StateFiles
from transforms.schemas.tables import ASSIGNMENT
from transforms.text.canonical import UNDATED
from transforms.text.versions import Versions, superseded

I64 = npt.NDArray[np.int64]

_Place = tuple[int, list[str], int | None, int | None]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = ("supersedes", "earlier_paths", "earlier_batch", "earlier_row")


@dataclass(frozen=True, slots=True)
class Earlier:
    """By row number of `Inputs`, for new versions alone: the version replaced, its paths, batch and row."""

    places: dict[int, _Place]

    def columns(self, rows: I64) -> list[pa.Array]:
        """The last columns of ASSIGNMENT for some rows."""
        found = [self.places.get(row, (None,) * 4) for row in rows.tolist()]
        return [pa.array([values[at] for values in found], ASSIGNMENT.field(name).type) for at, name in enumerate(_COLUMNS)]


def locate(
    inputs: Inputs, versions: Versions, published: npt.NDArray[np.bool_], sketched: Sequence[Sketched], state: StateFiles
) -> Earlier:
    """Finds for each published row of this run the version that it replaces, if any.

    `published`: the rows that are in the dataset or will be. Versions are in the order in which readers see them: by their own
    time, else by their run's. Where the earlier text is not to be found it has no paths.
    """
    new = np.arange(len(inputs)) >= inputs.old
    if not (published & new & (versions.version > 1)).any():
        return Earlier({})
    stored = np.flatnonzero(published)
    article = np.unique(versions.article_id, return_inverse=True)[1].astype(np.int64)
    time = np.where(inputs.order_time == UNDATED, inputs.seen, inputs.order_time)
    before = superseded(article, versions.version, time, stored)
    wanted = np.flatnonzero((before >= 0) & new)
    first_file = len(inputs.where.paths) - len(sketched)
    starts = [np.concatenate(([0], np.cumsum(s.staged.batches))).astype(np.int64) for s in sketched]
    of_runs = _article_files(state) if (before[wanted] < inputs.old).any() else {}
    places: dict[int, _Place] = {}
    for row, other in zip(wanted.tolist(), before[wanted].tolist(), strict=True):
        version = int(versions.version[other])
        if other < inputs.old:
            places[row] = version, _dataset_file(inputs, other, of_runs), None, None
            continue
        number, at = int(inputs.where.file[other]) - first_file, int(inputs.where.row[other])
        batch = int(np.searchsorted(starts[number], at, side="right")) - 1
        places[row] = version, [sketched[number].staged.path], batch, at - int(starts[number][batch])
    return Earlier(places)


def _article_files(state: StateFiles) -> dict[tuple[str, str], list[str]]:
    """(run, partition) -> the files of `articles` there."""
    found: dict[tuple[str, str], list[str]] = {}
    for run_id, folder, path in json.loads(files.read_bytes(state.articles)) if state.articles else ():
        found.setdefault((run_id, folder), []).append(path)
    return found


def _dataset_file(inputs: Inputs, row: int, of_runs: dict[tuple[str, str], list[str]]) -> list[str]:
    """The files one of which holds an earlier run's row; [] where the run has none of that day."""
    run = inputs.runs[inputs.old_run[row]]
    micros = int(inputs.published[row])
    published_at = None if micros == UNDATED else _EPOCH + timedelta(microseconds=micros)
    # Whether that run wrote days or months only its files tell.
    for folder in (partition(published_at), partition(published_at, months=True)):
        if (run, folder) in of_runs:
            return of_runs[run, folder]
    return []
