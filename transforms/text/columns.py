"""Small helpers over columns of numbers."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Scalar = TypeVar("Scalar", bound=np.generic)


def distinct(values: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """The distinct values, ascending. `np.unique` hashes integers from numpy 2.3 on, which is ten times slower than sorting."""
    ordered = np.sort(values)
    return ordered[first_of_runs(ordered)]


def first_of_runs(ordered: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Which values of an ordered column differ from the one before them."""
    starts = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=starts[1:])
    return starts


def ordered(*keys: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """The order by the first key, where that is equal by the next one, and so on; of rows equal in all the first comes first.

    Later keys are looked at for the rows alone that need them: `np.lexsort` sorts all rows by each key.
    """
    count = len(keys[0])
    order, starts = np.arange(count), np.arange(count) == 0
    for key in (*keys, np.arange(count)):
        group = np.cumsum(starts)
        tied = ~starts
        tied[:-1] |= tied[1:]
        at = np.flatnonzero(tied)
        if not len(at):
            break
        rows, groups = order[at], group[at]
        single = groups[0] == groups[-1]
        order[at] = rows = rows[np.argsort(key[rows]) if single else np.lexsort((key[rows], groups))]
        starts[at] |= first_of_runs(key[rows])
    return order


def contains(ordered: npt.NDArray[Any], values: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Which of `values` are among `ordered`, which is ascending."""
    if not len(ordered):
        return np.zeros(len(values), bool)
    found: npt.NDArray[np.bool_] = ordered[np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)] == values
    return found


def connected(count: int, a: npt.NDArray[np.integer[Any]], b: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.int64]:
    """The connected components, to convergence, of `count` nodes with edges between each `a` and `b`: a label from 0 for each."""
    graph = coo_array((np.ones(len(a), np.uint8), (a, b)), shape=(count, count))
    labels: npt.NDArray[np.int64] = connected_components(graph, directed=False)[1].astype(np.int64)
    return labels
