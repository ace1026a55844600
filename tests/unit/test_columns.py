"""Helpers over columns of numbers."""

from __future__ import annotations

import numpy as np
import pytest

from transforms.text.columns import ordered


@pytest.mark.parametrize("seed", range(5))
def test_ordered_is_lexsort_with_ties_in_their_own_order(seed: int) -> None:
    chosen = np.random.default_rng(seed)
    keys = [chosen.integers(0, most, 500) for most in (1, 3, 40, 2)]
    assert ordered(*keys).tolist() == np.lexsort((np.arange(500), *reversed(keys))).tolist()


def test_nothing_is_in_order() -> None:
    assert ordered(np.empty(0, np.int64), np.empty(0, np.int64)).tolist() == []
