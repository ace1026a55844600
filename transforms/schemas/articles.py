"""One extracted article, before it is compared with others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# What `quality_flags` may hold. The list is closed: readers may switch on it.
QUALITY_FLAGS = frozenset(
    {
        "paywall",  # declared as not free
        "live_blog",  # declared as one
        "short_text",  # under 50 words
        "replacement_chars",  # characters of the source were lost
        "mojibake_repaired",  # the body had been decoded with a wrong encoding before it came here
        "future_date",  # published more than two days after it was fetched
        "early_date",  # published before 1990
        "epoch_date",  # the zero of Unix time was declared as the date, and was dropped
        "impossible_date",  # a date before 1800 or after 2099 was declared, and was dropped
        "local_time",  # a clock time without an offset, taken as UTC
        "modified_before_published",
        "description_only",  # the page holds no body; its description stands for it
        "truncated",  # a body far shorter than the one that the page declares
    }
)
# Where a value of an article's metadata can have stood. The list is closed: readers may switch on it.
METADATA_PLACES = frozenset(
    {
        "column",  # beside the content: a column of the record
        "json-ld",
        "meta",  # a <meta> element
        "link",  # a <link> or <a> element's relation
        "microdata",  # microdata or RDFa
        "time",  # a <time> element, or a written date beside the headline
        "byline",  # a place for the byline in the page
        "h1",
        "title",  # the <title> element
        "html-lang",  # the page's language attribute
        "url",  # the address that the document was fetched from
        "text",  # the article's own text
        "htmldate",  # htmldate's reading of the page
    }
)


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
    directives: tuple[str, ...] = ()  # to robots and miners of text, as "robots: noarchive"
    agency: str | None = None
    agency_evidence: str | None = None
    origin: str | None = None  # the publisher that the text says it first appeared with
    origin_evidence: str | None = None
    encoding: str | None = None
    replacement_chars: int = 0
    metadata_sources: tuple[tuple[str, str], ...] = ()  # column and place, each one of METADATA_PLACES
