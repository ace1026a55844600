"""Lines of a domain are counted from run to run, and once however often a run is made."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support import newsbeam, rows
from tests.transforms.stories import story

FURNITURE = "Tap the bell below and the harbour will ring for you tomorrow."


def write(folder: Path, name: str, numbers: range) -> None:
    folder.mkdir(exist_ok=True)
    records = [{"url": f"https://a.example/{n}", "text": f"{story(n)}\n{FURNITURE}"} for n in numbers]
    (folder / name).write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def kinds(dataset: Path) -> list[list[str]]:
    found = sorted(rows(dataset, "articles"), key=lambda row: str(row["url"]))
    return [[part["kind"] for part in row["boilerplate"]] for row in found]


def test_the_third_document_makes_a_line_furniture_and_a_forced_run_counts_nothing_twice(tmp_path: Path) -> None:
    raw, dataset = tmp_path / "raw", tmp_path / "data"
    arguments = ("run", "--input", raw, "--output", dataset)
    write(raw, "one.jsonl", range(2))
    assert newsbeam(*arguments).returncode == 0 and newsbeam(*arguments, "--force").returncode == 0
    # Two documents, read twice, are two.
    assert kinds(dataset) == [[], []] and len(rows(dataset, "state/lines")) == 2
    write(raw, "two.jsonl", range(2, 3))
    assert newsbeam(*arguments).returncode == 0
    assert kinds(dataset) == [[], [], ["recurring"]]
