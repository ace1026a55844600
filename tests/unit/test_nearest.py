"""Which rows two texts are judged by."""

from __future__ import annotations

import numpy as np
import pytest

from transforms.text.canonical import UNDATED
from transforms.text.nearest import nearest_rows, within


@pytest.mark.parametrize(
    ("published", "seen", "expected"),
    [
        ([0, 400, 398], [0, 0, 0], (1, 2)),
        ([0, 400, 100], [0, 0, 0], (0, 2)),
        ([7, 7, 7], [0, 0, 0], (0, 2)),
        ([0, UNDATED, 900], [0, 50, 60], (1, 2)),
        ([0, 700, UNDATED], [0, 50, 60], (1, 2)),
        ([UNDATED] * 3, [0, 50, 60], (1, 2)),
        ([UNDATED] * 3, [50, 50, 50], (0, 2)),
    ],
)
def test_the_rows_nearest_in_time(published: list[int], seen: list[int], expected: tuple[int, int]) -> None:
    """Rows 0 and 1 have one text, row 2 another."""
    text, times = np.array([0, 0, 1]), (np.array(published), np.array(seen))
    a, b = nearest_rows(text, *times, np.array([0]), np.array([2]))
    assert (a.tolist(), b.tolist()) == ([expected[0]], [expected[1]])
    b, a = nearest_rows(text, *times, np.array([2]), np.array([1]))
    assert (a.tolist(), b.tolist()) == ([expected[0]], [expected[1]])


@pytest.mark.parametrize("seed", range(5))
def test_no_pair_of_rows_is_nearer(seed: int) -> None:
    chosen = np.random.default_rng(seed)
    text, published = np.repeat([0, 1], 30), chosen.integers(0, 10_000, 60)
    a, b = nearest_rows(text, published, np.zeros(60, np.int64), np.array([3]), np.array([40]))
    assert abs(published[a[0]] - published[b[0]]) == np.abs(published[:30, None] - published[None, 30:]).min()
    assert (text[a[0]], text[b[0]]) == (0, 1)


def test_within_is_the_distance_to_the_nearest() -> None:
    times = np.array([0, 10, 50, 94, 100, 106, 107])
    assert within(times, np.array([100, 3]), 6).tolist() == [True, False, False, True, True, True, False]
    assert not within(times, times[:0], 6).any()
