"""The extractors that are compared: a page's bytes in, what each finds there out, called as its own documentation says."""

from __future__ import annotations

import gzip
import logging
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn
from unittest import mock

from trafilatura import bare_extraction

from transforms.schemas.articles import Article
from transforms.schemas.documents import DocumentKind, RawDocument
from transforms.schemas.rejects import Rejected
from transforms.text import boilerplate, language
from transforms.text.article import ExtractSettings, extract
from transforms.text.duplicates import DuplicateSettings

PAGE_ENDINGS = (".html", ".htm", ".html.gz", ".htm.gz")
SETTINGS, DUPLICATES = ExtractSettings(), DuplicateSettings()
# newspaper4k wants an address; the pages are on disk, and all extractors go without theirs.
NO_ADDRESS = "https://page.invalid/"


@dataclass(frozen=True, slots=True)
class Found:
    """What an extractor made of a page. `published` is a date where it gives days only; naive where it knows no offset."""

    text: str
    title: str | None
    authors: tuple[str, ...]
    published: date | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Extractor:
    """`run` takes a page's bytes; it gives None where it finds no text."""

    name: str
    does: str
    run: Callable[[bytes], Found | None]


def newsbeam() -> Extractor:
    return Extractor("newsbeam", "decoding, body, metadata, agency, language", lambda content: _found(_extract(content)))


def newsbeam_without_language() -> Extractor:
    """As the others do it: none of them tells the language from the text."""
    return Extractor("newsbeam, no detection", "decoding, body, metadata, agency", _run_without_language)


def newsbeam_stripped() -> Extractor:
    """With what furniture the rules for unknown domains know taken off, as a run does; no counts of recurring lines."""
    return Extractor("newsbeam, stripped", "the same, and furniture off by rules", _run_stripped)


def trafilatura() -> Extractor:
    return Extractor(f"trafilatura {version('trafilatura')}", "decoding, body, metadata", _tolerant(_run_trafilatura))


def newspaper() -> Extractor:
    """Ends the program in a sentence where it is not installed."""
    if not find_spec("newspaper"):
        sys.exit("newspaper4k is not installed: `make bench-extract` and `make bench-quality` install it, as locked")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import newspaper  # noqa: F401 - it warns while it is imported, of languages that it was not installed for
    warnings.filterwarnings("ignore", module="dateutil")
    logging.getLogger("newspaper").setLevel(logging.CRITICAL)
    _refuse_network()
    return Extractor(
        f"newspaper4k {version('newspaper4k')}", "decoding, body, metadata, images listed", _tolerant(_run_newspaper)
    )


def read_pages(folder: Path) -> list[tuple[str, bytes]]:
    """File names and contents of the pages under `folder`, in order of name; ends the program in a sentence where none are."""
    if not folder.is_dir():
        sys.exit(f"there is no folder {folder}: PAGES is to name one with .html or .html.gz files")
    paths = sorted(path for path in folder.rglob("*") if path.name.lower().endswith(PAGE_ENDINGS))
    if not paths:
        sys.exit(f"{folder} holds no .html or .html.gz files")
    return [(path.name, gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()) for path in paths]


def _tolerant(run: Callable[[bytes], Found | None]) -> Callable[[bytes], Found | None]:
    def attempt(content: bytes) -> Found | None:
        try:
            return run(content)
        except Exception:  # noqa: BLE001 - a peer that fails on a page, however it does, has found nothing there
            return None

    return attempt


def _extract(content: bytes) -> Article | None:
    try:
        return extract(RawDocument(NO_ADDRESS, 0, DocumentKind.HTML, content), SETTINGS)
    except Rejected:
        return None


def _found(article: Article | None) -> Found | None:
    if article is None:
        return None
    return Found(article.text, article.title, article.authors, article.published_at, article.language)


def _run_without_language(content: bytes) -> Found | None:
    with mock.patch.object(language, "detect", return_value=(language.UNDETERMINED, 0.0)):
        return _found(_extract(content))


def _run_stripped(content: bytes) -> Found | None:
    article = _extract(content)
    if article is None:
        return None
    stripped = boilerplate.strip(article.text, article.title, article.domain, boilerplate.EMPTY_PROFILE, DUPLICATES)
    return Found(stripped.text, article.title, article.authors, article.published_at, article.language)


def _run_trafilatura(content: bytes) -> Found | None:
    document: Any = bare_extraction(content, with_metadata=True)
    if document is None or not document.text:
        return None
    authors = tuple(filter(None, (document.author or "").split("; ")))
    day = date.fromisoformat(document.date) if document.date else None
    return Found(document.text, document.title, authors, day, document.language)


def _run_newspaper(content: bytes) -> Found | None:
    """Decoded as newspaper4k decodes what it downloads."""
    from newspaper import Article as Page
    from w3lib.encoding import html_to_unicode

    _, markup = html_to_unicode(content_type_header=None, html_body_str=content, default_encoding="utf-8")
    page: Any = Page(NO_ADDRESS, fetch_images=False)
    page.download(input_html=markup)
    page.parse()
    if not page.text:
        return None
    return Found(page.text, page.title or None, tuple(page.authors), page.publish_date or None, page.meta_lang or None)


def _refuse_network() -> None:
    """No extractor may fetch anything: what looks for a connection from now on gets an error."""
    import socket

    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise OSError("the benchmark gives no network")

    mock.patch.object(socket, "getaddrinfo", refuse).start()
    mock.patch.object(socket.socket, "connect", refuse).start()
