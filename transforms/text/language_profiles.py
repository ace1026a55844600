"""langdetect's model of 55 languages, evaluated over all n-grams of a text at once.

langdetect draws n-grams at random, one by one, until a language stands out, and takes the mean of seven such walks. Its model
is a naive Bayes over the frequencies in its profiles, so the sum over all n-grams is what the walks estimate: the same answers,
no chance in them, and a tenth of the time.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import langdetect
import numpy as np
from langdetect.detector import Detector
from langdetect.utils.ngram import NGram
from numpy.typing import NDArray

SAMPLE_CHARS = 400
_UNIT = 1000
_WORDS_KEPT = 1 << 15
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-ÞΑ-ΩЀ-Я]{2,}")  # of abbreviations langdetect counts nothing
_LATIN = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class _Model:
    languages: tuple[str, ...]  # langdetect's codes
    rows: dict[str, int]  # n-gram of 1 to 3 characters: its row
    logs: NDArray[np.int32]  # log of the smoothed frequency in thousandths, so that sums are exact: (n-grams, languages)
    floor: int  # the same for an n-gram that a language lacks


class _Normal(dict[int, str]):
    """langdetect's normal form of each character, for str.translate."""

    def __missing__(self, point: int) -> str:
        self[point] = form = str(NGram.normalize(chr(point)))
        return form


_NORMAL = _Normal()


def languages() -> frozenset[str]:
    """The codes that langdetect has profiles of."""
    return frozenset(_model().languages)


def best(text: str) -> tuple[str, float] | None:
    """langdetect's most probable language for the beginning of `text` and its score in [0, 1]; None where no n-gram is known.

    The score is the posterior at a temperature of the root of the number of n-grams: they are not independent, and without it
    every score is 1.
    """
    model = _model()
    rows = _rows_of(text[:SAMPLE_CHARS])
    if not rows:
        return None
    logs = model.logs[rows].sum(axis=0)
    odds = np.exp((logs - logs.max()) / (_UNIT * len(rows) ** 0.5))
    found = int(logs.argmax())
    return model.languages[found], round(float(odds[found] / odds.sum()), 4)


def evidence(text: str) -> int:
    """How much likelier the n-grams of `text` are in the language that fits best than in none: a sum of logs, in thousandths.

    It compares readings of the same bytes: what was read in the wrong encoding holds few n-grams of any language.
    """
    rows = _rows_of(text)
    model = _model()
    return int((model.logs[rows] - model.floor).sum(axis=0).max()) if rows else 0


def _rows_of(text: str) -> list[int]:
    text = Detector.MAIL_RE.sub(" ", Detector.URL_RE.sub(" ", text))
    text = _CAPITALS.sub(" ", str(NGram.normalize_vi(text)).translate(_NORMAL))
    bare = _LATIN.sub(" ", text)
    if 2 * (len(text) - len(bare)) < sum(map(len, bare.split())):  # names in Latin letters within another script
        text = bare
    rows: list[int] = []
    for word in text.split():
        rows += _rows(word)
    return rows


@lru_cache(_WORDS_KEPT)
def _rows(word: str) -> tuple[int, ...]:
    """The rows of the n-grams of a word, the spaces around it among them."""
    known = _model().rows.get
    padded = f" {word} "
    grams = [*word, *(padded[i : i + 2] for i in range(len(word) + 1)), *(padded[i : i + 3] for i in range(len(word)))]
    return tuple(row for row in map(known, grams) if row is not None)


@cache
def _model() -> _Model:
    """The profiles, read in sorted order so that every machine has the same model."""
    folder = Path(langdetect.__file__).parent / "profiles"
    codes: list[str] = []
    rows: dict[str, int] = {}
    places: list[int] = []
    columns: list[int] = []
    shares: list[float] = []
    for path in sorted(path for path in folder.iterdir() if path.is_file() and "." not in path.name):
        profile = json.loads(path.read_text(encoding="utf-8"))
        for gram, count in profile["freq"].items():
            if 1 <= len(gram) <= NGram.N_GRAM:
                places.append(rows.setdefault(gram, len(rows)))
                columns.append(len(codes))
                shares.append(count / profile["n_words"][len(gram) - 1])
        codes.append(profile["name"])
    frequencies = np.zeros((len(rows), len(codes)), dtype=np.float32)
    frequencies[places, columns] = shares
    frequencies += Detector.ALPHA_DEFAULT / Detector.BASE_FREQ
    logs = np.log(frequencies, out=frequencies)
    units = np.rint(logs * _UNIT).astype(np.int32)
    return _Model(tuple(codes), rows, units, int(units.min()))
