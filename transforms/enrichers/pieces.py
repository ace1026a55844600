"""Text cut into units, which labels go to, and units into the pieces of a vocabulary, which a network reads.

A unit is a word without its punctuation, a punctuation mark, or one character of a script without spaces. Labels are given to
units, so that where an entity begins and ends never depends on the vocabulary.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

# Marks that belong to the letter before them; `\w` leaves those of Indic and other scripts out.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    "\u0900-\u0963\u0966-\u0dff\u1ab0-\u1aff\u200c\u200d"
)
# Thai, Lao, Burmese, Khmer, Kana, Han and its extensions.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
UNITS = re.compile(f"[{_UNSPACED}]|(?:(?![_{_UNSPACED}])[\\w{_MARKS}])+|[^\\s]")

SPACE = "▁"  # how the vocabulary writes the space before a word
_LONGEST = 40  # characters of a unit that are looked at; what is longer is no word
_CACHED = 1 << 17  # units whose pieces are remembered

Unit = tuple[int, int, tuple[int, ...]]  # start, end, pieces


class Pieces:
    """A unigram vocabulary: of all ways to cut a unit into pieces, the likeliest is taken.

    Source: Kudo, Subword Regularization (2018), section 3.2, without its sampling.
    """

    def __init__(self, pieces: Sequence[str], scores: npt.NDArray[np.float32], unknown: int) -> None:
        """`pieces[i]` and its log probability `scores[i]` are those of id i; special pieces are "" and never found."""
        self._known = {piece: (i, float(score)) for i, (piece, score) in enumerate(zip(pieces, scores, strict=True)) if piece}
        self._longest = max(map(len, self._known), default=1)
        self._unknown = unknown
        self._unknown_score = float(scores.min(initial=0.0)) - 10.0
        self._cache: dict[tuple[str, bool], tuple[int, ...]] = {}

    def ids(self, unit: str, spaced: bool) -> tuple[int, ...]:
        """The pieces of one unit, at least one; `spaced`: it begins the text or stands behind a space."""
        key = (unit, spaced)
        found = self._cache.get(key)
        if found is None:
            if len(self._cache) >= _CACHED:
                self._cache.clear()
            found = self._cache[key] = self._cut(unit, spaced)
        return found

    def units(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Unit]:
        """The units between two places of a text, in order, each with its pieces; the first counts as standing behind a space."""
        for match in UNITS.finditer(text, start, len(text) if end is None else end):
            first, last = match.span()
            yield first, last, self.ids(match.group(), first == start or text[first - 1].isspace())

    def _cut(self, unit: str, spaced: bool) -> tuple[int, ...]:
        text = unicodedata.normalize("NFKC", unit[:_LONGEST])[:_LONGEST].replace(" ", "")
        text = SPACE + text if spaced else text
        best = [0.0] + [-np.inf] * len(text)
        cut: list[tuple[int, int]] = [(0, self._unknown)] * (len(text) + 1)
        for end in range(1, len(text) + 1):
            for start in range(max(0, end - self._longest), end):
                piece, score = self._known.get(text[start:end], (-1, 0.0))
                if piece < 0:
                    if end - start > 1:
                        continue
                    piece, score = self._unknown, self._unknown_score
                if best[start] + score > best[end]:
                    best[end], cut[end] = best[start] + score, (start, piece)
        ids: list[int] = []
        end = len(text)
        while end:
            end, piece = cut[end]
            if not (piece == self._unknown and ids and ids[-1] == piece):
                ids.append(piece)
        return tuple(reversed(ids)) or (self._unknown,)
