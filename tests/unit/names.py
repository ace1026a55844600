"""A recogniser without a model, for tests of what is made of a recogniser's spans."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.enrichers.spans import Span
from transforms.schemas.entities import EntityType

_CAPITALISED = re.compile(r"[A-ZÀ-ÞА-Я][\w.'’-]*(?: [A-ZÀ-ÞА-Я][\w.'’-]*){0,2}")


class Capitals:
    """Takes runs of up to three capitalised words for names, and their type from the number of their letters."""

    languages = frozenset({"en", "de", "pl"})

    def setup(self) -> None:
        """Nothing to load."""

    def spans(self, text: str, language: str | None) -> list[Span]:
        types = list(EntityType)
        return [
            Span(match.start(), match.end(), types[len(match.group()) % 3], 0.5 + len(match.group()) % 5 / 10)
            for match in _CAPITALISED.finditer(text)
        ]


class Listed:
    """Finds what it was told: (wording, type, score). With `calls` the number of texts that it was asked about."""

    languages = frozenset({"en"})

    def __init__(self, listed: Sequence[tuple[str, EntityType, float]]) -> None:
        self._listed = listed
        self.asked: list[str] = []

    def setup(self) -> None:
        """Nothing to load."""

    def spans(self, text: str, language: str | None) -> list[Span]:
        self.asked.append(text)
        return [
            Span(match.start(), match.end(), kind, score)
            for wording, kind, score in self._listed
            for match in re.finditer(re.escape(wording), text)
        ]
