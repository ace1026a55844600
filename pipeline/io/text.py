"""Plain text, one article a file."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.io.html import one_document
from pipeline.io.opened import OpenFile
from pipeline.io.settings import SourceSettings
from pipeline.io.source import Record, WholeFile
from transforms.schemas.documents import DocumentKind


class Text(WholeFile):
    """A .txt file; only its name can tell."""

    name = "text"
    extensions = (".txt", ".text")

    def sniff(self, head: bytes) -> bool:
        return False

    def read(self, file: OpenFile, settings: SourceSettings) -> Iterator[Record]:
        yield one_document(file, settings, DocumentKind.TEXT_FILE)
