"""One extracted article, before it is compared with others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A passage taken out of the text, and why: its kind is one of those in docs/data-dictionary.md."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """What extraction makes of one raw document. Times are aware and in UTC; `text` is NFC, paragraphs parted by one "\\n".

    `identity` is the string whose hash is the article's id (canonical URL, else external id within its source, else
    place of reading). `text` is before boilerplate removal; `raw_hash` is the content hash of that text.
    """

    identity: str
    raw_hash: str
    text: str
    input_uri: str
    input_record: int
    extractor: str
    title: str | None = None
    external_id: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    domain: str | None = None
    publisher: str | None = None
    description: str | None = None
    authors: tuple[str, ...] = ()
    dateline: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    published_at: datetime | None = None
    published_source: str | None = None  # column, json-ld, meta, microdata, time, htmldate
    published_precision: str | None = None  # second, minute, day
    utc_offset_minutes: int | None = None
    modified_at: datetime | None = None
    fetched_at: datetime | None = None
    language: str | None = None  # "und", with score 0.0, where it could not be told
    language_score: float | None = None
    language_declared: str | None = None
    quality_flags: tuple[str, ...] = ()
    is_free: bool | None = None
    rights: str | None = None
    agency: str | None = None
    agency_evidence: str | None = None
    encoding: str | None = None
    replacement_chars: int = 0
