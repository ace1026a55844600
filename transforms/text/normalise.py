"""Text as hashes of its words, so that copies edited for typography come out alike.

NFKC and casefold; apostrophes and quotation marks deleted, other punctuation a space; digits of all scripts as ASCII, without
separators inside a number (700,000 and 700.000 are one). Where a script writes no spaces a token is an n-gram of characters, one
beginning at each: two of Han and Kana, four of Thai, Lao, Khmer and Burmese. All in numpy columns over code points: no Python
object for a word.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
I32 = npt.NDArray[np.int32]

# Kinds of code points. From LETTER on they make tokens, from HAN on each alone.
_DELETE, _SPACE, _NEWLINE, _END, _FULL_STOP, _LETTER, _DIGIT, _HAN, _UNSPACED = range(9)

SHINGLE = 3  # words: edited copies keep more of them than of longer ones, other stories hardly share any
_LIMIT = 0x20000  # beyond: Han again
_DELETED = frozenset("'’‘ʼ‛`´ʹʻ\"“”„‟«»‹›「」『』〝〞＂＇")
_ENDS = frozenset(".!?…؟۔।॥")
_GROUPED = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")  # French thousands; NFKC would make them plain spaces
_HAN_RANGES = ((0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF))
_UNSPACED_RANGES = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1950, 0x19DF), (0x1A20, 0x1AAF), (0xA9E0, 0xAA7F))

_BASE = 0x9E3779B97F4A7C15 | 1
_MASK = (1 << 64) - 1
_MULTIPLIERS = np.random.default_rng(20240501).integers(1, 1 << 63, 64, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text, as columns of one length; `words` is their number, n-grams counted for what they make of words."""

    hashes: U64
    lines: I32  # the line of each token, lines parted by "\\n"
    sentences: I32
    is_number: npt.NDArray[np.bool_]
    words: int


