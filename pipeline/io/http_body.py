"""A stored HTTP response: status, headers, and its body without transfer and content encodings. Source: RFC 9112, RFC 9110."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.io.decompress import Input, codec_of, gunzip, take, unzstd
from transforms.schemas.rejects import Code, Rejected

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]*)?\r?\n")
_STEP = 1 << 18


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    headers: dict[str, str]  # names in lower case
    raw: bytes  # the body as transferred

    def body(self, limit: int) -> bytes:
        """Raises Rejected: BAD_RECORD for an encoding that cannot be undone, TRUNCATED, CORRUPT, TOO_LARGE."""
        data = self.raw
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            data = _unchunked(data)
        encodings = [name.strip().lower() for name in self.headers.get("content-encoding", "").split(",")]
        for name in reversed([name for name in encodings if name not in ("", "identity", "none", "utf-8")]):
            data = take(_decoded(data, name), limit)
        return data


def parse_headers(lines: list[bytes]) -> dict[str, str]:
    """Names in lower case; a line that begins with a blank goes on with the one before; the first of a name counts."""
    headers: dict[str, str] = {}
    name = ""
    for line in lines:
        text = _text(line)
        if text[:1] in (" ", "\t") and name:
            headers[name] += " " + text.strip()
            continue
        name, colon, value = text.partition(":")
        name = name.strip().lower()
        if colon and name not in headers:
            headers[name] = value.strip()
        else:
            name = ""
    return headers


def parse_response(block: bytes) -> Response:
    """Raises Rejected BAD_RECORD where there is no status line."""
    status = _STATUS.match(block)
    if status is None:
        raise Rejected(Code.BAD_RECORD, "the record does not begin with an HTTP status line")
    end = _HEAD_END.search(block)
    head, body = (block, b"") if end is None else (block[: end.start()], block[end.end() :])
    return Response(int(status.group(1)), parse_headers(head.splitlines()[1:]), body)


def _unchunked(data: bytes) -> bytes:
    """Many archives keep the header and store the body without chunks: what does not begin with one is taken as it is."""
    if not _CHUNK_SIZE.match(data):
        return data
    parts: list[bytes] = []
    place = 0
    while place < len(data):
        mark = _CHUNK_SIZE.match(data, place)
        if mark is None:
            if not parts:
                return data
            raise Rejected(Code.CORRUPT, f"the response's chunk at byte {place} has no size")
        size = int(mark.group(1), 16)
        if size == 0:
            break
        chunk = data[mark.end() : mark.end() + size]
        if len(chunk) < size:
            raise Rejected(Code.TRUNCATED, "the response ends within a chunk")
        parts.append(chunk)
        place = mark.end() + size
        place += 2 if data[place : place + 2] == b"\r\n" else data[place : place + 1] == b"\n"
    return b"".join(parts)


def _decoded(data: bytes, name: str) -> Iterator[bytes]:
    """Servers and archives declare encodings that are not there: what is plainly not of that encoding is taken as it is."""
    if name in ("gzip", "x-gzip"):
        return gunzip(Input(iter([data]))) if codec_of(data) == "gz" else iter([data])
    if name == "zstd":
        return unzstd(Input(iter([data]))) if codec_of(data) == "zst" else iter([data])
    if name == "deflate":
        return _inflated(data)
    if data[:64].lstrip().startswith(b"<"):
        return iter([data])
    raise Rejected(Code.BAD_RECORD, f"the response's content encoding {name[:40]!r} cannot be decoded")


def _inflated(data: bytes) -> Iterator[bytes]:
    """`deflate` means zlib by the standard, and bare deflate for some servers."""
    if data[:64].lstrip().startswith(b"<"):
        yield data
        return
    zlib_header = len(data) > 1 and data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
    inflate = zlib.decompressobj(zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS)
    try:
        while data and not inflate.eof:
            yield inflate.decompress(data, _STEP)
            data = inflate.unconsumed_tail
    except zlib.error as error:
        raise Rejected(Code.CORRUPT, f"the response's body fails its check: {error}") from None
    if not inflate.eof:
        raise Rejected(Code.TRUNCATED, "the response's compressed body has no end")


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
