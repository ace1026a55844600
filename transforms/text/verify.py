"""Exact figures of candidate pairs: shared 3-word shingles, shared numbers. Shingles are fetched block by block, never all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transforms.text.candidates import unpack
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
        keys = np.minimum(a, b).astype(np.uint64) << np.uint64(32) | np.maximum(a, b).astype(np.uint64)
        return np.searchsorted(self.keys(), keys).astype(np.int64)

    def take(self, index: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> Figures:
        return Figures(*(getattr(self, name)[index] for name in self.__slots__))

    def renamed(self, names: I64) -> Figures:
        """The same with each row `r` called `names[r]`; pairs that become one are kept once, in order of their pairs."""
        a, b = names[self.a], names[self.b]
        turned = a > b
        sides = [(a, b), (self.size_a, self.size_b), (self.numbers_a, self.numbers_b)]
        (a, b), sizes, numbers = ((np.where(turned, y, x), np.where(turned, x, y)) for x, y in sides)
        both = Figures(a, b, self.shared, *sizes, self.numbers, *numbers)
        _, index = np.unique(both.keys(), return_index=True)
        return both.take(index)

    def joined(self, other: Figures) -> Figures:
        """Both, in order of their pairs; pairs that both have are kept once."""
        columns = [np.concatenate((getattr(self, name), getattr(other, name))) for name in self.__slots__]
        both = Figures(*columns)
        _, index = np.unique(both.keys(), return_index=True)
        return both.take(index)


# Rows, ascending -> for each its shingles and its numbers, both ascending and distinct.
Fetch = Callable[[I64], list[tuple[U32, U32]]]


def verify(pairs: U64, fetch: Fetch, block_rows: int) -> Figures:
    """Figures for each pair; holds the shingles of at most two blocks of `block_rows` rows at a time."""
    a, b = unpack(pairs)
    rows = np.unique(np.concatenate((a, b)))
    at_a, at_b = np.searchsorted(rows, a), np.searchsorted(rows, b)
    blocks = (at_a // block_rows) * (len(rows) // block_rows + 1) + at_b // block_rows
    order = np.argsort(blocks, kind="stable")
    counts = np.zeros((6, len(pairs)), np.int64)
    held: dict[int, list[tuple[U32, U32]]] = {}
    for at in order:
        block_a, block_b = int(at_a[at]) // block_rows, int(at_b[at]) // block_rows
        if block_a not in held or block_b not in held:
            held = {block: texts for block, texts in held.items() if block in (block_a, block_b)}
            for block in {block_a, block_b} - held.keys():
                held[block] = fetch(rows[block * block_rows : (block + 1) * block_rows])
        one, numbers = held[block_a][int(at_a[at]) % block_rows]
        other, other_numbers = held[block_b][int(at_b[at]) % block_rows]
        counts[:, at] = (
            *(overlap(one, other), len(one), len(other)),
            *(overlap(numbers, other_numbers), len(numbers), len(other_numbers)),
        )
    return Figures(a, b, *counts)
