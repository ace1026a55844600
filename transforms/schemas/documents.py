"""What a source hands to extraction: one raw document and what was declared about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class DocumentKind(StrEnum):
    """How the content of a raw document is to be understood."""

    HTML = "html"
    TEXT_FILE = "text_file"  # a .txt file: its first line may be a title
    BODY = "body"  # a text column: the body as it is


@dataclass(frozen=True, slots=True)
class Declared:
    """Metadata that came beside the content: columns of a record, headers of a WARC record.

    Dates are kept as found (ISO text, HTTP date, epoch seconds or milliseconds) and parsed by extraction.
    """

    external_id: str | None = None
    url: str | None = None
    domain: str | None = None
    publisher: str | None = None
    title: str | None = None
    description: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    keywords: tuple[str, ...] = ()
    published: str | int | float | None = None
    modified: str | int | float | None = None
    fetched: str | int | float | None = None
    language: str | None = None
    headers: tuple[str, ...] = ()  # lines of the server's answer that hold directives: X-Robots-Tag, tdm-reservation, tdm-policy


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document as read: HTML as bytes (not yet decoded), text as bytes (.txt) or str (columns).

    `input_uri` is the file as it was found. `input_record` is the position in it, from 0, and the same however the file was cut
    for reading: of JSON lines the byte offset of the line in the decompressed file; of a WARC record the byte offset in the file
    at which it, or its gzip member, begins; of other JSON the record's number, of CSV the row's behind the header, of Parquet the
    row's; 0 for a file that is one document.
    `charset` is what a transport header declared, not what the content says of itself.
    """

    input_uri: str
    input_record: int
    kind: DocumentKind
    content: bytes | str
    charset: str | None = None
    declared: Declared = field(default_factory=Declared)
