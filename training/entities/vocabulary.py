"""Which pieces of the pretrained vocabulary the models keep: those that are used most, each language counting alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np

from training.entities.pretrained import Pretrained
from transforms.enrichers.pieces import Pieces

_ENGLISH = 4.0  # English counts as much as so many languages
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


def choose(model: Pretrained, texts: Mapping[str, Iterable[str]], count: int) -> list[int]:
    """`count` ids, ascending, the special ones among them; `texts` by language."""
    pieces = full(model)
    weight: Counter[int] = Counter()
    for language, some in texts.items():
        counts: Counter[int] = Counter()
        for text in some:
            for _, _, ids in pieces.units(text):
                counts.update(ids)
        total = sum(counts.values())
        factor = _ENGLISH if language == "en" else 1.0
        weight.update({piece: factor * number / total for piece, number in counts.items()})
    prior = np.exp(model.scores.astype(np.float64))
    fitting = [i for i, piece in enumerate(model.pieces[:-1]) if piece and _SCRIPTS.fullmatch(piece)]
    weight.update({i: _PRIOR * float(prior[i]) for i in fitting if i not in specials(model)})
    # One character each: without them their words could not be written at all.
    letters = [
        i
        for i in fitting
        if (len(model.pieces[i].lstrip("▁")) <= 1 and ord(model.pieces[i][-1]) < 0x3100) or model.pieces[i] == "▁"
    ]
    kept = dict.fromkeys([*specials(model), *letters])
    for piece, _ in sorted(weight.items(), key=lambda entry: (-entry[1], entry[0])):
        if len(kept) >= count:
            break
        kept[piece] = None
    return sorted(kept)
