"""PartitionArticles: pieces of tables in, sorted Parquet files of sensible size out, partition by partition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import apache_beam as beam
import pyarrow as pa

from transforms import files
from transforms.parquet import write_table
from transforms.schemas.steps import Piece, TableFile
from transforms.schemas.tables import ARTICLES, ENTITIES

_SCHEMAS = {"articles": ARTICLES, "entities": ENTITIES}
_SORTED_BY = {
    "articles": ("language", "domain", "published_at", "article_id", "version"),
    "entities": ("name", "type", "article_id", "version"),
}


@dataclass
class PartitionArticles(beam.PTransform):  # type: ignore[misc]  # Beam's base class is untyped
    """PCollection[Published] -> PCollection[TableFile].

    `file_bytes` bounds the rows of one file, as they lie in memory; compressed they take a third to a fifth of it.
    """

    staging: str
    run_id: str
    file_bytes: int = 64 << 20

    def expand(self, published: beam.PCollection) -> beam.PCollection:
        return (
            published
            | "Pieces" >> beam.FlatMap(lambda unit: [((p.table, p.partition), p) for p in unit.pieces])
            | "GroupByPartition" >> beam.GroupByKey()
            | "CutIntoFiles" >> beam.FlatMap(_keyed_bins, self.file_bytes)
            | "SpreadFiles" >> beam.GroupByKey()
            | "WriteFile" >> beam.FlatMap(_write_file, self.staging, self.run_id)
        )


def cut(pieces: Iterable[Piece], file_bytes: int) -> Iterator[list[Piece]]:
    """Pieces of one partition, in the order of their units, cut so that each list stays under `file_bytes`."""
    together: list[Piece] = []
    size = 0
    for piece in sorted(pieces, key=lambda p: (p.unit, p.batch)):
        if together and size + piece.bytes > file_bytes:
            yield together
            together, size = [], 0
        together.append(piece)
        size += piece.bytes
    if together:
        yield together


def _keyed_bins(
    partition: tuple[tuple[str, str], Iterable[Piece]], file_bytes: int
) -> Iterator[tuple[tuple[str, str, int], list[Piece]]]:
    key, pieces = partition
    for number, together in enumerate(cut(pieces, file_bytes)):
        yield (*key, number), together


def _write_file(element: tuple[tuple[str, str, int], Iterable[list[Piece]]], staging: str, run_id: str) -> list[TableFile]:
    (table, partition, number), bins = element
    (pieces,) = bins
    return [write_file(table, partition, number, pieces, staging, run_id)]


def write_file(table: str, partition: str, number: int, pieces: list[Piece], staging: str, run_id: str) -> TableFile:
    """Reads the pieces' record batches, sorts their rows and writes them as one Parquet file."""
    batches = []
    for path, of_file in groupby(sorted(pieces, key=lambda p: (p.unit, p.path, p.batch)), key=lambda p: p.path):
        with files.arrow_reader(path) as reader:
            batches += [reader.get_batch(piece.batch) for piece in of_file]
    rows = pa.Table.from_batches(batches, schema=_SCHEMAS[table])
    rows = rows.sort_by([(column, "ascending") for column in _SORTED_BY[table]])
    return write_table(staging, table, run_id, f"{number:04d}", _SCHEMAS[table], [rows], partition)
