"""Sketch files follow their staged files row for row, and hold what the pure function says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.transforms.stories import SETTINGS, article, stage, story
from transforms import files
from transforms.count_lines import merge_counts
from transforms.schemas.sketches import sketch_schema
from transforms.schemas.steps import StateFiles
from transforms.sketch_articles import sketch_file
from transforms.text.boilerplate import EMPTY_PROFILE
from transforms.text.sketches import sketch


def test_row_for_row(tmp_path: Path) -> None:
    rows = [article(story(n), f"a{n}", input_record=n) for n in range(2_500)]
    rows[7]["text"], rows[8]["text"] = "", "!!!"
    (staged,) = stage(rows, tmp_path, per_unit=3_000)
    profile = merge_counts([], str(tmp_path), StateFiles(), SETTINGS)
    sketched = sketch_file(staged, profile, str(tmp_path), SETTINGS)
    table = files.read_table(sketched.path)
    assert table.schema == sketch_schema() and sketched.rows == table.num_rows == 2_500
    assert table.column("input_record").to_pylist() == list(range(2_500))
    assert [table.column("norm_key")[n].is_valid for n in (6, 7, 8)] == [True, False, False]
    expected = sketch(rows[3], EMPTY_PROFILE, SETTINGS)
    found = table.slice(3, 1).to_pylist()[0]
    assert found["signature"] == expected["signature"].tobytes()
    for name in ("shingles", "numbers", "sentences", "lines", "sample"):
        assert np.array_equal(found[name], expected[name]), name


def test_cut_short_quoted_and_short_texts_are_told() -> None:
    whole = sketch(article("He said “yes”. " + story(1), "a"), EMPTY_PROFILE, SETTINGS)
    cut = sketch(article(story(1) + " And so ...", "b"), EMPTY_PROFILE, SETTINGS)
    linked = sketch(article(story(1) + "\nRead the full story on our site", "c"), EMPTY_PROFILE, SETTINGS)
    assert [s["truncated"] for s in (whole, cut, linked)] == [False, True, True]
    assert whole["quotes"] == 2 and whole["comparable"] and linked["boilerplate"] > 0
    assert not sketch(article("Too short to compare.", "d"), EMPTY_PROFILE, SETTINGS)["comparable"]
