"""Exact figures of candidate pairs: shared 3-word shingles, shared numbers. Shingles are fetched block by block, never all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from transforms.text.candidates import packed, unpack
from transforms.text.columns import connected, distinct, first_of_runs
from transforms.text.normalise import U32, U64
from transforms.text.sketches import overlap

I64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Figures:
    """Columns over pairs: row `a` < row `b`; shingles shared and of each; distinct numbers shared and of each."""

    a: I64
    b: I64
    shared: I64
    size_a: I64
    size_b: I64
    numbers: I64
    numbers_a: I64
    numbers_b: I64

    @property
    def smaller(self) -> npt.NDArray[np.float64]:
        """Containment of the smaller text in the larger; in [0, 1]."""
        return self.shared / np.maximum(1, np.minimum(self.size_a, self.size_b))

    @property
    def larger(self) -> npt.NDArray[np.float64]:
        """Containment of the larger text in the smaller; in [0, 1]."""
        return self.shared / np.maximum(1, np.maximum(self.size_a, self.size_b))

    @property
    def jaccard(self) -> npt.NDArray[np.float64]:
        index: npt.NDArray[np.float64] = self.shared / np.maximum(1, self.size_a + self.size_b - self.shared)
        return index

    def keys(self) -> U64:
        return self.a.astype(np.uint64) << np.uint64(32) | self.b.astype(np.uint64)

    def find(self, a: I64, b: I64) -> I64:
        """The position of each pair, all of which must be there; rows in either order."""
        return np.searchsorted(self.keys(), packed(a, b)).astype(np.int64)

    def take(self, index: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> Figures:
        return Figures(*(getattr(self, name)[index] for name in self.__slots__))

    def within(self, place: I64) -> Figures:
        """The pairs of which both rows have a place, by their places, which ascend as the rows do; -1: it has none."""
        a, b = place[self.a], place[self.b]
        kept = (a >= 0) & (b >= 0)
        return replace(self.take(kept), a=a[kept], b=b[kept])

    def renamed(self, names: I64) -> Figures:
        """The same with each row `r` called `names[r]`; pairs that become one are kept once, in order of their pairs."""
        a, b = names[self.a], names[self.b]
        turned = a > b
        sides = [(a, b), (self.size_a, self.size_b), (self.numbers_a, self.numbers_b)]
        (a, b), sizes, numbers = ((np.where(turned, y, x), np.where(turned, x, y)) for x, y in sides)
        return Figures(a, b, self.shared, *sizes, self.numbers, *numbers)._settled()

    def joined(self, other: Figures) -> Figures:
        """Both, in order of their pairs; pairs that both have are kept once."""
        columns = [np.concatenate((getattr(self, name), getattr(other, name))) for name in self.__slots__]
        return Figures(*columns)._settled()

    def _settled(self) -> Figures:
        """In order of the pairs, each once: the first of those that are alike."""
        keys = self.keys()
        order = np.argsort(keys, kind="stable")
        return self.take(order[first_of_runs(keys[order])])


# Rows -> the shingles and the numbers of each, both ascending and distinct.
Fetch = Callable[[I64], tuple["Lists", "Lists"]]


@dataclass(frozen=True, slots=True)
class Lists:
    """Many lists in one column: list i is `values[starts[i] : stops[i]]`."""

    starts: I64
    stops: I64
    values: U32

    @classmethod
    def of(cls, lists: Sequence[U32]) -> Lists:
        offsets = np.concatenate(([0], np.cumsum([len(one) for one in lists], dtype=np.int64)))
        return cls(offsets[:-1], offsets[1:], np.concatenate(lists) if lists else np.empty(0, np.uint32))

    def take(self, rows: I64) -> Lists:
        return Lists(self.starts[rows], self.stops[rows], self.values)

    def joined(self, other: Lists) -> Lists:
        """Those of both, in turn."""
        if not len(self.starts):
            return other
        there = len(self.values)
        starts, stops = (
            np.concatenate(both) for both in ((self.starts, other.starts + there), (self.stops, other.stops + there))
        )
        return Lists(starts, stops, np.concatenate((self.values, other.values)))

    def sizes(self, rows: I64) -> I64:
        return self.stops[rows] - self.starts[rows]

    def shared(self, a: I64, b: I64) -> I64:
        """How many values the lists of each pair share."""
        bounds = (self.starts[a], self.stops[a], self.starts[b], self.stops[b])
        values, result = self.values, np.zeros(len(a), np.int64)
        for at, (start, stop, other, other_stop) in enumerate(zip(*(bound.tolist() for bound in bounds), strict=True)):
            if start < stop and other < other_stop:
                result[at] = overlap(values[start:stop], values[other:other_stop])
        return result


def verify(pairs: U64, fetch: Fetch, block_rows: int) -> Figures:
    """Figures for each pair; holds the shingles of about `block_rows` rows at a time, of two such blocks where it must.

    Rows that hang together by pairs are fetched together, so that nearly every row is fetched once.
    """
    a, b = unpack(pairs)
    rows = distinct(np.concatenate((a, b)))
    if not len(rows):
        return Figures(a, b, *np.zeros((6, 0), np.int64))
    at_a, at_b = np.searchsorted(rows, a), np.searchsorted(rows, b)
    order = np.argsort(connected(len(rows), at_a, at_b), kind="stable")
    block = np.empty(len(rows), np.int64)
    block[order] = np.arange(len(rows)) // block_rows
    count = int(block.max()) + 1
    low, high = np.minimum(block[at_a], block[at_b]), np.maximum(block[at_a], block[at_b])
    both = low * count + high
    by_block = np.argsort(both, kind="stable")
    counts = np.zeros((6, len(pairs)), np.int64)
    for run in np.split(by_block, np.flatnonzero(np.diff(both[by_block])) + 1):
        chosen = np.isin(block, (low[run[0]], high[run[0]]))
        place = np.cumsum(chosen) - 1
        one, other = place[at_a[run]], place[at_b[run]]
        for first, lists in zip((0, 3), fetch(rows[chosen]), strict=True):
            counts[first, run] = lists.shared(one, other)
            counts[first + 1, run], counts[first + 2, run] = lists.sizes(one), lists.sizes(other)
    return Figures(a, b, *counts)
