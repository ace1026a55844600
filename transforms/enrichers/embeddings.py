"""The table of piece embeddings as it ships: about two bits a value, the pieces used most kept most finely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]


class Embeddings:
    """`codes` (pieces, dimensions) say which of its part's values a value is; `values` has one row a part, of pieces that follow one another."""

    def __init__(self, codes: Sequence[npt.NDArray[np.uint8]], values: Sequence[F32]) -> None:
        """`codes[i]` and `values[i]` (the values of one part, ascending) are those of part i."""
        self._codes = np.concatenate(codes)
        self._parts = np.repeat(np.arange(len(codes)), [len(part) for part in codes])
        self._values = np.zeros((len(values), max(map(len, values))), np.float32)
        for row, some in zip(self._values, values, strict=True):
            row[: len(some)] = some

    def __getitem__(self, ids: npt.NDArray[np.int64]) -> F32:
        """(n,) ids -> (n, dimensions)."""
        result: F32 = self._values[self._parts[ids][:, None], self._codes[ids]]
        return result

    def __len__(self) -> int:
        return len(self._codes)


def quantised(rows: F32, counts: Sequence[int], steps: Sequence[float]) -> tuple[list[npt.NDArray[np.uint8]], list[F32]]:
    """What `Embeddings` is made of: rows (pieces, dimensions), rounded to steps; each value then is the mean of those rounded to it.

    `counts` are the pieces of each part, `steps` in standard deviations of all rows.

    Source: Lloyd, Least Squares Quantization in PCM (1982), the second of its two steps.
    """
    width, at = float(rows.std()), 0
    codes, values = [], []
    for count, step in zip(counts, steps, strict=True):
        part = rows[at : at + count]
        found, code = np.unique(np.round(part / (width * step)), return_inverse=True)
        sums = np.bincount(code.ravel(), part.ravel().astype(np.float64), len(found))
        codes.append(code.reshape(part.shape).astype(np.uint8))
        values.append((sums / np.bincount(code.ravel())).astype(np.float32))
        at += count
    return codes, values


def packed(codes: Sequence[npt.NDArray[np.uint8]], values: Sequence[F32]) -> dict[str, npt.NDArray[Any]]:
    """Arrays to be saved by name; one dimension after the other, so that they can be compressed."""
    named: dict[str, npt.NDArray[Any]] = {f"codes{i}": np.ascontiguousarray(part.T) for i, part in enumerate(codes)}
    return named | {f"values{i}": some for i, some in enumerate(values)}


def loaded(arrays: Mapping[str, npt.NDArray[Any]]) -> Embeddings:
    """The reverse of `packed`; arrays of other names are passed over."""
    parts = [i for i in range(len(arrays)) if f"codes{i}" in arrays]
    return Embeddings([arrays[f"codes{i}"].T for i in parts], [arrays[f"values{i}"] for i in parts])
