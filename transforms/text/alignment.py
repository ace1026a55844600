"""Two texts side by side, sentence by sentence: what stayed, what went, what came, and which words of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.text.differences import matches, words_of

SAME, REMOVED, ADDED = "same", "removed", "added"

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+|[。！？]+[」』”’)]*\s*|\n\s*")
_ALIKE = 1 / 3  # two sentences that share less of the shorter one are no forms of one sentence


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence as pieces of its text, each with whether it stands in one of both only."""

    kind: str
    pieces: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        return "".join(piece for piece, _ in self.pieces)


@dataclass(slots=True)
class _Side:
    """The words of a text, the sentence of each, and the words of each sentence that count: all but blanks."""

    words: list[str]
    sentence: list[int]
    of: list[list[int]]


def align(old: str, new: str) -> list[Line]:
    """The sentences of both, in the order of both. Blanks are alike, so a text in other paragraphs is the same."""
    a, b = _side(old), _side(new)
    pairs = _alike(a, b, matches([_folded(w) for w in a.words], [_folded(w) for w in b.words]))
    kept_a, kept_b = {x for x, _ in pairs}, {y for _, y in pairs}
    partners: defaultdict[int, set[int]] = defaultdict(set)
    for x, y in pairs:
        partners[a.sentence[x]].add(b.sentence[y])
    lines: list[Line] = []
    told = 0  # sentences of `new` that are told
    for number, words in enumerate(a.of):
        found = partners[number]
        if not found:
            lines += _lines(a, [number], REMOVED, kept_a)
            continue
        lines += _lines(b, range(told, min(found)), ADDED, kept_b)
        told = max(told, min(found))
        new_ones = range(told, max(found) + 1)
        told = max(told, max(found) + 1)
        if all(w in kept_a for w in words) and all(w in kept_b for n in new_ones for w in b.of[n]):
            lines += _lines(b, new_ones, SAME, kept_b)
            continue
        if any(w not in kept_a for w in words) or new_ones:
            lines += _lines(a, [number], REMOVED, kept_a)
        lines += _lines(b, new_ones, ADDED, kept_b)
    return lines + _lines(b, range(told, len(b.of)), ADDED, kept_b)


def _side(text: str) -> _Side:
    words = words_of(text)
    ends = [found.end() for found in _END.finditer(text)]
    sentence: list[int] = []
    of: list[list[int]] = []
    at = place = 0
    for number, word in enumerate(words):
        while at < len(ends) and ends[at] <= place:
            at += 1
        if not word.isspace():
            if not of or sentence[of[-1][-1]] != at:
                of.append([])
            of[-1].append(number)
        sentence.append(at)
        place += len(word)
    # Sentences of blanks alone are none: number those that hold words.
    names = {sentence[words_[0]]: number for number, words_ in enumerate(of)}
    return _Side(words, [names.get(s, -1) for s in sentence], of)


def _folded(word: str) -> str:
    return " " if word.isspace() else word


def _alike(a: _Side, b: _Side, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs of words that stand in sentences which have enough in common; blanks are left out."""
    pairs = [(x, y) for x, y in pairs if not a.words[x].isspace()]
    shared: defaultdict[tuple[int, int], int] = defaultdict(int)
    for x, y in pairs:
        shared[a.sentence[x], b.sentence[y]] += len(a.words[x])
    sizes = [[sum(len(side.words[w]) for w in words) for words in side.of] for side in (a, b)]
    enough = {(s, t) for (s, t), count in shared.items() if count >= _ALIKE * min(sizes[0][s], sizes[1][t])}
    return [(x, y) for x, y in pairs if (a.sentence[x], b.sentence[y]) in enough]


def _lines(side: _Side, numbers: Sequence[int], kind: str, kept: set[int]) -> list[Line]:
    lines = []
    for number in numbers:
        first, last = side.of[number][0], side.of[number][-1]
        pieces: list[tuple[str, bool]] = []
        for at in range(first, last + 1):
            word = _folded(side.words[at])
            changed = kind != SAME and (at not in kept if word != " " else bool(pieces and pieces[-1][1]))
            if pieces and pieces[-1][1] == changed:
                pieces[-1] = pieces[-1][0] + word, changed
            else:
                pieces.append((word, changed))
        lines.append(Line(kind, tuple(pieces)))
    return lines
