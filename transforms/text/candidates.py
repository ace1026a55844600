"""Pairs of texts worth comparing: those that share a band of MinHash values, or a long sentence near their beginning.

A pair travels as one uint64, the smaller row in the upper half. Row numbers are in stable order and decide alone, so the pairs do
not depend on how the input was split, nor on the order in which rows are given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from transforms.text.columns import contains, distinct, first_of_runs
from transforms.text.minhash import band_keys
from transforms.text.normalise import U32, U64, mix

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_ALL_PAIRS = 6  # up to this size everyone in a bucket meets everyone
_TOGETHER = 8  # bands whose values are laid out in columns at a time: so many rows' values are far apart in memory
_SIEVE_BITS = 22
_SIEVE = 1 << _SIEVE_BITS  # places; of the keys that no wanted row has few pass
_SIEVED = 1 << 16  # keys that are looked up at a time, so that what is made of them stays in the processor's cache
_FACTORS = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)  # odd, so that each value changes the sum
_SENTENCE_CAP = 64  # a sentence in more texts than this tells nothing of them


@dataclass(slots=True)
class Counters:
    """What the buckets were like, for the run's report."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, count: int) -> None:
        self.counts[name] = self.counts.get(name, 0) + int(count)


def band_pairs(signatures: U32, rows: I64, words: I64, days: I64, settings: tuple[int, int, int], counters: Counters) -> U64:
    """Distinct pairs over all bands. `rows[i]` is the row of `signatures[i]`; `settings`: bands, rows, cap."""
    width = settings[1]
    every, columns = np.arange(len(rows), dtype=np.int64), signatures

    def keys_of(band: int) -> tuple[I64, U64]:
        nonlocal columns
        at = band % _TOGETHER
        if not at:
            columns = signatures[:, band * width : (band + _TOGETHER) * width].T.copy().T
        return every, band_keys(columns[:, at * width :], band, width)

    return _over_bands(keys_of, signatures, rows, words, days, settings, counters)


def band_pairs_of(
    wanted: Bools,
    sums: U32,
    signatures: Callable[[I64], U32],
    rows: I64,
    words: I64,
    days: I64,
    settings: tuple[int, int, int],
    counters: Counters,
) -> U64:
    """Those of `band_pairs` with a `wanted` row; which of these there are does not depend on what else is wanted.

    `sums` are the `band_sums` of all rows; `signatures` are asked for of the rows alone that share a band with a wanted one.
    """
    width = settings[1]
    members_of = [sharing(of_band, wanted) for of_band in sums]
    chosen = distinct(np.concatenate([np.flatnonzero(wanted), *members_of]))
    values = signatures(chosen)
    place = np.zeros(len(rows), np.int64)
    place[chosen] = np.arange(len(chosen))

    def keys_of(band: int) -> tuple[I64, U64]:
        members = place[members_of[band]]
        return members, band_keys(values[members, band * width : (band + 1) * width], band, width)

    found = _over_bands(keys_of, values, rows[chosen], words[chosen], days[chosen], settings, counters)
    return with_one_of(found, rows[wanted])


def _over_bands(
    keys_of: Callable[[int], tuple[I64, U64]],
    signatures: U32,
    rows: I64,
    words: I64,
    days: I64,
    settings: tuple[int, int, int],
    counters: Counters,
) -> U64:
    """`keys_of(band)`: which signatures are looked at for a band, and their keys."""
    bands, width, cap = settings
    found = np.empty(0, np.uint64)
    fresh: list[U64] = []
    for band in range(bands):
        members, keys = keys_of(band)
        further = signatures[members, (band + 1) * width % signatures.shape[1]]
        for order, starts in _buckets(keys, further, days[members], cap, counters):
            fresh.append(_pairs(rows[members[order]], words[members[order]], starts))
        if sum(len(pairs) for pairs in fresh) > max(4_000_000, len(found)):
            found, fresh = distinct(np.concatenate([found, *fresh])), []
    return distinct(np.concatenate([found, *fresh]))


def band_sums(signatures: U32, bands: int, width: int) -> U32:
    """A sum of each band's values, which like bands always share and unlike ones hardly; (rows, bands)."""
    values = signatures[:, : bands * width]
    total = np.zeros((len(values), bands), np.uint32)
    for column in range(width):
        total = total * np.uint32(_FACTORS[2]) + values[:, column::width] * np.uint32(_FACTORS[column % 2])
    return total


def with_one_of(pairs: U64, rows: I64) -> U64:
    """The pairs of which one side is among `rows`."""
    if not len(pairs):
        return pairs
    a, b = unpack(pairs)
    marked = np.zeros(int(max(b.max(), rows.max() if len(rows) else 0)) + 1, bool)
    marked[rows] = True
    return pairs[marked[a] | marked[b]]


def sharing(keys: npt.NDArray[np.unsignedinteger[Any]], wanted: Bools) -> I64:
    """Which keys some wanted row has too."""
    asked = distinct(keys[wanted])
    sieve, finer = np.zeros(_SIEVE, bool), np.zeros(_SIEVE, bool)
    last, shift = keys.dtype.type(_SIEVE - 1), keys.dtype.type(8 * keys.itemsize - _SIEVE_BITS)
    sieve[asked & last] = True
    finer[asked >> shift] = True
    passed = [
        start + np.flatnonzero(sieve[keys[start : start + _SIEVED] & last] > wanted[start : start + _SIEVED])
        for start in range(0, len(keys), _SIEVED)
    ]
    others = np.concatenate([np.empty(0, np.int64), *passed])
    others = others[finer[keys[others] >> shift]]
    return np.concatenate((np.flatnonzero(wanted), others[contains(asked, keys[others])]))


