"""What a run leaves for the next: its published articles with their sketches, and the lines of its originals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.cluster_decisions import ORIGINAL, Decisions, strings
from transforms.cluster_inputs import Inputs
from transforms.parquet import ROW_GROUP_ROWS
from transforms.schemas.sketches import BATCH_ROWS, LINES, hashes_schema, sketch_schema, state_schema
from transforms.schemas.steps import RunContext
from transforms.schemas.tables import TIME
from transforms.sketch_files import read_columns, take
from transforms.text.duplicates import DuplicateSettings

I64 = npt.NDArray[np.int64]

_LINES_A_DOMAIN = 200  # documents of one domain and run whose lines the next runs get to know


def hash_batches(inputs: Inputs, decisions: Decisions, settings: DuplicateSettings) -> Iterator[pa.RecordBatch]:
    """The hashes of this run's published rows, for later runs; row for row with `state_batches`."""
    schema = hashes_schema(settings.num_perm)
    rest = pa.Table.from_batches([], schema)
    for _, batch in _published(inputs, decisions, schema.names):
        rest = pa.concat_tables([rest, pa.Table.from_batches([pa.record_batch(batch.columns, schema=schema)])])
        while rest.num_rows >= BATCH_ROWS:
            (even,) = rest.slice(0, BATCH_ROWS).combine_chunks().to_batches()
            yield even
            rest = rest.slice(BATCH_ROWS)
    yield from rest.combine_chunks().to_batches()


def state_batches(inputs: Inputs, decisions: Decisions, run: RunContext, clusters: I64) -> Iterator[pa.Table]:
    """The small columns of this run's published rows, and what was decided of them. `clusters`: labels in the table's order."""
    schema = state_schema()
    kept = [name for name in schema.names if name in sketch_schema().names]
    waiting: list[pa.RecordBatch] = []
    for rows, batch in _published(inputs, decisions, kept):
        more = {
            "article_id": strings(decisions.article_id[rows - decisions.first]),
            "version": pa.array(decisions.version[rows - decisions.first], pa.int32()),
            "cluster_id": strings(decisions.cluster_id[rows - decisions.first]),
            "cluster_row": pa.array(np.searchsorted(clusters, decisions.cluster[rows - decisions.first]), pa.int32()),
            "ingested_at": pa.repeat(pa.scalar(run.ingested_at, TIME), len(rows)),
            "run_id": pa.repeat(run.run_id, len(rows)),
        }
        waiting.append(pa.record_batch([more[n] if n in more else batch.column(n) for n in schema.names], schema=schema))
        if sum(one.num_rows for one in waiting) >= ROW_GROUP_ROWS:
            yield pa.Table.from_batches(waiting)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting)


def line_batches(inputs: Inputs, decisions: Decisions) -> Iterator[pa.RecordBatch]:
    """The lines of originals with a domain; copies and versions tell later runs nothing about a domain."""
    seen: Counter[int] = Counter()
    for rows, batch in _published(inputs, decisions, LINES.names):
        chosen = []
        for at, (row, domain) in enumerate(zip(rows.tolist(), inputs.domain[rows].tolist(), strict=True)):
            if domain >= 0 and decisions.relation[row - decisions.first] == ORIGINAL and seen[domain] < _LINES_A_DOMAIN:
                seen[domain] += 1
                chosen.append(at)
        if chosen:
            yield pa.record_batch(batch.take(pa.array(chosen)).columns, schema=LINES)


def _published(inputs: Inputs, decisions: Decisions, columns: list[str]) -> Iterator[tuple[I64, pa.RecordBatch]]:
    """(row numbers, their columns) of this run's published rows, file by file."""
    new = decisions.first + np.flatnonzero(decisions.outcome == 0)
    new = new[np.lexsort((inputs.where.row[new], inputs.where.file[new]))]
    for number in np.unique(inputs.where.file[new]).tolist():
        mine = new[inputs.where.file[new] == number]
        wanted = inputs.where.row[mine]
        start = 0
        for first, batch in read_columns(inputs.where.paths[number], columns, wanted):
            stop = int(np.searchsorted(wanted, wanted.dtype.type(first + batch.num_rows)))
            yield mine[start:stop], take(batch, wanted[start:stop] - first)
            start = stop
