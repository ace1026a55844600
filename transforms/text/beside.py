"""What came beside a document's content, read: it is believed before what the page says."""

from __future__ import annotations

from dataclasses import dataclass, fields

from transforms.schemas.documents import Declared
from transforms.text import authors, dates, language, titles
from transforms.text.moments import Moment


@dataclass(frozen=True, slots=True)
class Beside:
    """The values for an article's columns of these names; empty ones were not given, or hold nothing."""

    title: str | None
    authors: tuple[str, ...]
    published_at: Moment | None
    modified_at: Moment | None
    section: str | None
    keywords: tuple[str, ...]
    description: str | None
    publisher: str | None
    language_declared: str | None

    @property
    def given(self) -> tuple[str, ...]:
        """Names of the columns that have a value."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name))


def read(declared: Declared, publisher: str | None = None) -> Beside:
    """Reads what was declared beside the content. `publisher` is the page's own, where none is declared."""
    house = titles.clean(declared.publisher)
    return Beside(
        title=titles.clean(declared.title),
        authors=authors.names(declared.authors, house or publisher),
        published_at=dates.parse(declared.published, declared.language),
        modified_at=dates.parse(declared.modified, declared.language),
        section=titles.clean(declared.section),
        keywords=tuple(k for k in map(titles.clean, declared.keywords) if k),
        description=titles.clean(declared.description),
        publisher=house,
        language_declared=language.tag(declared.language),
    )


def has_impossible_date(declared: Declared) -> bool:
    """Whether one of the times beside the content is none in which news was published."""
    times = (declared.published, declared.modified, declared.fetched)
    return any(dates.is_impossible(time, declared.language) for time in times)
