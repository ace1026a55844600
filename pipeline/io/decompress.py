"""Gzip and zstd, decompressed in bounded steps and checked to their end.

The decompressors are generators of pieces; they raise `BrokenStream` (TRUNCATED, CORRUPT) only after everything that could be
decoded before the fault was handed out. A piece is at most 256 KiB for gzip and 16 MiB for zstd, however small the input.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import IO

import zstandard

from transforms.schemas.rejects import Code, Rejected

GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
ZSTD_SKIPPABLE = b"\x2a\x4d\x18"  # the last three bytes of a skippable frame's magic number

CHUNK = 1 << 18
_STEP = 1 << 18  # decompressed bytes in one step
# A zstd block of 4 bytes may stand for 128 KiB: so much input in one step keeps its output under 16 MiB.
_ZSTD_STEP = 512
_ZSTD_WINDOW = 1 << 27


class BrokenStream(Rejected):
    """The compressed stream itself is at fault: nothing behind this place can be read from it."""


class Input:
    """Stored bytes in order, with the place reached and the possibility to give back what was read too far."""

    def __init__(self, chunks: Iterator[bytes], position: int = 0) -> None:
        self._chunks = chunks
        self._back = b""
        self.position = position

    def read(self) -> bytes:
        """The next bytes, as many as come; empty at the end."""
        data, self._back = self._back, b""
        if not data:
            data = next(self._chunks, b"")
        self.position += len(data)
        return data

    def unread(self, data: bytes) -> None:
        self._back = data + self._back
        self.position -= len(data)

    def peek(self, size: int) -> bytes:
        """The next `size` bytes without going on; fewer at the end."""
        data = b""
        while len(data) < size and (more := self.read()):
            data += more
        self.unread(data)
        return data[:size]


def chunks(stream: IO[bytes], start: int = 0) -> Iterator[bytes]:
    """The stored bytes from `start`, in chunks of one size however the storage delivers them; others may seek in between."""
    while True:
        stream.seek(start)
        parts: list[bytes] = []
        size = 0
        while size < CHUNK and (data := stream.read(CHUNK - size)):
            parts.append(data)
            size += len(data)
        if parts:
            yield parts[0] if len(parts) == 1 else b"".join(parts)
        if size < CHUNK:
            return
        start += size


def gzip_member(source: Input) -> Iterator[bytes]:
    """One gzip member from where `source` stands; leaves `source` right behind it."""
    start = source.position
    inflate = zlib.decompressobj(wbits=31)
    while not inflate.eof:
        data = source.read()
        if not data:
            raise BrokenStream(Code.TRUNCATED, f"the gzip stream that begins at byte {start} has no end")
        while data and not inflate.eof:
            before = inflate.copy()
            try:
                piece = inflate.decompress(data, _STEP)
            except zlib.error as error:
                # The failed call keeps what it had decoded: take the same bytes again, one at a time.
                yield from _up_to_fault(before, data)
                raise BrokenStream(
                    Code.CORRUPT, f"the gzip stream that begins at byte {start} fails its check: {error}"
                ) from None
            data = inflate.unconsumed_tail
            if piece:
                yield piece
    source.unread(inflate.unused_data)


def _up_to_fault(inflate: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    for index in range(len(data)):
        try:
            piece = inflate.decompress(data[index : index + 1])
        except zlib.error:
            return
        if piece:
            yield piece


def gunzip(source: Input) -> Iterator[bytes]:
    """All members of a gzip stream; zeros behind the last one are padding, anything else is a fault."""
    while True:
        yield from gzip_member(source)
        head = source.peek(2)
        if not head:
            return
        if head == GZIP_MAGIC:
            continue
        place = source.position
        if head == GZIP_MAGIC[:1]:
            raise BrokenStream(Code.TRUNCATED, f"the gzip stream that begins at byte {place} has no end")
        while data := source.read():
            if data.strip(b"\0"):
                raise BrokenStream(Code.CORRUPT, f"what follows the gzip stream at byte {place} is not gzip")
        return


def unzstd(source: Input) -> Iterator[bytes]:
    """All frames of a zstd stream."""
    context = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    while True:
        start = source.position
        frame = context.decompressobj(write_size=1 << 16)
        while not frame.eof:
            data = source.read()
            if not data:
                raise BrokenStream(Code.TRUNCATED, f"the zstd frame that begins at byte {start} has no end")
            for begin in range(0, len(data), _ZSTD_STEP):
                try:
                    piece = frame.decompress(data[begin : begin + _ZSTD_STEP])
                except zstandard.ZstdError as error:
                    raise BrokenStream(
                        Code.CORRUPT, f"the zstd frame that begins at byte {start} fails its check: {error}"
                    ) from None
                if piece:
                    yield piece
                if frame.eof:
                    source.unread(frame.unused_data + data[begin + _ZSTD_STEP :])
                    break
        if not source.peek(1):
            return


Codec = Callable[[Input], Iterator[bytes]]
CODECS: dict[str, Codec] = {"gz": gunzip, "zst": unzstd}
EXTENSIONS = {".gz": "gz", ".gzip": "gz", ".zst": "zst", ".zstd": "zst"}


def codec_of(head: bytes) -> str:
    """The key in CODECS of a stream that begins like this; "" when it is not compressed."""
    if head.startswith(GZIP_MAGIC):
        return "gz"
    if head.startswith(ZSTD_MAGIC) or (head[1:4] == ZSTD_SKIPPABLE and 0x50 <= head[0] <= 0x5F):
        return "zst"
    return ""


def take(pieces: Iterator[bytes], limit: int) -> bytes:
    """All pieces as one; raises Rejected TOO_LARGE beyond `limit` bytes without decompressing the rest."""
    parts: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise Rejected(Code.TOO_LARGE, f"more than {limit} bytes (source.max_record_bytes)")
        parts.append(piece)
    return b"".join(parts)
