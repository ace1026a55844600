"""Why two texts are one story or are not: the figures and the rules of clustering, for one pair, from the texts themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transforms.text.boilerplate import without_credits
from transforms.text.clusters import least_shared, templates
from transforms.text.duplicates import DuplicateSettings
from transforms.text.normalise import SHINGLE, shingles, tokenise
from transforms.text.sketches import overlap
from transforms.text.verify import Figures


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of two texts as they are stored. Shares lie in [0, 1]; `least` is what the shorter one had to share."""

    words: tuple[int, int]
    same: bool  # word for word
    containment: float  # share of the first text's 3-word shingles that the other has
    other_containment: float
    jaccard: float
    numbers: tuple[int, int, int]  # distinct ones shared, of the first and of the other
    least: float
    templates: bool
    short: bool  # too short for anything but equality

    @property
    def accepted(self) -> bool:
        """Whether they are copies by these rules alone; their dates are for the caller."""
        return self.same or (
            not self.short and not self.templates and max(self.containment, self.other_containment) >= self.least
        )

    def kind(self, near: float) -> str:
        """What the first is to the other: exact, near or contained."""
        if self.same:
            return "exact"
        return "contained" if self.other_containment < near and self.containment > self.other_containment else "near"


def compare(text: str, other: str, apart: bool, known: bool, settings: DuplicateSettings) -> Evidence:
    """`apart`: of two domains; `known`: boilerplate removal had evidence to work on for one of them."""
    tokens = [tokenise(without_credits(t)) for t in (text, other)]
    hashed = [np.unique((shingles(t.hashes, SHINGLE) >> np.uint64(32)).astype(np.uint32)) for t in tokens]
    numbers = [np.unique((t.hashes[t.is_number] >> np.uint64(32)).astype(np.uint32)) for t in tokens]
    counts = [overlap(*hashed), *map(len, hashed), overlap(*numbers), *map(len, numbers)]
    figures = Figures(*(np.array([n], np.int64) for n in (0, 1, *counts)))
    side = np.array([apart])
    return Evidence(
        words=(tokens[0].words, tokens[1].words),
        same=bool(np.array_equal(tokens[0].hashes, tokens[1].hashes)) and len(tokens[0].hashes) > 0,
        containment=counts[0] / max(1, counts[1]),
        other_containment=counts[0] / max(1, counts[2]),
        jaccard=float(figures.jaccard[0]),
        numbers=(counts[3], counts[4], counts[5]),
        least=float(least_shared(np.array([known]), side, settings)[0]),
        templates=bool(templates(figures, ~side)[0]),
        short=min(tokens[0].words, tokens[1].words) < settings.min_words,
    )
