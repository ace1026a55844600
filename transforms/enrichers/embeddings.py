"""The table of piece embeddings as it ships: about two bits a value, the pieces used most kept most finely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Part:
    """Pieces that follow one another: `codes` (pieces, dimensions) are places in `values`, of which there are at most 256."""

    codes: npt.NDArray[np.uint8]
    values: F32


class Embeddings:
    """`embeddings[ids]` are the rows of those pieces, (n, dimensions)."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._codes = np.concatenate([part.codes for part in parts])
        self._values = np.concatenate([part.values for part in parts])
        starts = np.cumsum([0, *(len(part.values) for part in parts[:-1])])  # of each part's values
        self._starts = np.repeat(starts, [len(part.codes) for part in parts])[:, None]

    def __getitem__(self, ids: npt.NDArray[np.int64]) -> F32:
        rows: F32 = self._values.take(self._codes[ids] + self._starts[ids])
        return rows

    def __len__(self) -> int:
        return len(self._codes)


def quantised(rows: F32, counts: Sequence[int], steps: Sequence[float]) -> list[Part]:
    """Rows (pieces, dimensions) rounded to steps, a value then being the mean of those that were rounded to it.

    `counts` are the pieces of each part, `steps` its steps in standard deviations of all rows. Raises ValueError where a step
    is too small for codes of a byte.

    Source: Lloyd, Least Squares Quantization in PCM (1982), the second of its two conditions.
    """
    deviation, at = float(rows.std()), 0
    parts = []
    for count, step in zip(counts, steps, strict=True):
        part = rows[at : at + count]
        found, codes = np.unique(np.round(part / (deviation * step)), return_inverse=True)
        if len(found) > 256:
            raise ValueError(f"steps of {step} standard deviations make {len(found)} values, and a byte can tell 256 apart")
        sums = np.bincount(codes.ravel(), part.ravel().astype(np.float64))
        values = (sums / np.bincount(codes.ravel())).astype(np.float32)
        parts.append(Part(codes.reshape(part.shape).astype(np.uint8), values))
        at += count
    return parts


def packed(parts: Sequence[Part]) -> dict[str, npt.NDArray[Any]]:
    """Arrays to be saved by name; one dimension after the other, which compresses better."""
    codes = {f"codes{i}": np.ascontiguousarray(part.codes.T) for i, part in enumerate(parts)}
    return codes | {f"values{i}": part.values for i, part in enumerate(parts)}


def loaded(arrays: Mapping[str, npt.NDArray[Any]]) -> Embeddings:
    """The reverse of `packed`; arrays of other names are passed over."""
    count = sum(name.startswith("codes") for name in arrays)
    return Embeddings([Part(arrays[f"codes{i}"].T, arrays[f"values{i}"]) for i in range(count)])