def likely(pairs: U64, signatures: Callable[[I64], U32], rows: I64, words: I64, least: float) -> U64:
    """Drops pairs whose signatures agree too seldom for the smaller text to share `least` of itself, give or take.

    `signatures(at)` are those of `rows[at]`.
    """
    kept = np.ones(len(pairs), bool)
    place = np.zeros(int(rows.max()) + 1 if len(rows) else 0, np.int64)
    place[rows] = np.arange(len(rows))
    for start in range(0, len(pairs), 100_000):
        a, b = (place[side] for side in unpack(pairs[start : start + 100_000]))
        one, other = signatures(a), signatures(b)
        agree = (one == other).sum(axis=1)
        jaccard = np.minimum(1.0, (agree + 3 * np.sqrt(agree) + 3) / one.shape[1])
        smaller, total = np.minimum(words[a], words[b]), words[a] + words[b]
        kept[start : start + 100_000] = jaccard / (1 + jaccard) * total >= least * smaller
    return pairs[kept]


def sentence_pairs(hashes: U64, holder: I64, rows: I64, words: I64, counters: Counters, wanted: Bools | None = None) -> U64:
    """Distinct pairs of rows, by default of all, that share a sentence hash; `rows[holder[i]]` is the row of `hashes[i]`."""
    members = np.arange(len(hashes), dtype=np.int64) if wanted is None else sharing(hashes, wanted[holder])
    order, _, sizes = _grouped(hashes[members], members)
    usable = sizes <= _SENTENCE_CAP
    counters.add("sentence_buckets_skipped", int((~usable).sum()))
    kept = np.repeat(usable, sizes)
    starts = np.concatenate(([0], np.cumsum(sizes[usable])))[:-1]
    found = _pairs(rows[holder[order[kept]]], words[holder[order[kept]]], starts)
    return found if wanted is None else with_one_of(found, rows[wanted])


def _buckets(keys: U64, further: U32, days: I64, cap: int, counters: Counters) -> Iterator[tuple[I64, I64]]:
    """(members in order, starts) of buckets; too large ones are split by a further value, then by day."""
    members = np.arange(len(keys), dtype=np.int64)
    for split in (further.astype(np.uint64), days.astype(np.uint64), None):
        order, _, sizes = _grouped(keys[members], members)
        large = sizes > cap if split is not None else np.zeros(len(sizes), bool)
        inside = np.repeat(large, sizes)
        kept = order[~inside]
        if len(kept):
            yield kept, np.concatenate(([0], np.cumsum(sizes[~large])))[:-1]
        if not large.any() or split is None:
            return
        counters.add("buckets_split", int(large.sum()))
        members = np.sort(order[inside])
        keys = keys.copy()
        keys[members] = mix(keys[members] + mix(split[members]))


def _grouped(keys: U64, members: I64) -> tuple[I64, I64, I64]:
    """Members in runs of equal keys, runs of one left out: members, start and size of each run.

    Of each key so many bits give way to its position that both fit into one number: numbers sort many times faster than keys with
    their positions. What then looks alike and is not, is compared in vain.
    """
    if not len(keys):
        return members, np.empty(0, np.int64), np.empty(0, np.int64)
    bits = np.uint64(max(1, len(keys).bit_length()))
    ordered = np.sort(keys >> bits << bits | np.arange(len(keys), dtype=np.uint64))
    order = (ordered & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    starts = np.flatnonzero(first_of_runs(ordered >> bits))
    sizes = np.diff(np.append(starts, len(ordered)))
    several = sizes > 1
    kept = order[np.repeat(several, sizes)]
    sizes = sizes[several]
    return members[kept], np.concatenate(([0], np.cumsum(sizes)))[: len(sizes)].astype(np.int64), sizes.astype(np.int64)


def _pairs(rows: I64, words: I64, starts: I64) -> U64:
    """Star edges of each run around its first row and around its longest text; in small runs all pairs."""
    if not len(rows):
        return np.empty(0, np.uint64)
    sizes = np.diff(np.append(starts, len(rows)))
    run = np.repeat(np.arange(len(starts)), sizes)
    longest = np.maximum.reduceat(words * (1 << 32) - rows, starts)  # ties: the smaller row
    longest = -longest % (1 << 32)
    left, right = [np.minimum.reduceat(rows, starts)[run], longest[run]], [rows, rows]
    small = sizes[run] <= _ALL_PAIRS
    for offset in range(1, _ALL_PAIRS):
        both = small[:-offset] & (run[:-offset] == run[offset:])
        left.append(rows[:-offset][both])
        right.append(rows[offset:][both])
    return pair_keys(np.concatenate(left), np.concatenate(right))


def pair_keys(a: I64, b: I64) -> U64:
    """Packs pairs, those of a row with itself left out; distinct and ascending."""
    return distinct(packed(a, b)[a != b])


def packed(a: I64, b: I64) -> U64:
    """Each pair as its number, one for one; rows in either order."""
    return np.minimum(a, b).astype(np.uint64) << np.uint64(32) | np.maximum(a, b).astype(np.uint64)


def unpack(pairs: U64) -> tuple[I64, I64]:
    return (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
