"""One WARC record: its headers, its block, and the document in it. Source: ISO 28500 (WARC 1.0 and 1.1), RFC 9112."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.io.decompress import CODECS, BrokenStream, Input, codec_of, take
from pipeline.io.http_body import Response, parse_headers, parse_response
from pipeline.io.markup import looks_like_page
from pipeline.io.refusal import refuse
from pipeline.io.source import Record
from transforms.schemas.documents import Declared, DocumentKind, RawDocument
from transforms.schemas.rejects import Code, Rejected

BEGINS = re.compile(rb"\s{0,8}WARC/\d\.\d")
LONGEST_HEAD = 1 << 16
_HTML = {"text/html", "application/xhtml+xml"}
_DIRECTIVES = ("x-robots-tag", "tdm-reservation", "tdm-policy")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


class Cursor:
    """A stream of pieces, read by lines and by sizes. A fault of the stream is raised once what came before it is used up."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""
        self._place = 0  # in what is held
        self._fault: BrokenStream | None = None
        self.offset = 0  # bytes read so far

    def peek(self, size: int) -> bytes:
        """The next bytes without going on; fewer at the end. Raises BrokenStream where there is not one."""
        have = len(self._held) - self._place
        if have < size and self._fault is None:
            parts = [self._held[self._place :]]
            try:
                while have < size and (piece := next(self._pieces, b"")):
                    parts.append(piece)
                    have += len(piece)
            except BrokenStream as fault:
                self._fault = fault
            self._held, self._place = b"".join(parts), 0
        if not have:
            self.raise_fault()
        return self._held[self._place : self._place + size]

    def raise_fault(self) -> None:
        """Raises BrokenStream where what is held is all that there will be."""
        if self._fault is not None:
            raise self._fault

    def read(self, size: int) -> bytes:
        if size == 0:
            return b""
        data = self.peek(size)
        if len(data) < size:
            self.raise_fault()
        self._place += len(data)
        self.offset += len(data)
        return data

    def skip(self, size: int) -> int:
        """How many bytes there were to skip."""
        left = size
        while left and (piece := self.read(min(left, max(len(self._held) - self._place, 1)))):
            left -= len(piece)
        return size - left

    def line(self) -> bytes:
        """With its line feed; without one at the end or where a line is longer than any header."""
        size = 1 << 10
        while True:
            data = self.peek(size)
            end = data.find(b"\n") + 1
            if end or len(data) < size or size >= LONGEST_HEAD:
                if not end and len(data) < size:
                    self.raise_fault()
                return self.read(end or len(data))
            size *= 4

    def skip_newlines(self) -> int:
        count = 0
        while (byte := self.peek(1)) in (b"\r", b"\n"):
            self.read(1)
            count += byte == b"\n"
        return count

    def scan_to_start(self) -> bool:
        """Goes on to the next line that begins a record."""
        while line := self.line():
            if line.endswith(b"\n") and BEGINS.match(self.peek(16)):
                return True
        return False


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """`block` is empty for records that hold no page, and cut short where `size` is over the limit."""

    headers: dict[str, str]  # names in lower case
    block: bytes
    size: int


def is_head(data: bytes) -> bool:
    """Whether a record begins here: a version line and the two headers that every record has."""
    if not BEGINS.match(data):
        return False
    head = re.split(rb"\r?\n\r?\n", data.lstrip(), maxsplit=1)[0].lower()
    return b"\nwarc-type:" in head and re.search(rb"\ncontent-length:\s*\d+\s*(?:\r?\n|\Z)", head) is not None


def next_record(cursor: Cursor, limit: int) -> WarcRecord | None:
    """The record that begins here, None at the end. Raises Rejected TRUNCATED or CORRUPT."""
    cursor.skip_newlines()
    first = cursor.line()
    if not first:
        return None
    if not BEGINS.match(first):
        raise Rejected(Code.CORRUPT, "no WARC record begins here")
    head: list[bytes] = []
    while (line := cursor.line()).strip():
        head.append(line.rstrip(b"\r\n"))
        if sum(map(len, head)) > LONGEST_HEAD:
            raise Rejected(Code.CORRUPT, "the WARC record's headers have no end")
    if not line:
        raise Rejected(Code.TRUNCATED, "the archive ends within a record's headers")
    headers = parse_headers(head)
    if not re.fullmatch(r"\d{1,18}", length := headers.get("content-length", "")):
        raise Rejected(Code.CORRUPT, f"the WARC record's Content-Length is {length[:40]!r}")
    size = int(length)
    block = b""
    if headers.get("warc-type", "").lower() in ("response", "resource"):
        block = cursor.read(size if size <= limit else LONGEST_HEAD)
    missing = size - len(block) - cursor.skip(size - len(block))
    if missing:
        raise Rejected(Code.TRUNCATED, f"the archive ends {missing} bytes before the record does")
    newlines = cursor.skip_newlines()
    if newlines < 2 and (rest := cursor.peek(16)) and not BEGINS.match(rest):
        if len(rest) < 16:
            cursor.raise_fault()
        raise Rejected(Code.CORRUPT, "the WARC record's Content-Length does not lead to its end")
    return WarcRecord(headers, block, size)


def to_document(uri: str, offset: int, record: WarcRecord, limit: int) -> Record | None:
    """The page in a record, why it is refused, or None where the record holds no page."""
    kind = record.headers.get("warc-type", "").lower()
    if kind not in ("response", "resource"):
        return None
    url = record.headers.get("warc-target-uri", "").strip("<> ") or None
    try:
        response = _response(record, kind)
        if response is None or not _is_html(response):
            return None
        if record.size > limit:
            raise Rejected(Code.TOO_LARGE, f"a record of {record.size} bytes, more than {limit} (source.max_record_bytes)")
        if response.status != 200:
            raise Rejected(Code.NOT_AN_ARTICLE, f"the server answered with HTTP status {response.status}")
        if record.headers.get("warc-truncated"):
            raise Rejected(Code.TRUNCATED, f"the crawler cut the page short: {record.headers['warc-truncated'][:40]}")
        content = response.body(limit)
        # A page that was stored compressed without saying so.
        if codec := codec_of(content):
            content = take(CODECS[codec](Input(iter([content]))), limit)
        if not content.strip():
            raise Rejected(Code.NO_CONTENT, "the response has no body")
    except Rejected as refused:
        return refuse(uri, offset, refused.code, refused.message, record.block, url)
    charset = _CHARSET.search(response.headers.get("content-type", ""))
    directives = tuple(f"{name}: {response.headers[name]}" for name in _DIRECTIVES if name in response.headers)
    declared = Declared(url=url, fetched=record.headers.get("warc-date") or None, headers=directives)
    return RawDocument(uri, offset, DocumentKind.HTML, content, charset.group(1) if charset else None, declared)


def _response(record: WarcRecord, kind: str) -> Response | None:
    media = record.headers.get("content-type", "")
    if kind == "resource" and not media.lower().startswith("application/http"):
        return Response(200, {"content-type": media}, record.block)
    if not record.block.startswith(b"HTTP/") and "http" not in media.lower():
        return None  # the answer of another protocol
    return parse_response(record.block)


def _is_html(response: Response) -> bool:
    media = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if media:
        return media in _HTML
    return response.status == 200 and looks_like_page(response.raw[: 1 << 12].decode("latin-1"))
