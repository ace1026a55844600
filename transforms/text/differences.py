"""What was added to a text and removed from it, word by word, in time that grows with its length, whatever it holds.

Words that stand once in both texts are anchors; between two anchors the words that stand once *there* are anchors again, and so
on. Small rests are compared exactly, large ones without an anchor count as replaced. A passage that moved counts as removed and
added.
Source: patience diff, https://bramcohen.livejournal.com/73318.html
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

_EXACT = 2_000  # product of the lengths up to which two rests are compared exactly: that costs its square at worst
_WORK = 30  # how often a word may be looked at, on average

# Words, runs of blanks, and each other character alone; letters of scripts without spaces alone too. No character is left out.
_ALONE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
_WORDS = re.compile(rf"[{_ALONE}]|[^\W{_ALONE}]+|\s+|.", re.S)


@dataclass(frozen=True, slots=True)
class Difference:
    """Characters that a text gained and lost; `len(new) - len(old) == added - removed`."""

    added: int
    removed: int


def difference(old: str, new: str) -> Difference:
    """How many characters stand in only one of two texts."""
    if old == new:
        return Difference(0, 0)
    before, after = words_of(old), words_of(new)
    pairs = matches(before, after)
    common = sum(len(before[at]) for at, _ in pairs)
    return Difference(len(new) - common, len(old) - common)


def words_of(text: str) -> list[str]:
    """The text cut into words, blanks and other characters; joined they are the text again."""
    return _WORDS.findall(text)


def matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of what both have in common, ascending on both sides."""
    found: list[tuple[int, int]] = []
    budget = _WORK * (len(old) + len(new))
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        start, stop, from_, to = waiting.pop()
        while start < stop and from_ < to and old[start] == new[from_]:
            found.append((start, from_))
            start, from_ = start + 1, from_ + 1
        while start < stop and from_ < to and old[stop - 1] == new[to - 1]:
            stop, to = stop - 1, to - 1
            found.append((stop, to))
        sizes = stop - start, to - from_
        budget -= sum(sizes)
        if not all(sizes) or budget < 0:
            continue
        if sizes[0] * sizes[1] <= _EXACT:
            exact = SequenceMatcher(None, old[start:stop], new[from_:to], autojunk=False)
            found += [(start + a + n, from_ + b + n) for a, b, size in exact.get_matching_blocks() for n in range(size)]
            continue
        anchors = _anchors(old, new, start, stop, from_, to)
        edges = [(start - 1, from_ - 1), *anchors, (stop, to)]
        if anchors:
            found += anchors
            waiting += [(a + 1, c, b + 1, d) for (a, b), (c, d) in pairwise(edges)]
    return sorted(found)


def _anchors(old: Sequence[str], new: Sequence[str], start: int, stop: int, from_: int, to: int) -> list[tuple[int, int]]:
    """The longest ascending row of words that stand once in either part."""
    once = Counter(old[start:stop])
    other = Counter(new[from_:to])
    place = {word: at for at, word in enumerate(new[from_:to], from_) if other[word] == 1}
    pairs = [(at, place[word]) for at, word in enumerate(old[start:stop], start) if once[word] == 1 and word in place]
    # Patience sorting: the top of each pile, and for each pair the one on the pile before it.
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for number, (_, b) in enumerate(pairs):
        pile = bisect_left(tops, b)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(b)
            piles.append(number)
        else:
            tops[pile], piles[pile] = b, number
    chosen = []
    at = piles[-1] if piles else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]
