"""Invented stories and what the steps between staging and clustering make of them, without Beam."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xxhash

from transforms import files
from transforms.cluster_articles import cluster_files
from transforms.count_lines import count_file, merge_counts
from transforms.schemas.steps import RunContext, Staged, StateFiles, TableFile
from transforms.schemas.tables import STAGED
from transforms.sketch_articles import sketch_file
from transforms.text.duplicates import DuplicateSettings

WHEN = datetime(2024, 5, 17, 12, tzinfo=UTC)
SETTINGS = DuplicateSettings()


def story(seed: int, sentences: int = 12) -> str:
    """A text of its own words: `sentences` sentences of 12 words, two to a paragraph."""
    chosen = random.Random(seed)
    words = ["".join(chosen.choice("abcdefghiklmnoprstuvw") for _ in range(chosen.randint(3, 9))) for _ in range(400)]
    said = [" ".join(chosen.choice(words) for _ in range(12)).capitalize() + "." for _ in range(sentences)]
    return "\n".join(" ".join(said[at : at + 2]) for at in range(0, sentences, 2))


def article(text: str, name: str, **columns: Any) -> dict[str, Any]:
    """A row of STAGED; `name` is its identity and its record's external id."""
    row: dict[str, Any] = dict.fromkeys(STAGED.names)
    row.update(identity=name, external_id=name, raw_hash=xxhash.xxh3_128_hexdigest(text.encode()), text=text)
    row.update(extractor="column", input_uri="articles.jsonl", input_record=0, published_at=WHEN, domain=f"{name}.example")
    return row | columns


def stage(articles: Sequence[Mapping[str, Any]], folder: Path, per_unit: int = 5) -> list[Staged]:
    """Staged files of `per_unit` articles; at least one."""
    staged = []
    for unit, start in enumerate(range(0, max(1, len(articles)), per_unit)):
        part = articles[start : start + per_unit]
        path = str(folder / "staged" / f"{unit}.arrow")
        with files.arrow_writer(path, STAGED) as writer:
            if part:
                writer.write_batch(pa.RecordBatch.from_pylist([dict(row) for row in part], schema=STAGED))
        staged.append(Staged(unit, path, len(part), "", 0, (), WHEN))
    return staged


@dataclass(frozen=True)
class Outcome:
    """Assignments by external id (the last row of each), the tables written, and the state that a next run finds."""

    rows: list[dict[str, Any]]
    tables: dict[str, TableFile]
    state: StateFiles

    def __getitem__(self, name: str) -> dict[str, Any]:
        (found,) = [row for row in self.rows if row["external_id"] == name]
        return found

    def table(self, name: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = pq.read_table(self.tables[name].staged_path).to_pylist()
        return rows

    def together(self, *names: str) -> bool:
        return len({self[name]["cluster_id"] for name in names}) == 1


def run(
    articles: Sequence[Mapping[str, Any]],
    folder: Path,
    *,
    run_id: str = "r1",
    settings: DuplicateSettings = SETTINGS,
    state: StateFiles | None = None,
    when: datetime = WHEN,
    per_unit: int = 5,
) -> Outcome:
    """Stages, counts, sketches and clusters."""
    state = state or StateFiles()
    root = folder / run_id
    staged = stage(articles, root, per_unit)
    profile = merge_counts([count_file(s, str(root)) for s in staged], str(root), state, settings)
    sketched = [sketch_file(s, profile, str(root), settings) for s in staged]
    assigned, written = cluster_files(sketched, str(root), settings, RunContext(run_id, when), state)
    rows = []
    for s, a in zip(staged, assigned, strict=True):
        decisions = files.read_table(a.path).to_pylist()
        rows += [{**row, **decision} for row, decision in zip(files.read_table(s.path).to_pylist(), decisions, strict=True)]
    tables = {table.table: table for table in written}
    next_state = StateFiles(
        (*state.sketches, tables["state/sketches"].staged_path),
        (*state.lines, tables["state/lines"].staged_path),
        (*state.clusters, tables["clusters"].staged_path),
        (*state.hashes, tables["state/hashes"].staged_path),
    )
    return Outcome(rows, tables, next_state)
