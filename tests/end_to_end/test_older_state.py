"""Sketches that another version of newsbeam left: the run ends before it begins, with one sentence that says what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.support import newsbeam, rows
from transforms.schemas.sketches import STATE_FORMAT

STORY = (
    "The ferry to Ostrava Island stopped on Friday after its captain found water in the engine room, and three hundred guests of a "
    "wedding slept in the harbour hall. The line promised a second boat by Sunday. The bride said that the dancing had been good."
)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    add(folder, 1)
    return folder


def add(folder: Path, number: int) -> None:
    record = {"id": str(number), "url": f"https://outlet{number}.example/ferry", "text": f"{STORY} Edition {number}."}
    (folder / f"{number}.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")


def signatures_as_lists(state: pa.Table) -> pa.Table:
    """As before the hashes had a file of their own."""
    lists = pa.array([[1, 2, 3]] * len(state), pa.list_(pa.uint32()))
    return state.append_column("signature", lists).replace_schema_metadata(None)


def of_another_format(state: pa.Table) -> pa.Table:
    return state.replace_schema_metadata(dict.fromkeys(STATE_FORMAT, b"0"))


@pytest.mark.parametrize("change", [signatures_as_lists, of_another_format])
def test_a_run_over_another_versions_sketches_ends_with_a_sentence(
    change: Callable[[pa.Table], pa.Table], articles: Path, tmp_path: Path
) -> None:
    root = tmp_path / "dataset"
    assert newsbeam("run", "--input", articles, "--output", root).returncode == 0
    (path,) = root.glob("state/sketches/*.parquet")
    pq.write_table(change(pq.read_table(path)), path)
    add(articles, 2)

    done = newsbeam("run", "--input", articles, "--output", root)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr
    assert path.name in done.stderr and "--force" in done.stderr
    assert len(rows(root, "articles")) == 1, "the dataset is as it was"

    again = newsbeam("run", "--input", articles, "--output", root, "--force")
    assert again.returncode == 0, again.stderr
    assert len(rows(root, "articles")) == 2
    add(articles, 3)
    assert newsbeam("run", "--input", articles, "--output", root).returncode == 0, "and all is well from then on"
