"""What a run leaves for the next: its published articles with their sketches, and the lines of its originals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.cluster_decisions import ORIGINAL, Decisions, strings
from transforms.cluster_inputs import Inputs
from transforms.schemas.sketches import LINES, state_schema
from transforms.schemas.steps import RunContext
from transforms.schemas.tables import TIME
from transforms.sketch_files import read_columns, take
from transforms.text.duplicates import DuplicateSettings

I64 = npt.NDArray[np.int64]

_LINES_A_DOMAIN = 200  # documents of one domain and run whose lines the next runs get to know


def state_batches(inputs: Inputs, decisions: Decisions, run: RunContext, settings: DuplicateSettings) -> Iterator[pa.RecordBatch]:
    """This run's published rows with their sketches, for later runs."""
    schema = state_schema(settings.num_perm)
    kept = [name for name in schema.names if name not in ("article_id", "version", "cluster_id", "ingested_at", "run_id")]
    for rows, batch in _published(inputs, decisions, kept):
        count = len(rows)
        more = {
            "article_id": strings(decisions.article_id[rows]),
            "version": pa.array(decisions.version[rows], pa.int32()),
            "cluster_id": strings(decisions.cluster_id[rows]),
            "ingested_at": pa.array([run.ingested_at] * count, TIME),
            "run_id": pa.array([run.run_id] * count, pa.string()),
        }
        yield pa.record_batch([more[n] if n in more else batch.column(n) for n in schema.names], schema=schema)


def line_batches(inputs: Inputs, decisions: Decisions) -> Iterator[pa.RecordBatch]:
    """The lines of originals with a domain; copies and versions tell later runs nothing about a domain."""
    seen: Counter[int] = Counter()
    for rows, batch in _published(inputs, decisions, LINES.names):
        chosen = []
        for at, (row, domain) in enumerate(zip(rows.tolist(), inputs.domain[rows].tolist(), strict=True)):
            if domain >= 0 and decisions.relation[row] == ORIGINAL and seen[domain] < _LINES_A_DOMAIN:
                seen[domain] += 1
                chosen.append(at)
        if chosen:
            yield pa.record_batch(batch.take(pa.array(chosen)).columns, schema=LINES)


def _published(inputs: Inputs, decisions: Decisions, columns: list[str]) -> Iterator[tuple[I64, pa.RecordBatch]]:
    """(row numbers, their columns) of this run's published rows, file by file."""
    new = np.flatnonzero((np.arange(len(inputs)) >= inputs.old) & (decisions.outcome == 0))
    new = new[np.lexsort((inputs.where.row[new], inputs.where.file[new]))]
    for number in np.unique(inputs.where.file[new]).tolist():
        mine = new[inputs.where.file[new] == number]
        wanted = inputs.where.row[mine]
        start = 0
        for first, batch in read_columns(inputs.where.paths[number], columns, wanted):
            stop = int(np.searchsorted(wanted, wanted.dtype.type(first + batch.num_rows)))
            yield mine[start:stop], take(batch, wanted[start:stop] - first)
            start = stop
