"""Which pieces of the pretrained vocabulary the models keep: those used most, languages counting alike but English more.

A name cut into the pieces that the encoder was pretrained with is found better than one cut into smaller ones, and what
news writes today is not all in the sentences trained on; so pieces are counted in these and in lists of word frequency.

Source of the lists: Speer, wordfreq 3.1.1 (2022).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from wordfreq import available_languages, get_frequency_dict

from training.entities.pretrained import Pretrained
from transforms.enrichers.pieces import SPACE, UNITS, Pieces

_ENGLISH = 8.0  # English counts as much as so many languages
_LOWER = 0.85  # share of the times that a word of a list is taken to be written without a capital
_LISTS = {"hr": "sh", "sr": "sh", "nn": "nb"}  # languages whose words stand in another's list
_PRIOR = 1.0  # what the pretrained vocabulary's own probabilities count, for words that the texts do not have
# Scripts of the languages trained on: Latin, Greek, Cyrillic, Devanagari, Kana, Han; digits and punctuation.
_SCRIPTS = re.compile(
    "[▁\u0020-\u024f\u0370-\u04ff\u0900-\u097f\u1e00-\u1eff\u2000-\u206f\u20a0-\u20bf\u3000-\u30ff\u4e00-\u9fff]+"
)


def specials(model: Pretrained) -> list[int]:
    return [model.begin, model.pad, model.end, model.unknown]


def full(model: Pretrained) -> Pieces:
    """The whole pretrained vocabulary."""
    hidden = {*specials(model), len(model.pieces) - 1}  # the last is its mask
    return Pieces(["" if i in hidden else piece for i, piece in enumerate(model.pieces)], model.scores, model.unknown)


def cut(model: Pretrained, kept: Sequence[int]) -> Pieces:
    """The pieces of the vocabulary kept, their ids being their places in `kept`."""
    return Pieces([model.pieces[i] for i in kept], model.scores[np.asarray(kept)], kept.index(model.unknown))


def choose(model: Pretrained, texts: Mapping[str, Iterable[str]], count: int) -> list[int]:
    """`count` ids, the special ones first, then single letters, then those used most; `texts` by language."""
    pieces = full(model)
    weight: dict[int, float] = defaultdict(float)
    for language, some in texts.items():
        factor = _ENGLISH if language == "en" else 1.0
        for counts in (_in_texts(pieces, some), _in_words(pieces, language)):
            total = sum(counts.values())
            for piece, number in counts.items():
                weight[piece] += factor * number / total
    prior = np.exp(model.scores.astype(np.float64))
    fitting = [i for i, piece in enumerate(model.pieces[:-1]) if _SCRIPTS.fullmatch(piece) and i not in specials(model)]
    for i in fitting:
        weight[i] += _PRIOR * float(prior[i])
    # One character each: without them their words could not be written at all.
    letters = [i for i in fitting if model.pieces[i] == SPACE or _is_letter(model.pieces[i].removeprefix(SPACE))]
    kept = dict.fromkeys([*specials(model), *letters])
    for piece, _ in sorted(weight.items(), key=lambda entry: (-entry[1], entry[0])):
        if len(kept) >= count:
            break
        if len(UNITS.findall(model.pieces[piece].removeprefix(SPACE))) == 1:
            kept[piece] = None
    return list(kept)


def _in_texts(pieces: Pieces, texts: Iterable[str]) -> Mapping[int, float]:
    return Counter(i for text in texts for _, _, ids in pieces.units(text) for i in ids)


def _in_words(pieces: Pieces, language: str) -> Mapping[int, float]:
    """From a list of words, which knows no capitals; empty for a language without."""
    code = _LISTS.get(language, language)
    counts: dict[int, float] = defaultdict(float)
    for word, frequency in get_frequency_dict(code).items() if code in available_languages() else ():
        for form, share in ((word, _LOWER), (word.capitalize(), 1 - _LOWER)):
            for _, _, ids in pieces.units(form):
                for piece in ids:
                    counts[piece] += share * frequency
    return counts


def _is_letter(piece: str) -> bool:
    return len(piece) == 1 and piece < "\u3100"
