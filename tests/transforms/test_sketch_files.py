"""State is read by row number: its hashes lie in batches of one size, whatever was published of which file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.transforms.stories import article, run, story
from transforms import files
from transforms.schemas.sketches import BATCH_ROWS, STATE_FORMAT
from transforms.sketch_files import HeldTexts, SketchFiles, UnknownState, read_columns, require_known


def short(number: int) -> str:
    return f"Short notice number {number} of the harbour office, put up on a board at the pier for everyone."


def test_hashes_lie_in_even_batches_row_for_row_with_the_sketches(tmp_path: Path) -> None:
    count = 2 * BATCH_ROWS + 300
    # A text seen again in each file is not published, so no batch of the state is one of the sketches.
    rows = [article(short(n), f"a{n}", input_record=n) for n in range(count)]
    rows[BATCH_ROWS // 2 : BATCH_ROWS // 2] = [article(short(0), "a0", input_record=count)]
    found = run(rows, tmp_path, per_unit=700)
    (path,) = found.state.hashes
    batches = [batch.num_rows for batch in files.read_batches(path)]
    assert batches == [BATCH_ROWS, BATCH_ROWS, 300]
    wanted = np.array([5, BATCH_ROWS + 1], np.int32)
    assert [first for first, _ in read_columns(path, ["signature"], wanted)] == [0, BATCH_ROWS]

    state = pq.read_table(found.tables["state/sketches"].staged_path)
    rows_of = np.arange(count)
    where = SketchFiles((path,), np.zeros(count, np.int32), rows_of.astype(np.int32))
    shingles, _ = where.texts(rows_of)
    assert (shingles.sizes(rows_of) == np.array(state.column("words")) - 2).all()


def test_texts_are_the_same_however_many_are_held(tmp_path: Path) -> None:
    found = run([article(story(n, 6), f"a{n}") for n in range(12)], tmp_path)
    where = SketchFiles(found.state.hashes, np.zeros(12, np.int32), np.arange(12, dtype=np.int32))
    held = HeldTexts(where, np.arange(12)[::-1].copy(), 5)
    for asked in ([0, 3], [3, 4, 9], [1, 2, 5, 6, 7, 8], [9, 0]):
        expected, _ = where.texts(11 - np.array(asked))
        texts, _ = held(np.array(asked))
        for at in range(len(asked)):
            one, other = (lists.values[lists.starts[at] : lists.stops[at]].tolist() for lists in (texts, expected))
            assert one == other


def test_state_without_its_mark_is_not_read(tmp_path: Path) -> None:
    found = run([article(story(1), "a")], tmp_path)
    (path,) = found.state.sketches
    require_known([path])
    table = pq.read_table(path)
    pq.write_table(table.replace_schema_metadata(dict.fromkeys(STATE_FORMAT, b"1")), path)
    with pytest.raises(UnknownState, match=Path(path).name):
        require_known([path])
