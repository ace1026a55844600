"""One raw document to one article: decoded, its body found, its metadata read, its language told."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

import xxhash

from transforms.schemas.articles import Article
from transforms.schemas.documents import Declared, DocumentKind, RawDocument
from transforms.schemas.ranges import check_range
from transforms.schemas.rejects import Code, Rejected
from transforms.text import agencies, authors, charset, html, language, metadata, plain, titles, urls
from transforms.text import dates as dates_of
from transforms.text.dates import Moment
from transforms.text.metadata import PageMetadata

EXTRACTOR = f"trafilatura {version('trafilatura')}"

# What `quality_flags` may hold. The list is closed: readers may switch on it.
QUALITY_FLAGS = frozenset(
    {
        "paywall",  # declared as not free
        "live_blog",  # declared as one
        "short_text",  # under SHORT_WORDS words
        "replacement_chars",  # characters of the source were lost
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
SHORT_WORDS = 50
# A body shorter than its description, and than this, is none; a description shorter than this is none either.
TEASER_CHARS = 80
LEAST_MEMORY = 512 << 20  # what the extracting process needs by itself, and something for a page
_FUTURE = timedelta(days=2)
_EARLY = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ExtractSettings:
    """Settings of extraction; the names are the keys of the YAML section.

    `source_name` parts the external ids of one source from those of another.
    """

    source_name: str | None = None
    max_bytes: int = 20_000_000
    timeout_s: float = 30.0  # wall-clock seconds for one document
    memory_bytes: int = 4 << 30  # address space of the extracting process; 0: no limit

    def __post_init__(self) -> None:
        """Raises ValueError with a sentence that names the key, its value and what is valid."""
        check_range("extract", self, "max_bytes", 1)
        check_range("extract", self, "timeout_s", 0.1, 86_400, whole=False)
        if self.memory_bytes != 0:
            check_range("extract", self, "memory_bytes", LEAST_MEMORY)


def extract(raw: RawDocument, settings: ExtractSettings) -> Article:
    """The article in a raw document, the same on every run.

    Raises:
        Rejected: NO_CONTENT, NO_TEXT or TOO_LARGE; nothing else, whatever the bytes are.
    """
    if not raw.content:
        raise Rejected(Code.NO_CONTENT, "the document is empty")
    if len(raw.content) > settings.max_bytes:
        raise Rejected(Code.TOO_LARGE, f"{len(raw.content)} bytes, more than {settings.max_bytes}")
    if isinstance(raw.content, bytes):
        decoded = charset.decode(raw.content, raw.charset)
        content, encoding = decoded.text, decoded.encoding
    else:
        content, encoding = charset.scrub(raw.content), None
    page, title = PageMetadata(), None
    if raw.kind is DocumentKind.HTML:
        text, page = _from_html(content, raw.declared)
        title = page.title
    elif raw.kind is DocumentKind.TEXT_FILE:
        title, text = plain.split_title(content)
    else:
        text = plain.normal_form(content)
    if not any(c.isalnum() for c in text):
        raise Rejected(Code.NO_TEXT, "no text was found in the document")
    return _assemble(raw, settings, text, title, page, encoding)


def _from_html(content: str, declared: Declared) -> tuple[str, PageMetadata]:
    tree = html.parse(content)
    if tree is None:
        raise Rejected(Code.NO_TEXT, "there is no markup in the document")
    page = metadata.read(tree, urls.absolute(declared.url, None))
    text = _without_headline(charset.scrub(html.body(tree, page.body_chars)), page.title)
    teaser = plain.normal_form(charset.scrub(page.description or ""))
    if page.is_article and len(text) < len(teaser) and len(text) < TEASER_CHARS <= len(teaser):
        return teaser, replace(page, flags=(*page.flags, "description_only"))
    return text, page


def _without_headline(text: str, title: str | None) -> str:
    """The body without the headline where it is repeated as the first line."""
    first, _, rest = text.partition("\n")
    return rest if rest and title and titles.fold(first) == titles.fold(title) else text


def _assemble(
    raw: RawDocument, settings: ExtractSettings, text: str, title: str | None, page: PageMetadata, encoding: str | None
) -> Article:
    given = raw.declared
    flags = list(page.flags)
    url = _clean(given.url) or page.canonical_url
    canonical = page.canonical_url or urls.canonicalise(given.url)
    publisher = titles.clean(given.publisher) or page.publisher
    fetched = dates_of.parse(given.fetched)
    published, source = (dates_of.parse(given.published), "column") if given.published is not None else (None, None)
    if published is None:
        published, source = page.published, page.published_source
    modified = dates_of.parse(given.modified) or page.modified
    published, modified, dated = _checked(published, modified, fetched)
    flags += dated
    if any(map(dates_of.is_impossible, (given.published, given.modified, given.fetched))):
        flags.append("impossible_date")
    names = authors.names(given.authors, publisher) or page.authors
    if raw.kind is DocumentKind.HTML and all(titles.fold(name) == titles.fold(publisher) for name in names):
        names = authors.byline(text) or names  # the house signs for whoever the body names
    declared_language = language.tag(given.language) or language.tag(page.language)
    code, score = language.detect(text, declared_language)
    agency, evidence = agencies.find(text, names, publisher)
    title = titles.clean(given.title) or titles.clean(title)
    lost = text.count("\ufffd") + (title or "").count("\ufffd")
    if lost:
        flags.append("replacement_chars")
    if len(text.split()) < SHORT_WORDS and len(text) < 6 * SHORT_WORDS:
        flags.append("short_text")
    if page.is_free is False:
        flags.append("paywall")
    if page.is_live:
        flags.append("live_blog")
    if page.body_chars > 2 * len(text) + 500:
        flags.append("truncated")
    article = Article(
        identity=_identity(raw, settings, canonical),
        raw_hash=xxhash.xxh3_128_hexdigest(unicodedata.normalize("NFC", text).encode("utf-8")),
        text=text,
        input_uri=raw.input_uri,
        input_record=raw.input_record,
        extractor=EXTRACTOR if raw.kind is DocumentKind.HTML else "plain",
        title=title,
        external_id=charset.scrub(given.external_id) if given.external_id else None,
        url=url,
        canonical_url=canonical,
        domain=urls.domain(canonical) or urls.domain(given.domain),
        publisher=publisher,
        description=titles.clean(given.description) or page.description,
        authors=names,
        dateline=agencies.dateline(text),
        section=titles.clean(given.section) or page.section,
        keywords=tuple(k for k in map(titles.clean, given.keywords) if k) or page.keywords,
        published_at=published.instant if published else None,
        published_source=source if published else None,
        published_precision=published.precision if published else None,
        utc_offset_minutes=published.offset_minutes if published else None,
        modified_at=modified.instant if modified else None,
        fetched_at=fetched.instant if fetched else None,
        language=code,
        language_score=score,
        language_declared=declared_language,
        quality_flags=tuple(dict.fromkeys(flags)),
        is_free=page.is_free,
        rights=page.rights,
        agency=agency,
        agency_evidence=evidence,
        encoding=encoding,
        replacement_chars=lost,
    )
    return article


def _checked(
    published: Moment | None, modified: Moment | None, fetched: Moment | None
) -> tuple[Moment | None, Moment | None, list[str]]:
    """The moments that can be believed, and flags for those that are doubtful."""
    flags = []
    if published and published.is_epoch:
        published, flags = None, ["epoch_date"]
    if modified and modified.is_epoch:
        modified = None
    if published:
        if published.instant < _EARLY:
            flags.append("early_date")
        if fetched and published.instant > fetched.instant + _FUTURE:
            flags.append("future_date")
        if published.offset_minutes is None and published.precision != dates_of.DAY:
            flags.append("local_time")
        if modified and published.precision != dates_of.DAY and modified.instant < published.instant - timedelta(days=1):
            flags.append("modified_before_published")
    return published, modified, flags


def _identity(raw: RawDocument, settings: ExtractSettings, canonical: str | None) -> str:
    """What makes two readings the same article: its address, else its id within its source, else where it was read."""
    if canonical:
        # A page is one article whether it was fetched over http or https.
        return charset.scrub(f"url:{canonical.partition('://')[2]}")
    if raw.declared.external_id:
        source = settings.source_name or urls.domain(raw.declared.domain) or raw.input_uri.rpartition("/")[0]
        return charset.scrub(f"id:{source}:{raw.declared.external_id}")
    return charset.scrub(f"at:{raw.input_uri}#{raw.input_record}")


def _clean(text: str | None) -> str | None:
    return charset.scrub(text or "").strip() or None
