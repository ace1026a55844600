"""Seen again, versions and other articles under one identity."""

from __future__ import annotations

import time

import numpy as np
import pytest

from transforms.text.normalise import U32
from transforms.text.versions import Versions, assign_versions, superseded


def sample(start: int) -> U32:
    """64 shingles; samples whose starts lie 16 apart share three quarters."""
    return np.arange(start, start + 64, dtype=np.uint32)


def assigned(samples: list[U32], raw: list[int] | None = None, old: int = 0) -> Versions:
    """Rows of one identity in order of time; the first `old` are earlier runs', versions of one article."""
    count = len(samples)
    codes = np.array(raw if raw is not None else range(count), np.int64)
    raw_keys = np.zeros((count, 16), np.uint8)
    raw_keys[:, :8] = codes.astype("<u8").view(np.uint8).reshape(-1, 8)
    return assign_versions(
        np.zeros(count, np.int64),
        codes,
        np.zeros((count, 16), np.uint8),
        raw_keys,
        np.arange(count),
        np.array([b"earlier"] * old, "S32"),
        np.arange(old) + 1,
        lambda rows: [samples[row] for row in rows.tolist()],
        0.3,
    )


def test_a_text_goes_on_from_the_first_or_the_last_versions() -> None:
    found = assigned([sample(16 * n) for n in range(40)] + [sample(8)])
    assert len(set(found.article_id.tolist())) == 1 and found.version.tolist() == list(range(1, 42))


def test_numbers_go_on_behind_those_of_earlier_runs_and_known_texts_are_seen_again() -> None:
    found = assigned([sample(0), sample(16), sample(32), sample(16), sample(9000)], raw=[0, 1, 2, 1, 3], old=2)
    assert found.version.tolist() == [1, 2, 3, 2, 1] and found.repeats.tolist() == [-1, -1, -1, 1, -1]
    assert found.article_id[:4].tolist() == [b"earlier"] * 4 != [found.article_id[4]] * 4


@pytest.mark.parametrize("step", [0, 16, 64], ids=["alike", "drifting", "unlike"])
def test_thousands_of_texts_under_one_identity_take_linear_time(step: int) -> None:
    samples = [sample(step * n) for n in range(4_000)]
    begun = time.process_time()
    found = assigned(samples)
    assert time.process_time() - begun < 5
    assert len(set(found.article_id.tolist())) == (4_000 if step == 64 else 1)


def test_a_version_replaces_the_one_before_it_in_time() -> None:
    """Two articles; the older text of the first came last; the row that is not stored is passed over."""
    article = np.array([0, 0, 0, 1, 1, 0], np.int64)
    version = np.array([1, 2, 3, 1, 2, 4], np.int64)
    time = np.array([10, 30, 20, 5, 5, 40], np.int64)
    stored = np.array([0, 1, 2, 3, 4], np.int64)
    assert superseded(article, version, time, stored).tolist() == [-1, 2, 0, -1, 3, -1]
