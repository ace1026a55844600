"""What the runs had published that this run takes the place of, so that readers can follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms import files
from transforms.schemas.steps import ReplacedRun, RunContext
from transforms.schemas.tables import REPLACED


def replaced_batches(replaced: Sequence[ReplacedRun], run: RunContext) -> Iterator[pa.Table]:
    """Rows of REPLACED: one for each replaced run, each of its article versions and each cluster that it changed.

    What such a run had itself replaced is handed on, for a reader who last looked before that.
    """
    for earlier in replaced:
        yield _rows(earlier, run, 1)
        for path in earlier.sketches:
            for batch in _read(path, ["article_id", "version", "cluster_id"]):
                yield _rows(earlier, run, batch.num_rows, **dict(zip(batch.schema.names, batch.columns, strict=True)))
        for path in earlier.clusters:
            for batch in _read(path, ["cluster_id", "merged_into", "moved"]):
                touched = pc.unique(pa.concat_arrays([batch.column("cluster_id"), batch.column("merged_into").drop_null()]))
                yield _rows(earlier, run, len(touched), cluster_id=touched)
                moved = batch.column("moved")
                homes = batch.column("cluster_id").take(pc.list_parent_indices(moved))
                yield _rows(earlier, run, len(homes), article_id=pc.list_flatten(moved), cluster_id=homes)
        for path in earlier.replaced:
            with files.open_input(path) as stream:
                table = pq.read_table(stream, schema=REPLACED)
            yield table.set_column(
                REPLACED.get_field_index("run_id"), REPLACED.field("run_id"), pa.array([run.run_id] * len(table))
            )


def _read(path: str, columns: list[str]) -> Iterator[pa.RecordBatch]:
    with files.open_input(path) as stream:
        yield from pq.ParquetFile(stream).iter_batches(columns=columns)


def _rows(earlier: ReplacedRun, run: RunContext, count: int, **columns: Any) -> pa.Table:
    same = {"replaced_run_id": earlier.run_id, "replaced_at": earlier.published_at, "run_id": run.run_id}
    return pa.Table.from_arrays(
        [
            columns[field.name].cast(field.type)
            if field.name in columns
            else pa.array([same.get(field.name)] * count, field.type)
            for field in REPLACED
        ],
        schema=REPLACED,
    )
