"""The texts that new versions replace, read from staged files and from files of the dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.transforms.stories import article
from tests.unit import datasets
from transforms import earlier_texts, files, parquet
from transforms.earlier_texts import EarlierTexts
from transforms.schemas.tables import ARTICLES, ASSIGNMENT, STAGED


def decisions(*places: dict[str, Any]) -> pa.Table:
    """Rows of ASSIGNMENT that replace version 1 of something, or nothing."""
    same = {"publish": True, "outcome": "published", "version": 2, "cluster_id": "c", "relation": "version", "is_canonical": True}
    return pa.Table.from_pylist([{"article_id": "x"} | same | place for place in places], schema=ASSIGNMENT)


@pytest.fixture
def staged(tmp_path: Path) -> str:
    path = str(tmp_path / "0.arrow")
    with files.arrow_writer(path, STAGED) as writer:
        for batch in range(3):
            rows = [article(f"text {batch} {row}", f"n{batch}{row}", title=f"title {batch}") for row in range(4)]
            writer.write_batch(pa.RecordBatch.from_pylist(rows, schema=STAGED))
    return path


@pytest.mark.parametrize("ahead", [1, 2, 1_000])
def test_texts_are_found_wherever_they_lie(ahead: int, staged: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(earlier_texts, "_AHEAD", ahead)
    monkeypatch.setattr(parquet, "ROW_GROUP_ROWS", 7)
    rows = [datasets.article(f"a{n}", version, run_id="r1", title=f"t{n}") for n in range(20) for version in (1, 2)]
    table = pa.Table.from_pylist(rows, schema=ARTICLES)
    made = [
        parquet.write_table(str(tmp_path), "articles", "r1", str(n), ARTICLES, [part])
        for n, part in enumerate((table[:25], table[25:]))
    ]
    paths = [file.staged_path for file in made]

    def of_dataset(n: int) -> dict[str, Any]:
        return {"article_id": f"a{n}", "supersedes": 1, "earlier_paths": paths}

    def of_run(batch: int, row: int) -> dict[str, Any]:
        return {"supersedes": 1, "earlier_paths": [staged], "earlier_batch": batch, "earlier_row": row}

    gone = {"supersedes": 1, "earlier_paths": [str(tmp_path / "archived.parquet")]}
    wanted = [
        of_dataset(19),
        {},
        of_run(2, 3),
        of_dataset(0),
        gone,
        of_run(0, 1),
        of_dataset(12),
        {"supersedes": 1, "earlier_paths": []},
    ]
    texts = EarlierTexts(decisions(*wanted))
    found = [text and (text.title, text.text) for start in (0, 3, 6) for text in texts.of(start, 3 if start < 6 else 2)]
    assert found == [
        ("t19", "Text of a19, version 1."),
        None,
        ("title 2", "text 2 3"),
        ("t0", "Text of a0, version 1."),
        None,
        ("title 0", "text 0 1"),
        ("t12", "Text of a12, version 1."),
        None,
    ]


def test_a_unit_without_articles_asks_for_no_text() -> None:
    assert EarlierTexts(pa.Table.from_batches([], schema=ASSIGNMENT)).of(0, 0) == []
