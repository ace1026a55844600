"""One raw document to one article: decoded, its body found, its metadata read, its language told."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

import xxhash

from transforms.schemas.articles import Article
from transforms.schemas.documents import Declared, DocumentKind, RawDocument
from transforms.schemas.ranges import check_range
from transforms.schemas.rejects import Code, Rejected
from transforms.text import (
    authors,
    beside,
    body,
    charset,
    dates,
    html,
    language,
    metadata,
    mojibake,
    origins,
    plain,
    signatures,
    titles,
    urls,
)
from transforms.text.beside import Beside
from transforms.text.body import Reader
from transforms.text.metadata import PageMetadata
from transforms.text.moments import DAY, Moment

# `extractor` for what took the body from a page, and for what needed no taking.
EXTRACTORS = {
    Reader.BLOCKS: f"newsbeam {version('newsbeam')}",
    Reader.TRAFILATURA: f"trafilatura {version('trafilatura')}",
    Reader.SCRIPT: "script",
    Reader.DECLARED: "json-ld",
    Reader.EVERYTHING: "everything",
}
PLAIN, DESCRIPTION = "plain", "description"

SHORT_WORDS = 50
SHORT_CHARS = 300  # a text of more is not short, whatever its script writes between words
TRUNCATED_CHARS = 500  # a declared body is the longer one where it has twice the body's characters and these
# A body shorter than its description, and than this, is none; a description shorter than this is none either.
TEASER_CHARS = 80
LEAST_MEMORY = 512 << 20  # what the extracting process needs by itself, and something for a page
_FUTURE = timedelta(days=2)
_EARLY = datetime(1990, 1, 1, tzinfo=UTC)
_CLOCKS_APART = timedelta(days=1)  # times of two places in a page may be of two zones


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
    found = _read(raw, content)
    if not any(c.isalnum() for c in found.text):
        raise Rejected(Code.NO_TEXT, "no text was found in the document")
    raw = replace(raw, declared=mojibake.repair_fields(raw.declared))
    return replace(_assemble(raw, settings, _mended(found)), encoding=encoding)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the content itself gives: its text, headline and metadata, and what took the text from it."""

    text: str
    title: str | None = None
    page: PageMetadata = field(default_factory=PageMetadata)
    extractor: str = PLAIN


def _read(raw: RawDocument, content: str) -> _Found:
    if raw.kind is DocumentKind.HTML:
        return _read_page(content, raw.declared)
    if raw.kind is DocumentKind.TEXT_FILE:
        title, text = plain.split_title(content)
        return _Found(text, title)
    return _Found(plain.normal_form(content))


def _read_page(content: str, declared: Declared) -> _Found:
    tree = html.parse(content)
    if tree is None:
        raise Rejected(Code.NO_TEXT, "there is no markup in the document")
    page = metadata.read(tree, urls.absolute(declared.url, None), declared.headers)
    whole, reader = body.read(tree, page.description, charset.scrub(page.declared_body))
    text, extractor = _without_headline(charset.scrub(whole), page.title), EXTRACTORS[reader]
    if len(page.declared_body) > 2 * len(text) + TRUNCATED_CHARS:
        page = replace(page, flags=(*page.flags, "truncated"))
    teaser = plain.normal_form(charset.scrub(page.description or ""))
    if page.is_article and len(text) < len(teaser) and len(text) < TEASER_CHARS <= len(teaser):
        page = replace(page, flags=(*page.flags, "description_only"))
        text, extractor = teaser, DESCRIPTION
    return _Found(text, page.title, page, extractor)


def _without_headline(text: str, title: str | None) -> str:
    """The body without the headline where it is repeated as the first line."""
    first, _, rest = text.partition("\n")
    return rest if rest and title and titles.fold(first) == titles.fold(title) else text


def _mended(found: _Found) -> _Found:
    """The same with its mojibake repaired, and a flag where the text held any."""
    page, text = mojibake.repair_fields(found.page), mojibake.repair(found.text)
    if text != found.text:
        text = plain.normal_form(text)
        page = replace(page, flags=(*page.flags, "mojibake_repaired"))
    return replace(found, text=text, title=mojibake.repair(found.title or "") or None, page=page)


