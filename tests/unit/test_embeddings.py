"""The table of embeddings, kept in few bits."""

from __future__ import annotations

import io

import numpy as np
import pytest

from transforms.enrichers.embeddings import Embeddings, loaded, packed, quantised

ROWS = np.random.default_rng(1).normal(0, 0.1, (300, 16)).astype(np.float32)
ALL = np.arange(300)


def noise(rows: np.ndarray, kept: np.ndarray) -> float:
    """Its share of the energy."""
    return float(((rows - kept) ** 2).sum() / (rows**2).sum())


def test_each_part_is_as_fine_as_its_steps() -> None:
    kept = Embeddings(quantised(ROWS, [100, 200], [0.2, 1.6]))[ALL]
    assert noise(ROWS[:100], kept[:100]) < 0.005  # a step of s gives about s² / 12
    assert 0.05 < noise(ROWS[100:], kept[100:]) < 0.25


def test_values_are_the_means_of_what_was_rounded_to_them() -> None:
    (part,) = quantised(ROWS, [300], [1.6])
    for code, value in enumerate(part.values):
        assert value == pytest.approx(ROWS[part.codes == code].mean(), abs=1e-6)


def test_rows_come_in_the_order_asked_for_across_parts() -> None:
    table = Embeddings(quantised(ROWS, [100, 100, 100], [0.5, 0.9, 1.3]))
    assert len(table) == 300
    wanted = np.array([250, 3, 150, 3])
    assert (table[wanted] == table[ALL][wanted]).all()


def test_a_saved_table_is_the_same_when_loaded() -> None:
    parts = quantised(ROWS, [120, 180], [0.7, 1.5])
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, scores=np.zeros(300), **packed(parts))
    file.seek(0)
    assert (loaded(np.load(file, allow_pickle=False))[ALL] == Embeddings(parts)[ALL]).all()


def test_steps_too_small_for_a_byte_are_refused() -> None:
    with pytest.raises(ValueError, match="a byte can tell 256 apart"):
        quantised(ROWS, [300], [0.01])
