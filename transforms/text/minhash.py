"""MinHash: a fixed number of values that agree, between two texts, as often as the texts share shingles."""

from __future__ import annotations

import functools

import numpy as np

from transforms.text.normalise import U32, U64, mix

_CHUNK = 1024  # shingles hashed at a time, so that the work stays in the processor's cache


def signature(shingles: U64, num_perm: int) -> U32:
    """The smallest value of each of `num_perm` hash functions over the shingles; uint32, (num_perm,); all ones for none.

    Source: Broder, On the resemblance and containment of documents (1997); multiply-add hashing after Dietzfelbinger (1996).
    """
    factors, offsets = _functions(num_perm)
    smallest = np.full(num_perm, 0xFFFFFFFF, np.uint32)
    for start in range(0, len(shingles), _CHUNK):
        values = factors * shingles[start : start + _CHUNK, None] + offsets
        np.minimum(smallest, (values.min(axis=0) >> np.uint64(32)).astype(np.uint32), out=smallest)
    return smallest


def band_keys(values: U32, band: int, rows: int) -> U64:
    """One key for each row of a band's `values`, (n, rows) or more; uint64, (n,)."""
    key = np.full(len(values), band, np.uint64)
    for column in range(rows):
        key = mix(key * np.uint64(0x9E3779B97F4A7C15) + values[:, column])
    return key


@functools.cache
def _functions(num_perm: int) -> tuple[U64, U64]:
    random = np.random.default_rng(1997)
    factors = random.integers(0, 1 << 63, num_perm, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return factors, random.integers(0, 1 << 63, num_perm, dtype=np.uint64)
