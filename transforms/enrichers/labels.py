"""From the probabilities of labels to spans: the likeliest sequence in which an entity goes on only where one has begun."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

TYPES = ("PER", "ORG", "LOC")
# O, then B and I of each type.
_COUNT = 1 + 2 * len(TYPES)


def _forbidden() -> npt.NDArray[np.float64]:
    """(from, to): 0, or minus infinity where I follows neither B nor I of its type."""
    costs = np.zeros((_COUNT, _COUNT))
    for kind in range(len(TYPES)):
        inside = 2 + 2 * kind
        costs[:, inside] = -np.inf
        costs[[inside - 1, inside], inside] = 0.0
    return costs


_COSTS = _forbidden()
_START = np.array([-np.inf if i and i % 2 == 0 else 0.0 for i in range(_COUNT)])


def spans(units: Sequence[tuple[int, int]], probabilities: npt.NDArray[np.floating]) -> list[tuple[int, int, str, float]]:
    """(start, end, type, score) of each entity, in order; scores in (0, 1].

    `units[i]` is (start, end) of a unit, `probabilities[i]` those of its labels; an entity's score is the mean of its units'.

    Source: Viterbi (1967).
    """
    if not len(units):
        return []
    logs = np.log(np.maximum(probabilities.astype(np.float64), 1e-9))
    best = logs.argmax(axis=1)
    if not _valid(best):
        best = _likeliest(logs)
    found: list[tuple[int, int, str, float]] = []
    at = 0
    labels = best.tolist()
    while at < len(labels):
        label = labels[at]
        if not label:
            at += 1
            continue
        stop = at + 1
        kind = (label - 1) // 2
        while stop < len(labels) and labels[stop] == 2 + 2 * kind:
            stop += 1
        score = float(np.mean([probabilities[i, labels[i]] for i in range(at, stop)]))
        found.append((units[at][0], units[stop - 1][1], TYPES[kind], min(1.0, score)))
        at = stop
    return found


def _valid(labels: npt.NDArray[np.intp]) -> bool:
    before = np.concatenate(([0], labels[:-1]))
    inside = (labels > 0) & (labels % 2 == 0)
    return bool((~inside | (before == labels) | (before == labels - 1)).all())


def _likeliest(logs: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    total = logs[0] + _START
    back = np.zeros(logs.shape, np.intp)
    for at in range(1, len(logs)):
        ways = total[:, None] + _COSTS
        back[at] = ways.argmax(axis=0)
        total = ways.max(axis=0) + logs[at]
    labels = np.empty(len(logs), np.intp)
    labels[-1] = total.argmax()
    for at in range(len(logs) - 1, 0, -1):
        labels[at - 1] = back[at, labels[at]]
    return labels
