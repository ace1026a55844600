"""Columns of other people's tables, recognised by their usual names, to documents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.io.markup import looks_like_markup, looks_like_page
from pipeline.io.refusal import refuse
from pipeline.io.values import as_date, as_identifier, as_list, as_name, as_text, is_missing
from transforms.schemas.documents import Declared, DocumentKind, RawDocument
from transforms.schemas.rejects import Code, Reject

if TYPE_CHECKING:
    from pipeline.io.settings import SourceSettings

# Our field -> their names, the likelier first; compared without case, "_", "-", "." and blanks.
# `content` is text or HTML by its look; `text` is text unless it begins as a whole HTML document does.
ALIASES: dict[str, str] = {
    "external_id": "external_id id article_id doc_id document_id guid uuid _id news_id story_id post_id item_id record_id",
    "url": "url link uri article_url source_url canonical_url page_url web_url original_url final_url requested_url permalink",
    "domain": "domain source_domain site_domain hostname host netloc",
    "publisher": "publisher source site_name source_name outlet publication newspaper site provider media",
    "title": "title headline head_line article_title news_title page_title og_title",
    "description": "description summary excerpt abstract short_description lead teaser subtitle snippet standfirst",
    "authors": "authors author byline by_line creator writer journalist author_name",
    "section": "section category article_section categories news_category rubric topic channel desk",
    "keywords": "keywords tags keyword tag topics news_keywords",
    "published": (
        "published published_at date_published published_date publish_date date_publish pub_date publication_date "
        "published_time publish_time published_on published_utc date_time date timestamp first_published posted_at post_date "
        "created_at creation_date date_created release_date time"
    ),
    "modified": "modified modified_at date_modified date_modify modified_time last_modified lastmod updated updated_at",
    "fetched": (
        "fetched fetched_at fetch_date fetch_time crawl_date crawled_at crawled crawl_time crawl_timestamp date_crawled "
        "date_download download_date downloaded_at retrieved_at retrieved retrieval_date scraped_at scraped scrape_date "
        "date_scraped collected_at accessed_at"
    ),
    "language": "language lang language_code lang_code in_language locale",
    "html": "html raw_html html_content content_html body_html page_html html_body html_raw page_source",
    "text": "text maintext main_text article_text full_text plain_text content_text body_text cleaned_text clean_text",
    "content": "content body article article_body story content_encoded full_content article_content document",
}
FIELDS = tuple(ALIASES)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)
_MISSING = object()


@lru_cache(maxsize=1 << 12)
def _folded(name: str) -> str:
    return re.sub(r"[\s_.:-]+", "", name).casefold()


_RANKS: dict[str, tuple[str, int]] = {
    _folded(alias): (field, rank) for field, names in ALIASES.items() for rank, alias in enumerate(names.split())
}


def target_field(key: str) -> str:
    """The field of ours that a key of `source.columns` means; raises ValueError naming the valid ones."""
    if key in ALIASES:
        return key
    match = _RANKS.get(_folded(key))
    if match is None:
        raise ValueError(f"source.columns has the unknown field {key!r}; valid are {', '.join(FIELDS)}")
    return match[0]


class Columns:
    """Finds our fields in records: first by the config's mapping, then by usual names."""

    def __init__(self, mapping: Mapping[str, str]) -> None:
        self._mapping = {target_field(key): column or "" for key, column in mapping.items()}
        self._taken = frozenset(_folded(column) for column in self._mapping.values() if column)

    @classmethod
    def of(cls, settings: SourceSettings) -> Columns:
        return cls(settings.columns)

    def recognised(self, names: list[str]) -> list[str]:
        """Those of a table's columns that say something, in their order."""
        heads = {column.split(".")[0] for column in self._mapping.values()}
        folded = self._taken | {_folded(head) for head in heads}
        return [name for name in names if _folded(name) in folded or self._guess(name) is not None]

    def have_content(self, names: list[str]) -> bool:
        """Whether a table with these columns can have documents at all."""
        fields = {self._guess(name) for name in names} | {
            field
            for field, column in self._mapping.items()
            if column and _lookup(dict.fromkeys(names, 0), column) is not _MISSING
        }
        nested = any("." in self._mapping.get(field, "") for field in ("html", "text", "content"))
        return nested or bool(fields & {"html", "text", "content"})

    def values(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Our fields that the record has a value for."""
        found: dict[str, Any] = {}
        ranks: dict[str, int] = {}
        for name, value in record.items():
            if not isinstance(name, str) or is_missing(value):
                continue
            match = _RANKS.get(_folded(name))
            if match is None or match[0] in self._mapping or _folded(name) in self._taken:
                continue
            field, rank = match
            if rank < ranks.get(field, len(_RANKS)):
                found[field], ranks[field] = value, rank
        for field, column in self._mapping.items():
            value = _lookup(record, column) if column else _MISSING
            if value is not _MISSING and not is_missing(value):
                found[field] = value
        return found

    def document(
        self, uri: str, position: int, record: Mapping[str, Any], limit: int, payload: bytes | None = None
    ) -> RawDocument | Reject:
        """One record as a document. `payload` are its bytes, for the hash of a refusal."""
        values = self.values(record)
        declared = _declared(values)
        kind, content, charset = self._content(values)

        if not content:
            known = ", ".join(sorted(str(name) for name in record)[:20])
            message = f"the record has no html and no text; its columns: {known[:300]}"
            return refuse(uri, position, Code.NO_CONTENT, message, payload, declared.url)
        if len(content) > limit:
            message = f"content of {len(content)} bytes, more than {limit} (source.max_record_bytes)"
            return refuse(uri, position, Code.TOO_LARGE, message, payload or content, declared.url)
        return RawDocument(uri, position, kind, content, charset, declared)

    def _guess(self, name: str) -> str | None:
        match = _RANKS.get(_folded(name))
        return None if match is None or match[0] in self._mapping else match[0]

    def _content(self, values: Mapping[str, Any]) -> tuple[DocumentKind, bytes | str, str | None]:
        """A text column is the body as it is and goes before HTML, unless the config maps html and no text."""
        html = values.get("html")
        candidates = [(values.get("text"), looks_like_page), (values.get("content"), looks_like_markup)]
        markup = []
        body: str | None = None
        for value, look in candidates:
            text = as_text(value)
            if text and look(text):
                markup.append(value)
            elif text and body is None:
                body = text
        prefer_html = self._mapping.get("html") and not (self._mapping.get("text") or self._mapping.get("content"))
        if body is not None and not (prefer_html and as_text(html)):
            return DocumentKind.BODY, body, None
        for value in (html, *markup):
            if isinstance(value, bytes) and value.strip():
                return DocumentKind.HTML, value, None
            if text := as_text(value):
                # It is text already: what the page says of its encoding no longer holds.
                return DocumentKind.HTML, text.encode("utf-8"), "utf-8"
        return DocumentKind.BODY, "", None


def _declared(values: Mapping[str, Any]) -> Declared:
    publisher = as_name(values.get("publisher"))
    domain = as_name(values.get("domain"))
    if domain is None and publisher is not None and _DOMAIN.fullmatch(publisher):
        domain, publisher = publisher, None
    return Declared(
        external_id=as_identifier(values.get("external_id")),
        url=as_name(values.get("url")),
        domain=domain,
        publisher=publisher,
        title=as_name(values.get("title")),
        description=as_name(values.get("description")),
        authors=as_list(values.get("authors")),
        section=as_name(values.get("section")),
        keywords=as_list(values.get("keywords"), separators=",;|"),
        published=as_date(values.get("published")),
        modified=as_date(values.get("modified")),
        fetched=as_date(values.get("fetched")),
        language=as_name(values.get("language")),
    )


def _lookup(record: Mapping[str, Any], column: str) -> Any:
    """The value of a column by its exact name, then without regard to case and "_", then along a dotted name."""
    if column in record:
        return record[column]
    for name, value in record.items():
        if isinstance(name, str) and _folded(name) == _folded(column):
            return value
    head, dot, rest = column.partition(".")
    if dot and isinstance(inner := record.get(head), Mapping):
        return _lookup(inner, rest)
    return _MISSING
