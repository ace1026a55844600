"""Which rows are one article: seen again, its next version, or another article under the same URL."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import xxhash

from transforms.text.lines import sample_containment
from transforms.text.normalise import U32

I64 = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint8]  # (n, 16)
Ids = npt.NDArray[np.bytes_]  # S32, hexadecimal

_LAST = 8  # versions of an article, beside its first, that a further text is compared with


@dataclass(frozen=True, slots=True)
class Versions:
    """Columns over rows: the article's id, its version from 1, and the row that a repetition repeats (-1: it is none)."""

    article_id: Ids
    version: I64
    repeats: I64


@dataclass(slots=True)
class _Article:
    """One article of an identity while its rows are gone through."""

    article_id: bytes
    last: int
    rows: list[int] = field(default_factory=list)  # in the order in which they became versions


def assign_versions(
    identity: I64,
    raw: I64,
    keys: Keys,
    raw_keys: Keys,
    time: I64,
    old_ids: Ids,
    old_versions: I64,
    samples: Callable[[I64], Sequence[U32]],
    least: float,
) -> Versions:
    """Decides for each row; the first `len(old_ids)` rows are earlier runs'. `time` orders versions, then the row number does.

    `samples` gives bottom-k samples of the texts before boilerplate removal; two texts that share `least` are versions.
    """
    count, old = len(identity), len(old_ids)
    ids = hexadecimal(keys)
    ids[:old] = old_ids
    version = np.ones(count, np.int64)
    version[:old] = old_versions
    repeats = np.full(count, -1, np.int64)
    is_new = np.arange(count) >= old
    order = np.lexsort((np.arange(count), np.where(is_new, time, 0), is_new, identity))
    starts = (
        np.flatnonzero(np.concatenate(([True], identity[order][1:] != identity[order][:-1]))) if count else np.empty(0, np.intp)
    )
    sizes = np.diff(np.append(starts, count))
    groups = [order[start : start + size] for start, size in zip(starts[sizes > 1], sizes[sizes > 1], strict=True)]
    groups = [group for group in groups if group[-1] >= old]
    # Only where one identity has several texts do the texts themselves matter.
    needed = [group for group in groups if len(np.unique(raw[group])) > 1]
    rows = np.sort(np.concatenate(needed)).astype(np.int64) if needed else np.empty(0, np.int64)
    sample_of = dict(zip(rows.tolist(), samples(rows), strict=True))
    for group in groups:
        articles: list[_Article] = []
        number_of: dict[bytes, int] = {}
        known: dict[int, int] = {}  # raw text code -> the first row with it
        holders: dict[int, set[int]] = defaultdict(set)
        for row in group.tolist():
            sample = sample_of.get(row)
            if row < old:
                number = number_of.setdefault(bytes(ids[row]), len(articles))
                if number == len(articles):
                    articles.append(_Article(ids[row], 0))
                articles[number].last = max(articles[number].last, int(version[row]))
            else:
                again = known.get(int(raw[row]))
                if again is not None:
                    repeats[row], ids[row], version[row] = again, ids[again], version[again]
                    continue
                found = _closest(sample, articles, holders, sample_of, least)
                if found is None:
                    number = len(articles)
                    articles.append(_Article(ids[row] if not articles else _other_id(keys[row], raw_keys[row]), 1))
                else:
                    number = found
                    articles[number].last += 1
                ids[row], version[row] = articles[number].article_id, articles[number].last
            known.setdefault(int(raw[row]), row)
            articles[number].rows.append(row)
            for value in sample.tolist() if sample is not None else ():
                holders[value].add(number)
    return Versions(ids, version, repeats)


def superseded(article: I64, version: I64, time: I64, rows: I64) -> I64:
    """For each row the one of `rows` that is its article's version before it, in order of `time`, then of version; -1: none.

    `article` holds codes of the articles. An older text that comes later stands between the versions where it belongs.
    """
    result = np.full(len(article), -1, np.int64)
    order = rows[np.lexsort((version[rows], time[rows], article[rows]))]
    same = article[order][1:] == article[order][:-1]
    result[order[1:][same]] = order[:-1][same]
    return result


def hexadecimal(keys: Keys) -> Ids:
    """16 bytes each as 32 hexadecimal digits."""
    return np.frombuffer(keys.tobytes().hex().encode(), "S32").copy() if len(keys) else np.empty(0, "S32")


def _other_id(key: Keys, raw_key: Keys) -> bytes:
    """The id of a further article under one identity: of the identity and its text."""
    return xxhash.xxh3_128_hexdigest(key.tobytes() + raw_key.tobytes()).encode()


def _closest(
    sample: U32 | None, articles: list[_Article], holders: dict[int, set[int]], sample_of: dict[int, U32], least: float
) -> int | None:
    """The article that shares most with the text, if it shares enough."""
    if sample is None:
        return None
    shared = Counter(number for value in sample.tolist() for number in holders.get(value, ()))
    best, best_share = None, 0.0
    for number, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:8]:
        versions = articles[number].rows
        share = max(sample_containment(sample, sample_of[row]) for row in {*versions[:1], *versions[-_LAST:]})
        if share >= least and share > best_share:
            best, best_share = number, share
    return best
