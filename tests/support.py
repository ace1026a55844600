"""What several tests share: running the command, and reading a dataset's rows without what differs from run to run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline import manifest

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLE = REPOSITORY / "tests" / "data" / "sample"
CORPUS = REPOSITORY.parent / "shared" / "corpus"

# Run ids and clock times: everything else must be the same for the same input.
VOLATILE = frozenset(
    "run_id other_run_id run_key run_date started_at finished_at ingested_at seconds seconds_by_step docs_per_second runner replaces".split()
)


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]


def newsbeam(*arguments: str | Path, timeout: float = 300, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command as a user would; its output is text."""
    return subprocess.run(
        command(*arguments),
        cwd=REPOSITORY,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def rows(root: str | Path, table: str) -> list[dict[str, Any]]:
    """The table's rows over all live runs, volatile columns left out, in a stable order."""
    found = [
        _stable(row, run) | {"partition": file.partition}
        for run in manifest.load_all(str(root))
        for file in run.files
        if file.table == table
        for row in pq.ParquetFile(Path(root, file.path)).read().to_pylist()
    ]
    return sorted(found, key=repr)


def _stable(row: dict[str, Any], run: manifest.Manifest) -> dict[str, Any]:
    """A cluster of undated articles was first seen when the run began: a clock time, and read as such."""
    began = run.created_at - timedelta(seconds=run.timings["seconds"] + 1)
    return {
        name: "while it ran" if isinstance(value, datetime) and began <= value <= run.created_at else value
        for name, value in row.items()
        if name not in VOLATILE
    }


def tables(root: str | Path) -> dict[str, list[dict[str, Any]]]:
    """All tables of a dataset, as `rows` gives them."""
    return {
        name: rows(root, name) for name in ("articles", "entities", "duplicates", "clusters", "rejects", "source_health", "runs")
    }


def data_files(root: str | Path) -> Iterator[Path]:
    """Every file of data that a glob over the dataset finds: Parquet, and the Arrow files of its state."""
    yield from sorted(path for path in Path(root).rglob("*") if path.suffix in (".parquet", ".arrow"))
