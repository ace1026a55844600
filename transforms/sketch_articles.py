"""SketchArticles: staged files and the run's boilerplate profile in, one sketch file for each out, row for row."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
import pyarrow as pa

from transforms import files
from transforms.schemas.sketches import BATCH_ROWS, sketch_schema
from transforms.schemas.steps import Sketched, Staged
from transforms.text.boilerplate import Profile
from transforms.text.boilerplate import load_profile as profile_of
from transforms.text.duplicates import DuplicateSettings
from transforms.text.sketches import list_column, sketch

_COLUMNS = [
    "identity",
    "raw_hash",
    "title",
    "text",
    "domain",
    "published_at",
    "modified_at",
    "fetched_at",
    "agency",
    "input_uri",
    "input_record",
]


@dataclass
class SketchArticles(beam.PTransform):  # type: ignore[misc]  # Beam's base class is untyped
    """PCollection[Staged] -> PCollection[Sketched]. `profile` is the path that CountLines emits, as a side input."""

    staging: str
    settings: DuplicateSettings
    profile: beam.pvalue.AsSingleton

    def expand(self, staged: beam.PCollection) -> beam.PCollection:
        return staged | "SketchUnit" >> beam.Map(sketch_file, self.profile, self.staging, self.settings)


@functools.lru_cache(maxsize=2)
def load_profile(path: str) -> Profile:
    """Reads the profile file that CountLines wrote; once a process."""
    return profile_of(files.read_table(path))


def sketch_file(staged: Staged, profile_path: str, staging: str, settings: DuplicateSettings) -> Sketched:
    """Writes the sketches of one staged file."""
    profile = load_profile(profile_path)
    schema = sketch_schema(settings.num_perm)
    path = files.join(staging, "sketches", f"{staged.unit:06d}-{uuid.uuid4().hex}.arrow")
    rows = 0
    with files.arrow_writer(path, schema) as writer:
        waiting: list[dict[str, Any]] = []
        for batch in files.read_batches(staged.path):
            for article in batch.select(_COLUMNS).to_pylist():
                waiting.append(sketch(article, profile, settings))
                if len(waiting) == BATCH_ROWS:
                    writer.write_batch(_batch(waiting, schema))
                    rows += len(waiting)
                    waiting = []
        if waiting:
            writer.write_batch(_batch(waiting, schema))
            rows += len(waiting)
    return Sketched(staged, path, rows)


def _batch(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.RecordBatch:
    columns = []
    for field in schema:
        values = [row[field.name] for row in rows]
        if field.name == "signature":
            columns.append(pa.array([value.astype("<u4").tobytes() for value in values], field.type))
        elif pa.types.is_list(field.type):
            offsets, flat = list_column(values)
            columns.append(pa.ListArray.from_arrays(pa.array(offsets), pa.array(flat, field.type.value_type), type=field.type))
        else:
            columns.append(pa.array(values, field.type))
    return pa.record_batch(columns, schema=schema)
