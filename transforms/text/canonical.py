"""Which article of a cluster is the one to read: early, closest to all others, complete, with its quotation marks, unfurnished.

Every copy differs from its source in its own way, so the source is the text that the others have most in common with.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transforms.text.verify import Figures

I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]

UNDATED = np.iinfo(np.int64).max

# Weights of the parts of the score, each part in [0, 1]. Chosen by measurement on labelled clusters.
_EARLY, _CENTRAL, _COMPLETE, _QUOTES, _FURNITURE, _CUT, _AGENCY, _INCUMBENT = 2.0, 3.0, 0.7, 0.7, 3.5, 1.0, 0.3, 0.4
_PEERS = 8  # texts of its cluster that each text is compared with
_EARLY_HOURS = 3.0  # a copy may be stamped minutes before its source
_EARLY_UNDATED = 0.75  # a missing date says little: as good as an hour after the first


@dataclass(frozen=True, slots=True)
class Traits:
    """What speaks for a text, as columns over rows."""

    published: I64  # microseconds; UNDATED where there is no date
    words: I64
    quotes: I64
    boilerplate: F64  # share of the words that were furniture
    truncated: npt.NDArray[np.bool_]
    agency: npt.NDArray[np.bool_]
    incumbent: npt.NDArray[np.bool_]  # canonical in an earlier run: stays unless clearly beaten

    def take(self, rows: I64) -> Traits:
        return Traits(*(getattr(self, name)[rows] for name in self.__slots__))


def peers(text: I64, label: I64, rows: I64) -> tuple[I64, I64]:
    """Pairs of each of `rows` (one for each text) with a few of its cluster, to learn how central each is.

    Which ones depends on the members alone: neither on this run's candidates nor on how the input was split into runs.
    """
    order = rows[np.lexsort((text[rows], label[rows]))]
    _, starts, sizes = np.unique(label[order], return_index=True, return_counts=True)
    start, size = np.repeat(starts, sizes), np.repeat(sizes, sizes)
    columns = [(order[size > n], order[start[size > n] + n]) for n in range(_PEERS)]
    one, other = (np.concatenate(column) for column in zip(*columns, strict=True))
    return one[one != other], other[one != other]


def centrality(count: int, figures: Figures, one: I64, other: I64) -> F64:
    """The mean Jaccard index of each of `count` rows with its peers; 0 without any."""
    total = np.bincount(one, figures.jaccard[figures.find(one, other)], count)
    return total / np.maximum(1, np.bincount(one, minlength=count))


def scores(traits: Traits, central: F64, groups: I64) -> F64:
    """The score of each row among those of its group (`groups`: labels from 0); higher is better.

    `central` is each row's mean Jaccard index with others of its group.
    """
    count = int(groups.max()) + 1 if len(groups) else 0
    first = np.full(count, UNDATED)
    np.minimum.at(first, groups, traits.published)
    dated = traits.published != UNDATED
    hours = np.where(dated, traits.published - first[groups], 0) / 3.6e9
    early = np.where(dated, np.exp(-hours / _EARLY_HOURS), _EARLY_UNDATED)
    # The usual length, not the greatest: what is longer than the others was padded.
    by_words = np.lexsort((traits.words, groups))
    starts = np.searchsorted(groups[by_words], np.arange(count))
    sizes = np.diff(np.append(starts, len(groups)))
    usual = traits.words[by_words][starts + sizes // 2]
    total: F64 = (
        _EARLY * early
        + _CENTRAL * _of_best(central, groups, count)
        + _COMPLETE * np.minimum(1.0, traits.words / np.maximum(1, usual[groups]))
        + _QUOTES * _of_best(traits.quotes.astype(np.float64), groups, count)
        - _FURNITURE * traits.boilerplate
        - _CUT * traits.truncated
        + _AGENCY * traits.agency
        + _INCUMBENT * traits.incumbent
    )
    return total


def _of_best(values: F64, groups: I64, count: int) -> F64:
    """Each value as a share of its group's greatest; 1 where that is 0."""
    best = np.zeros(count)
    np.maximum.at(best, groups, values)
    result: F64 = np.where(best[groups] > 0, values / np.maximum(1e-9, best[groups]), 1.0)
    return result


def choose(traits: Traits, central: F64, groups: I64) -> I64:
    """The position of the best row of each group; ties go to the first row."""
    count = int(groups.max()) + 1 if len(groups) else 0
    order = np.lexsort((np.arange(len(groups)), -np.round(scores(traits, central, groups), 6), groups))
    return order[np.searchsorted(groups[order], np.arange(count))].astype(np.int64)


_REASONS = (
    "canonical before",
    "earliest",
    "among the earliest",
    "names its agency",
    "quotation marks intact",
    "complete",
    "least furniture",
)


def reasons(traits: Traits, members: I64, groups: I64, chosen: I64) -> list[str]:
    """Why the row `chosen[g]` stands for group g, in words; `groups[i]` is the group of the row `members[i]`."""
    count = len(chosen)
    size = np.bincount(groups, minlength=count)
    first = _least(traits.published[members], groups, count)
    on_time = np.bincount(groups[traits.published[members] == first[groups]], minlength=count)
    quotes = traits.quotes[members]
    most, fewest = -_least(-quotes, groups, count), _least(quotes, groups, count)
    by_words = np.lexsort((traits.words[members], groups))
    start = np.concatenate(([0], np.cumsum(size)[:-1]))
    ordered = np.append(traits.words[members][by_words], 0)
    median = (ordered[start + np.maximum(0, size - 1) // 2] + ordered[start + size // 2]) / 2
    furniture = np.full(count, np.inf)
    np.minimum.at(furniture, groups, traits.boilerplate[members])
    earliest = (traits.published[chosen] != UNDATED) & (traits.published[chosen] == first)
    said = np.stack(
        (
            traits.incumbent[chosen],
            earliest & (on_time == 1),
            earliest & (on_time > 1),
            traits.agency[chosen],
            (traits.quotes[chosen] > 0) & (traits.quotes[chosen] == most) & (most > fewest),
            ~traits.truncated[chosen] & (traits.words[chosen] >= 0.95 * median),
            traits.boilerplate[chosen] <= furniture + 0.01,
        )
    )
    code = (said * (1 << np.arange(len(said)))[:, None]).sum(axis=0)
    code[size <= 1] = 1 << len(said)
    words = {c: ", ".join(text for at, text in enumerate(_REASONS) if c >> at & 1) or "highest score" for c in set(code.tolist())}
    words[1 << len(said)] = "the only article"
    return [words[c] for c in code.tolist()]


def _least(values: I64, groups: I64, count: int) -> I64:
    """The smallest value of each group; UNDATED of one without any."""
    least = np.full(count, UNDATED)
    np.minimum.at(least, groups, values)
    return least