def tokenise(text: str) -> Tokens:
    """Splits a text into token hashes with their line and sentence."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _GROUPED.sub("", text))
    points = np.frombuffer(text.casefold().encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kind_of, digit_of = _tables()
    kinds = kind_of[np.minimum(points, _LIMIT)]
    kept = kinds != _DELETE
    is_digit = kinds == _DIGIT
    between = np.flatnonzero(is_digit[:-2] & is_digit[2:]) + 1
    kept[between[_is_separator(points[between])]] = False
    points, kinds = points[kept], kinds[kept]
    is_digit = kinds == _DIGIT
    points[is_digit] = digit_of[np.minimum(points[is_digit], _LIMIT)]

    is_token, alone = kinds >= _LETTER, kinds >= _HAN
    before = np.concatenate(([False], is_token[:-1] & ~alone[:-1])) if len(kinds) else is_token
    starts = np.flatnonzero(is_token & (~before | alone))
    after = np.concatenate((is_token[1:] & ~alone[1:], [False])) if len(kinds) else is_token
    ends = np.flatnonzero(is_token & (~after | alone)) + 1
    digits = np.concatenate(([0], np.cumsum(is_digit)))
    newline = kinds == _NEWLINE
    spaced = np.concatenate((kinds[1:] <= _NEWLINE, [True])) if len(kinds) else newline
    sentence_end = newline | ((kinds == _END) & spaced) | (kinds == _FULL_STOP)
    han, unspaced = int((kinds == _HAN).sum()), int((kinds == _UNSPACED).sum())
    lines = np.cumsum(newline, dtype=np.int32)[starts]
    hashes = _hash_spans(points, starts, ends)
    for kind, size, present in ((_HAN, 2, han), (_UNSPACED, 4, unspaced)):
        if present:
            hashes = _ngrams(hashes, kinds[starts] == kind, lines, size)
    return Tokens(
        hashes=hashes,
        lines=lines,
        sentences=np.cumsum(sentence_end, dtype=np.int32)[starts],
        is_number=(digits[ends] - digits[starts]) == (ends - starts),
        words=len(starts) - han - unspaced + han // 2 + unspaced // 4,
    )


def _ngrams(hashes: U64, inside: npt.NDArray[np.bool_], lines: I32, size: int) -> U64:
    """Joins each token that is `inside` with the next ones of its kind and line, up to `size`."""
    joined = hashes * _MULTIPLIERS[0]
    running = inside.copy()
    for offset in range(1, min(size, len(hashes))):
        running[-offset:] = False
        running[:-offset] &= inside[offset:] & (lines[:-offset] == lines[offset:])
        joined[:-offset] += np.where(running[:-offset], hashes[offset:] * _MULTIPLIERS[offset], np.uint64(0))
    return np.where(inside, mix(joined), hashes)


def count_words(text: str) -> int:
    """Words of a text; where the script writes no spaces, about as many as a spaced language would need."""
    return tokenise(text).words


def shingles(hashes: U64, size: int) -> U64:
    """One hash for each run of `size` tokens, shape (n - size + 1,); of a shorter text one for the whole."""
    count = len(hashes)
    if count == 0:
        return np.empty(0, np.uint64)
    size = min(size, count)
    total = np.zeros(count - size + 1, np.uint64)
    for offset in range(size):
        total += hashes[offset : count - size + 1 + offset] * _MULTIPLIERS[offset]
    return mix(total)


def mix(values: U64) -> U64:
    """Spreads every bit over all others. Source: the finaliser of MurmurHash3."""
    values = values ^ (values >> np.uint64(33))
    values *= np.uint64(0xFF51AFD7ED558CCD)  # in place: half of the time went into memory for values in between
    values ^= values >> np.uint64(33)
    values *= np.uint64(0xC4CEB9FE1A85EC53)
    values ^= values >> np.uint64(33)
    return values


def _hash_spans(points: U32, starts: npt.NDArray[np.intp], ends: npt.NDArray[np.intp]) -> U64:
    """Polynomial hashes modulo 2^64 of many spans at once: differences of one running sum, shifted back to position 0."""
    powers, inverses = _powers(1 << max(12, len(points).bit_length()))
    running = np.zeros(len(points) + 1, np.uint64)
    np.multiply(_mixed_points()[np.minimum(points, _LIMIT)], powers[: len(points)], out=running[1:])
    if points.max(initial=0) >= _LIMIT:
        far = np.flatnonzero(points >= _LIMIT)
        running[far + 1] = mix(points[far].astype(np.uint64) + np.uint64(1)) * powers[far]
    np.cumsum(running, out=running)
    return mix((running[ends] - running[starts]) * inverses[starts])


@functools.cache
def _mixed_points() -> U64:
    """The hash of each code point up to `_LIMIT`."""
    return mix(np.arange(_LIMIT + 1, dtype=np.uint64) + np.uint64(1))


@functools.lru_cache(maxsize=16)
def _powers(length: int) -> tuple[U64, U64]:
    """`_BASE` ** i and its inverse modulo 2^64, for i below `length`."""
    powers = np.full(length, _BASE, np.uint64)
    inverses = np.full(length, pow(_BASE, -1, 1 << 64), np.uint64)
    powers[0] = inverses[0] = 1
    return np.multiply.accumulate(powers), np.multiply.accumulate(inverses)


def _is_separator(points: U32) -> npt.NDArray[np.bool_]:
    """Points, commas, colons and slashes: inside figures, times and dates they make one number."""
    found: npt.NDArray[np.bool_] = (
        (points == 0x2E) | (points == 0x2C) | (points == 0x3A) | (points == 0x2F) | (points == 0x66B) | (points == 0x66C)
    )
    return found


@functools.cache
def _tables() -> tuple[npt.NDArray[np.uint8], U32]:
    """The kind of each code point below `_LIMIT`, and for digits the ASCII digit of their value."""
    kinds = np.full(_LIMIT + 1, _SPACE, np.uint8)
    digits = np.zeros(_LIMIT + 1, np.uint32)
    for point in range(_LIMIT):
        character = chr(point)
        category = unicodedata.category(character)
        if category == "Nd":
            kinds[point], digits[point] = _DIGIT, 0x30 + unicodedata.decimal(character)
        elif category[0] in "LMN":
            kinds[point] = _LETTER
        elif category == "Cf":
            kinds[point] = _DELETE
    for low, high in _HAN_RANGES:
        kinds[low : high + 1] = np.where(kinds[low : high + 1] == _LETTER, _HAN, kinds[low : high + 1])
    for low, high in _UNSPACED_RANGES:
        kinds[low : high + 1] = np.where(kinds[low : high + 1] == _LETTER, _UNSPACED, kinds[low : high + 1])
    kinds[[ord(c) for c in _DELETED]] = _DELETE
    kinds[[ord(c) for c in _ENDS]] = _END
    kinds[[ord(c) for c in "。｡！？"]] = _FULL_STOP
    kinds[0x64B:0x660] = _DELETE  # Arabic vowel signs: written or left out at will
    kinds[0x0A] = _NEWLINE
    kinds[_LIMIT] = _HAN
    return kinds, digits