def _assemble(raw: RawDocument, settings: ExtractSettings, found: _Found) -> Article:
    """The article of what the content gives and what came beside it; its encoding is left open."""
    text, page = found.text, found.page
    given = beside.read(raw.declared, page.publisher)
    places = {"title": "text", "canonical_url": "url"} | dict(page.sources) | dict.fromkeys(given.given, "column")
    canonical = page.canonical_url or urls.canonicalise(raw.declared.url)
    publisher = given.publisher or page.publisher
    names = given.authors or page.authors
    if signed := _signed_in_text(raw.kind, text, names, publisher):
        names, places["authors"] = signed, "text"
    published, modified = _believed(given.published_at or page.published), _believed(given.modified_at or page.modified)
    fetched = dates.parse(raw.declared.fetched)
    declared_language = given.language_declared or language.tag(page.language)
    code, score = language.detect(text, declared_language)
    agency, agency_evidence = signatures.agency(text, names, publisher, code)
    origin, origin_evidence = origins.find(text, publisher)
    title = given.title or titles.clean(found.title)
    article = Article(
        identity=_identity(raw, settings, canonical),
        raw_hash=xxhash.xxh3_128_hexdigest(unicodedata.normalize("NFC", text).encode("utf-8")),
        text=text,
        input_uri=raw.input_uri,
        input_record=raw.input_record,
        extractor=found.extractor,
        title=title,
        external_id=charset.scrub(raw.declared.external_id) if raw.declared.external_id else None,  # a key: as it is
        url=urls.as_given(_clean(raw.declared.url)) or page.canonical_url,
        canonical_url=canonical,
        domain=urls.domain(canonical) or urls.domain(raw.declared.domain),
        publisher=publisher,
        description=given.description or page.description,
        authors=names,
        dateline=signatures.dateline(text, code),
        section=given.section or page.section,
        keywords=given.keywords or page.keywords,
        published_at=published.instant if published else None,
        published_source=places.get("published_at") if published else None,
        published_precision=published.precision if published else None,
        utc_offset_minutes=published.offset_minutes if published else None,
        modified_at=modified.instant if modified else None,
        fetched_at=fetched.instant if fetched else None,
        language=code,
        language_score=score,
        language_declared=declared_language,
        is_free=page.is_free,
        rights=page.rights,
        directives=page.directives,
        agency=agency,
        agency_evidence=agency_evidence,
        origin=origin,
        origin_evidence=origin_evidence,
        replacement_chars=text.count("\ufffd") + (title or "").count("\ufffd"),
    )
    return replace(
        article,
        quality_flags=_flags(article, raw.declared, given, page),
        metadata_sources=tuple(pair for pair in sorted(places.items()) if getattr(article, pair[0]) not in (None, ())),
    )


def _signed_in_text(kind: DocumentKind, text: str, names: tuple[str, ...], publisher: str | None) -> tuple[str, ...]:
    """Whom the body of a page names where nobody but the house signs it; () where it names none."""
    if kind is DocumentKind.HTML and all(authors.says_nothing(name, {titles.fold(publisher)}) for name in names):
        return authors.byline(text)
    return ()


def _believed(moment: Moment | None) -> Moment | None:
    return None if moment is None or moment.is_epoch else moment


def _flags(article: Article, declared: Declared, given: Beside, page: PageMetadata) -> tuple[str, ...]:
    """The article's quality flags, each once: those found on the way, then those of its times, then the others."""
    told = {
        **_doubts(given.published_at or page.published, given.modified_at or page.modified, article.fetched_at),
        "impossible_date": beside.has_impossible_date(declared),
        "replacement_chars": article.replacement_chars > 0,
        "short_text": len(article.text.split()) < SHORT_WORDS and len(article.text) < SHORT_CHARS,
        "paywall": page.is_free is False,
        "live_blog": page.is_live,
    }
    return tuple(dict.fromkeys((*page.flags, *(flag for flag, holds in told.items() if holds))))


def _doubts(published: Moment | None, modified: Moment | None, fetched: datetime | None) -> dict[str, bool]:
    """What is doubtful in the times that were declared."""
    if published is None or published.is_epoch:
        return {"epoch_date": published is not None}
    timed, changed = published.precision != DAY, _believed(modified)
    return {
        "early_date": published.instant < _EARLY,
        "future_date": fetched is not None and published.instant > fetched + _FUTURE,
        "local_time": timed and published.offset_minutes is None,
        "modified_before_published": timed and changed is not None and changed.instant < published.instant - _CLOCKS_APART,
    }


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
    return charset.one_line(text or "") or None
