"""The rows by which two texts are judged: of all pairs of a row of the one and a row of the other, the pair nearest in time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from transforms.text.canonical import UNDATED

I64 = npt.NDArray[np.int64]


def within(times: I64, others: I64, span: int) -> npt.NDArray[np.bool_]:
    """Which of `times` lie no further than `span` from one of `others`; `others` need no order."""
    if not len(others):
        return np.zeros(len(times), bool)
    others = np.sort(others)
    # Spans that touch are one: there are few, and a search among few is fast.
    gaps = np.flatnonzero(np.diff(others) > 2 * span)
    low, high = others[np.append(0, gaps + 1)] - span, others[np.append(gaps, len(others) - 1)] + span
    at = np.searchsorted(low, times, side="right") - 1
    near: npt.NDArray[np.bool_] = (at >= 0) & (times <= high[at])
    return near


def nearest_rows(text: I64, published: I64, seen: I64, a: I64, b: I64) -> tuple[I64, I64]:
    """For each pair of rows of two texts (`text`: codes of rows) the rows with these texts that are nearest in time.

    Days of publication are compared where both rows have one, else when the rows came in (`seen`), which counts only where a text
    has an undated row. Of pairs equally near the first rows are taken.
    """
    a, b = a.copy(), b.copy()
    by_date = np.lexsort((np.arange(len(text)), published, text))  # undated rows stand last
    starts = np.searchsorted(text[by_date], np.arange(int(text.max()) + 2 if len(text) else 1))
    sizes = np.diff(starts)
    for at in np.flatnonzero((sizes[text[a]] > 1) | (sizes[text[b]] > 1)).tolist():
        one, other = (by_date[starts[text[row]] : starts[text[row] + 1]] for row in (a[at], b[at]))
        found = []
        dated = [rows[: np.searchsorted(published[rows], UNDATED)] for rows in (one, other)]
        found.append(_nearest(published, *dated))
        undated = [rows[len(some) :] for rows, some in zip((one, other), dated, strict=True)]
        if len(undated[0]):
            found.append(_nearest(seen, _by(seen, undated[0]), _by(seen, other)))
        if len(undated[1]):
            found.append(_nearest(seen, _by(seen, one), _by(seen, undated[1])))
        _, a[at], b[at] = min(pair for pair in found if pair is not None)
    return a, b


def _by(time: I64, rows: I64) -> I64:
    """The rows, ascending by time; of equal times the first row first."""
    return rows[np.lexsort((rows, time[rows]))]


def _nearest(time: I64, one: I64, other: I64) -> tuple[int, int, int] | None:
    """(distance, row of `one`, row of `other`); both ascending by `time`."""
    if not len(one) or not len(other):
        return None
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    times = time[many]
    right = np.searchsorted(times, time[few])
    around = np.stack((np.maximum(right - 1, 0), np.minimum(right, len(many) - 1)))
    # Of equal times the first row.
    around = np.searchsorted(times, times[around])
    distances = np.abs(times[around] - time[few])
    side, at = np.unravel_index(int(np.argmin(distances)), distances.shape)
    pair = int(few[at]), int(many[around[side, at]])
    return int(distances[side, at]), *(pair if few is one else pair[::-1])
