"""A person, organisation or place named in an article, with every place where it is named."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EntityType(StrEnum):
    """What is named."""

    PERSON = "PERSON"
    ORG = "ORG"
    LOC = "LOC"


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What an enricher may know of an article.

    `language` is ISO 639, with or without a region ("pt-BR"), `domain` the outlet's; None where they are unknown.
    """

    text: str
    title: str | None = None
    language: str | None = None
    domain: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """One occurrence: code points into the article's `text`, end exclusive; `text[start:end]` is `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One row of the table `entities`. `mentions` are sorted by place; they are empty where only the title names it.

    `name` is one name for all languages, so that rows can be grouped by it; the wording of the article is in the mentions.
    `salience` in [0, 1]. `country` is ISO 3166-1 alpha-2. `method` is the enricher that found it.
    """

    name: str
    type: EntityType
    mentions: tuple[Mention, ...]
    method: str
    salience: float | None = None
    country: str | None = None
    geonames_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
