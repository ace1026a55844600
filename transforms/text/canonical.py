"""Which article of a cluster is the one to read: earliest, complete, with its quotation marks, little furniture, not cut short."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]

UNDATED = np.iinfo(np.int64).max

# Weights of the parts of the score, each part in [0, 1]. Chosen by measurement on labelled clusters.
_EARLIEST, _COMPLETE, _QUOTES, _FURNITURE, _WHOLE, _AGENCY, _INCUMBENT = 2.0, 1.0, 1.0, 2.0, 1.0, 0.5, 1.0


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


def scores(traits: Traits, groups: I64) -> F64:
    """The score of each row among those of its group (`groups`: labels from 0); higher is better."""
    count = int(groups.max()) + 1 if len(groups) else 0
    order = np.lexsort((traits.published, groups))
    earliest = np.zeros(len(groups))
    first = np.full(count, UNDATED)
    np.minimum.at(first, groups, traits.published)
    dated = traits.published != UNDATED
    earliest[dated] = traits.published[dated] == first[groups[dated]]
    # The usual length, not the greatest: what is longer than the others was padded.
    starts = np.searchsorted(groups[order], np.arange(count))
    by_words = np.lexsort((traits.words, groups))
    sizes = np.diff(np.append(starts, len(groups)))
    usual = traits.words[by_words][starts + sizes // 2]
    complete = np.minimum(1.0, traits.words / np.maximum(1, usual[groups]))
    most = np.zeros(count)
    np.maximum.at(most, groups, traits.quotes)
    quotes = np.where(most[groups] > 0, traits.quotes / np.maximum(1, most[groups]), 1.0)
    total: F64 = (
        _EARLIEST * earliest
        + _COMPLETE * complete
        + _QUOTES * quotes
        - _FURNITURE * traits.boilerplate
        - _WHOLE * traits.truncated
        + _AGENCY * traits.agency
        + _INCUMBENT * traits.incumbent
    )
    return total


def choose(traits: Traits, groups: I64) -> I64:
    """The position of the best row of each group; ties go to the first row."""
    count = int(groups.max()) + 1 if len(groups) else 0
    order = np.lexsort((np.arange(len(groups)), -np.round(scores(traits, groups), 6), groups))
    return order[np.searchsorted(groups[order], np.arange(count))].astype(np.int64)


def reason(traits: Traits, members: I64, chosen: int) -> str:
    """Why `chosen` stands for `members`, in words."""
    if len(members) == 1:
        return "the only article"
    said = []
    published = traits.published[members]
    if traits.incumbent[chosen]:
        said.append("canonical before")
    if traits.published[chosen] != UNDATED and traits.published[chosen] == published.min():
        said.append("earliest" if int((published == published.min()).sum()) == 1 else "among the earliest")
    if traits.agency[chosen]:
        said.append("names its agency")
    if traits.quotes[chosen] and traits.quotes[chosen] == traits.quotes[members].max() > traits.quotes[members].min():
        said.append("quotation marks intact")
    if not traits.truncated[chosen] and traits.words[chosen] >= 0.95 * np.median(traits.words[members]):
        said.append("complete")
    if traits.boilerplate[chosen] <= traits.boilerplate[members].min() + 0.01:
        said.append("least furniture")
    return ", ".join(said) or "highest score"
