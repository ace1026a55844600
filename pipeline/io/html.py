"""HTML pages, one a file."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.io.decode import utf16_of
from pipeline.io.decompress import take
from pipeline.io.markup import looks_like_page
from pipeline.io.opened import OpenFile
from pipeline.io.settings import SourceSettings
from pipeline.io.source import Record, WholeFile
from transforms.schemas.documents import DocumentKind, RawDocument
from transforms.schemas.rejects import Code, Rejected


class Html(WholeFile):
    """A page as it was saved; its encoding is for extraction to find."""

    name = "html"
    extensions = (".html", ".htm", ".xhtml", ".shtml")

    def sniff(self, head: bytes) -> bool:
        return looks_like_page(head.decode(utf16_of(head) or "latin-1", errors="replace"))

    def read(self, file: OpenFile, settings: SourceSettings) -> Iterator[Record]:
        yield one_document(file, settings, DocumentKind.HTML)


def one_document(file: OpenFile, settings: SourceSettings, kind: DocumentKind) -> Record:
    """The whole file as one document, or why not: half a page is no page."""
    try:
        content = take(file.pieces(), settings.max_record_bytes)
    except Rejected as fault:
        return file.reject(0, fault.code, fault.message)
    if not content.strip(b"\0 \t\r\n\f\xef\xbb\xbf\xff\xfe"):
        return file.reject(0, Code.EMPTY, "the file holds nothing but white space", content)
    return RawDocument(file.uri, 0, kind, content)
