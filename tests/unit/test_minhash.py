"""Signatures estimate the Jaccard index; bands bring similar texts together and keep large buckets linear."""

from __future__ import annotations

import numpy as np
import pytest

from transforms.text.candidates import (
    Counters,
    band_pairs,
    band_pairs_of,
    band_sums,
    likely,
    pair_keys,
    sentence_pairs,
    unpack,
    with_one_of,
)
from transforms.text.minhash import band_keys, signature
from transforms.text.normalise import U64, mix


def values(start: int, stop: int) -> U64:
    return np.random.default_rng(1).integers(0, 1 << 63, 20_000, dtype=np.uint64)[start:stop]


@pytest.mark.parametrize(("shared", "jaccard"), [(0, 0.0), (500, 1 / 3), (900, 9 / 11), (1000, 1.0)])
def test_agreement_estimates_jaccard(shared: int, jaccard: float) -> None:
    one, other = signature(values(0, 1000), 512), signature(values(1000 - shared, 2000 - shared), 512)
    assert (one == other).mean() == pytest.approx(jaccard, abs=0.07)


def test_neither_order_nor_repetition_counts() -> None:
    some = values(0, 3000)
    assert np.array_equal(signature(some, 128), signature(np.concatenate((some[::-1], some[:50])), 128))
    assert (signature(some[:0], 128) == 0xFFFFFFFF).all()


def test_bands_find_similar_texts_and_no_others() -> None:
    signatures = np.stack([signature(values(100 * n, 100 * n + 1000), 128) for n in (0, 1, 50, 51, 120)])
    rows = np.arange(5)
    pairs = band_pairs(signatures, rows, np.full(5, 1000), np.zeros(5, np.int64), (42, 3, 256), Counters())
    assert list(zip(*(side.tolist() for side in unpack(pairs)), strict=True)) == [(0, 1), (2, 3)]
    assert np.array_equal(likely(pairs, signatures.__getitem__, rows, np.full(5, 1000), 0.6), pairs)
    assert len(likely(pair_keys(np.array([0]), np.array([4])), signatures.__getitem__, rows, np.full(5, 1000), 0.6)) == 0
    assert (band_keys(signatures, 0, 3) != band_keys(signatures[:, 3:], 1, 3)).all()


def test_the_pairs_of_some_rows_are_those_of_all_that_have_one_of_them() -> None:
    chosen = np.random.default_rng(3)
    starts = chosen.integers(0, 6_000, 300)
    signatures = np.stack([signature(values(start, start + 1000), 128) for start in starts.tolist()])
    order = chosen.permutation(300)
    columns = (order, np.full(300, 1000), np.zeros(300, np.int64), (42, 3, 256))
    every, counters = band_pairs(signatures, *columns, Counters()), Counters()
    wanted = chosen.random(300) < 0.2
    sums = band_sums(signatures, 42, 3).T.copy()
    found = band_pairs_of(wanted, sums, signatures.__getitem__, *columns, counters)
    assert len(found) and np.array_equal(found, with_one_of(every, order[wanted]))


def test_a_large_bucket_gives_few_pairs_and_is_counted() -> None:
    count = 3_000
    hub = np.tile(signature(values(0, 100), 6), (count, 1))
    counters = Counters()
    words = np.arange(count) + 10
    pairs = band_pairs(hub, np.arange(count), words, np.arange(count) // 100, (2, 3, 256), counters)
    assert len(pairs) < 5 * count and counters.counts["buckets_split"] >= 2


def test_a_sentence_of_too_many_texts_is_skipped() -> None:
    counters = Counters()
    hashes = mix(np.array([1] * 500 + [2, 2, 3], np.uint64))
    pairs = sentence_pairs(hashes, np.arange(503), np.arange(503), np.full(503, 30), counters)
    assert [side.tolist() for side in unpack(pairs)] == [[500], [501]] and counters.counts["sentence_buckets_skipped"] == 1
