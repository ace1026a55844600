"""Lines of a byte stream, none longer than a limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import xxhash


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end. A line over the limit has no data but its digest (xxh3-128, hex)."""

    offset: int  # of its first byte in the stream
    size: int  # bytes, without the line feed
    data: bytes
    digest: str | None = None

    @property
    def next_offset(self) -> int:
        return self.offset + self.size + 1

    @property
    def blank(self) -> bool:
        return self.digest is None and not self.data.strip()


class _Builder:
    """Collects one line, and only counts and hashes once it is too long."""

    def __init__(self, offset: int, limit: int) -> None:
        self.offset = offset
        self._limit = limit
        self._parts: list[bytes] = []
        self.size = 0
        self._hash: xxhash.xxh3_128 | None = None

    def add(self, data: bytes) -> None:
        self.size += len(data)
        if self._hash is not None:
            self._hash.update(data)
        elif self.size > self._limit:
            self._hash = xxhash.xxh3_128(b"".join(self._parts) + data)
            self._parts = []
        else:
            self._parts.append(data)

    def line(self) -> Line:
        if self._hash is not None:
            return Line(self.offset, self.size, b"", self._hash.hexdigest())
        return Line(self.offset, self.size, self._parts[0] if len(self._parts) == 1 else b"".join(self._parts))


def lines(pieces: Iterator[bytes], limit: int, offset: int = 0) -> Iterator[Line]:
    """Each line that ends with a line feed or with the stream; when `pieces` raises, the line begun is not handed out."""
    line = _Builder(offset, limit)
    for piece in pieces:
        begin = 0
        while (end := piece.find(b"\n", begin)) >= 0:
            line.add(piece[begin:end])
            yield line.line()
            begin = end + 1
            line = _Builder(line.offset + line.size + 1, limit)
        if begin < len(piece):
            line.add(piece[begin:] if begin else piece)
    if line.size:
        yield line.line()
