"""CountLines: staged files in, one profile of recurring lines out, by domain."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from transforms import files
from transforms.schemas.sketches import BATCH_ROWS, LINES, PROFILE
from transforms.schemas.steps import Staged, StateFiles
from transforms.text.duplicates import DuplicateSettings
from transforms.text.lines import DocumentLines, document_lines, recurring
from transforms.text.normalise import tokenise
from transforms.text.sketches import list_column


@dataclass
class CountLines(beam.PTransform):  # type: ignore[misc]  # Beam's base class is untyped
    """PCollection[Staged] -> PCollection[str] of one element: the path of the profile, also where nothing was staged."""

    staging: str
    state: StateFiles
    settings: DuplicateSettings

    def expand(self, staged: beam.PCollection) -> beam.PCollection:
        counted = staged | "CountUnit" >> beam.Map(count_file, self.staging)
        return (
            staged.pipeline
            | "Once" >> beam.Impulse()
            | "MergeCounts"
            >> beam.Map(
                lambda _, paths, staging, state, settings: merge_counts(paths, staging, state, settings),
                beam.pvalue.AsList(counted),
                self.staging,
                self.state,
                self.settings,
            )
        )


def count_file(staged: Staged, staging: str) -> str:
    """Writes the lines of each document that has a domain; returns the file's path."""
    path = files.join(staging, "counts", f"{staged.unit:06d}-{uuid.uuid4().hex}.arrow")
    with files.arrow_writer(path, LINES) as writer:
        for batch in files.read_batches(staged.path):
            domains, texts = batch.column("domain"), batch.column("text")
            rows = [
                (domain.as_py(), document_lines(tokenise(text.as_py())))
                for domain, text in zip(domains, texts, strict=True)
                if domain.is_valid and domain.as_py()
            ]
            for start in range(0, len(rows), BATCH_ROWS):
                writer.write_batch(lines_batch(rows[start : start + BATCH_ROWS]))
    return path


def merge_counts(paths: Iterable[str], staging: str, state: StateFiles, settings: DuplicateSettings) -> str:
    """Writes the profile over this run's counts and those of earlier runs; returns its path."""
    domains: list[str] = []
    documents: list[DocumentLines] = []
    for batch in _batches(sorted(paths), state):
        names, found = _documents(batch)
        domains += names
        documents += found
    profile = recurring(domains, documents, settings.recurring_documents)
    path = files.join(staging, "profiles", f"{uuid.uuid4().hex}.arrow")
    table = pa.table([profile.domain, profile.line, profile.documents, profile.strong], schema=PROFILE)
    with files.arrow_writer(path, PROFILE) as writer:
        writer.write_table(table)
    return path


def lines_batch(rows: list[tuple[str, DocumentLines]]) -> pa.RecordBatch:
    """A record batch of schema LINES."""
    lists: list[list[npt.NDArray[Any]]] = [
        [d.lines for _, d in rows],
        [d.sample for _, d in rows],
        [d.sample_lines for _, d in rows],
    ]
    arrays = []
    for values, name in zip(lists, ("lines", "sample", "sample_lines"), strict=True):
        kind = LINES.field(name).type
        offsets, flat = list_column(values)
        arrays.append(pa.ListArray.from_arrays(pa.array(offsets), pa.array(flat, kind.value_type), type=kind))
    words = pa.array([d.words for _, d in rows], pa.int32())
    return pa.record_batch([pa.array([domain for domain, _ in rows], pa.string()), words, *arrays], schema=LINES)


def _batches(paths: Iterable[str], state: StateFiles) -> Iterator[pa.RecordBatch]:
    for path in paths:
        yield from files.read_batches(path)
    for path in state.lines:
        with files.open_input(path) as stream:
            yield from pq.ParquetFile(stream).iter_batches(columns=LINES.names)


def _documents(batch: pa.RecordBatch) -> tuple[list[str], list[DocumentLines]]:
    lists = []
    for name in ("lines", "sample", "sample_lines"):
        column = batch.column(name)
        values, offsets = column.flatten().to_numpy(zero_copy_only=False), np.diff(column.offsets.to_numpy()).cumsum()
        lists.append(np.split(values, offsets[:-1]) if len(offsets) else [])
    words = batch.column("words").to_pylist()
    documents = [DocumentLines(line, sample, owner, count) for line, sample, owner, count in zip(*lists, words, strict=True)]
    return batch.column("domain").to_pylist(), documents
