"""Enrichers: what is found in an article's text beyond the article itself. To add one: one file, one line in `ENRICHERS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from transforms.enrichers import entities
from transforms.enrichers.countries import Countries
from transforms.enrichers.gathering import gathered
from transforms.enrichers.neural import MODELS
from transforms.schemas.entities import ArticleText, Entity


class Enricher(Protocol):
    """Finds entities in one article. The same text gives the same entities, in the same order, in every process."""

    @property
    def name(self) -> str:
        """The key in `ENRICHERS`, and the `method` of its entities."""

    def setup(self) -> None:
        """Loads models, once a process and before the first article."""

    def entities(self, article: ArticleText) -> Sequence[Entity]:
        """The entities of one article. Mentions lie in its `text`, in code points, end exclusive; any text is valid, "" too."""


def find(enrichers: Sequence[Enricher], article: ArticleText) -> list[Entity]:
    """What all enrichers find in an article: one row an entity, one mention a place, in order of first mention."""
    return gathered([enricher.entities(article) for enricher in enrichers])


def _without_settings(kind: Callable[[], Enricher]) -> Callable[[Mapping[str, object]], Enricher]:
    def make(settings: Mapping[str, object]) -> Enricher:
        if settings:
            raise ValueError(f"it has no settings, so {', '.join(sorted(settings))} means nothing")
        return kind()

    return make


ENRICHERS: dict[str, Callable[[Mapping[str, object]], Enricher]] = {
    "countries": _without_settings(Countries),
    "entities": entities.make,
}


@dataclass(frozen=True, slots=True)
class EnricherChoice:
    """One entry of the config's list: which enricher, with what settings of its own."""

    name: str
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EnrichSettings:
    """Which enrichers run, in this order. In YAML: `enrichers: [{name: entities, model: default}]`; the rest are its settings."""

    enrichers: tuple[EnricherChoice, ...] = (EnricherChoice("entities", {"model": MODELS[0]}),)

    @classmethod
    def from_plain(cls, plain: Sequence[Mapping[str, object]]) -> EnrichSettings:
        """From the config's list. Raises ValueError that names the entry, the key and the valid choices."""
        choices = []
        for index, entry in enumerate(plain):
            name = entry.get("name") if isinstance(entry, Mapping) else None
            if not isinstance(name, str) or name not in ENRICHERS:
                raise ValueError(f"enrichers[{index}].name: {name!r} is no enricher; choose from {', '.join(sorted(ENRICHERS))}")
            choice = EnricherChoice(name, {key: value for key, value in entry.items() if key != "name"})
            try:
                ENRICHERS[name](choice.settings)
            except (TypeError, ValueError) as error:
                raise ValueError(f"enrichers[{index}] ({name}): {error}") from error
            choices.append(choice)
        return cls(tuple(choices))

    def make(self) -> list[Enricher]:
        """The enrichers, not yet set up."""
        return [ENRICHERS[choice.name](choice.settings) for choice in self.enrichers]
