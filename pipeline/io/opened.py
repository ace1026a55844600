"""An input file opened for a source: its bytes as stored, and as they are once decompressed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, TypeVar

from pipeline.io.decode import from_utf16, utf16_of
from pipeline.io.decompress import CODECS, EXTENSIONS, GZIP_MAGIC, ZSTD_MAGIC, Input, chunks, codec_of
from pipeline.io.refusal import refuse
from transforms.files import open_input
from transforms.schemas.rejects import Code, Reject, Rejected
from transforms.schemas.steps import UnitPart

HEAD = 1 << 14  # decompressed bytes that decide on the format
_LAYERS = 2  # a page that was stored compressed and then compressed again
_SPOOL_IN_MEMORY = 16 << 20
_SPOOL_LIMIT = 4 << 30

T = TypeVar("T")


class _Guarded:
    """A stream whose every failure is a `Rejected` UNREADABLE: storage clients raise errors of many families."""

    def __init__(self, stream: IO[bytes], uri: str) -> None:
        self._stream = stream
        self._uri = uri

    def read(self, size: int = -1) -> bytes:
        return _guard(self._uri, lambda: self._stream.read(size))

    def seek(self, offset: int, whence: int = 0) -> int:
        return _guard(self._uri, lambda: self._stream.seek(offset, whence))

    def tell(self) -> int:
        return _guard(self._uri, self._stream.tell)

    @property
    def closed(self) -> bool:
        return self._stream.closed

    def close(self) -> None:
        self._stream.close()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False


def _guard(uri: str, action: Callable[[], T]) -> T:
    try:
        return action()
    except Exception as error:
        detail = str(error).replace(uri, "").strip(" :'") or type(error).__name__
        raise Rejected(Code.UNREADABLE, f"the file cannot be read: {detail[:300]}") from error


class OpenFile:
    """One part of one input file, opened; `head` are its first decompressed bytes, `codecs` the layers of compression."""

    def __init__(self, part: UnitPart, stream: IO[bytes]) -> None:
        self.part = part
        self.raw = stream
        self.codecs: tuple[str, ...] = ()
        self.head = b""
        self._recognise_layers()
        self.utf16 = utf16_of(self.head)

    @property
    def uri(self) -> str:
        return self.part.uri

    @property
    def start(self) -> int:
        return self.part.start

    def ends_before(self, position: int) -> bool:
        """Whether what begins at `position` belongs to a later part."""
        return self.part.stop is not None and position >= self.part.stop

    def pieces(self, start: int = 0) -> Iterator[bytes]:
        """Decompressed bytes; `start` (a stored offset) only where nothing is compressed. Raises Rejected at a fault."""
        return _layered(self.raw, self.codecs, start)

    def text_pieces(self, start: int = 0) -> Iterator[bytes]:
        """As `pieces`, with UTF-16 turned into UTF-8."""
        return from_utf16(self.pieces(), self.utf16) if self.utf16 else self.pieces(start)

    @contextmanager
    def seekable(self) -> Iterator[IO[bytes]]:
        """The decompressed bytes as a seekable stream, from a temporary file where the stored one is compressed."""
        if not self.codecs:
            yield self.raw
            return
        with tempfile.SpooledTemporaryFile(max_size=_SPOOL_IN_MEMORY) as spool:
            size = 0
            for piece in self.pieces():
                size += len(piece)
                if size > _SPOOL_LIMIT:
                    raise Rejected(Code.TOO_LARGE, f"more than {_SPOOL_LIMIT} bytes once decompressed")
                spool.write(piece)
            spool.seek(0)
            stream: Any = spool
            yield stream

    def reject(self, record: int, code: Code, message: str, payload: bytes | str | None = None, url: str | None = None) -> Reject:
        return refuse(self.uri, record, code, message, payload, url)

    def _recognise_layers(self) -> None:
        """Raises Rejected where the file is empty, or is not what the ending of its name says and nothing else either."""
        stored = next(chunks(self.raw), b"")
        if not stored:
            raise Rejected(Code.EMPTY, "the file is empty")
        self.head = stored[:HEAD]
        while len(self.codecs) < _LAYERS and (codec := codec_of(self.head)):
            self.codecs += (codec,)
            self.head = _head(self.pieces())
        if not self.codecs and any(magic.startswith(stored) for magic in (GZIP_MAGIC, ZSTD_MAGIC)):
            raise Rejected(Code.TRUNCATED, "the file ends within the first bytes of a compressed stream")


def _layered(stream: IO[bytes], codecs: tuple[str, ...], start: int = 0) -> Iterator[bytes]:
    pieces = chunks(stream, start)
    for codec in codecs:
        pieces = CODECS[codec](Input(pieces))
    return pieces


def _head(pieces: Iterator[bytes]) -> bytes:
    """The first HEAD bytes; a fault ends them early unless it leaves nothing at all."""
    head = b""
    try:
        for piece in pieces:
            head += piece
            if len(head) >= HEAD:
                break
    except Rejected:
        if not head:
            raise
    return head[:HEAD]


@contextmanager
def opened(part: UnitPart) -> Iterator[OpenFile]:
    """Raises Rejected: UNREADABLE, EMPTY, or what decompressing the file's very beginning brings up."""
    raw: Any = _Guarded(_guard(part.uri, lambda: open_input(part.uri)), part.uri)
    try:
        yield OpenFile(part, raw)
    finally:
        raw.close()


def compression_of(name: str) -> tuple[str, str]:
    """A file name in lower case without the ending of its compression, and the key of that compression or ""."""
    lower = name.lower()
    for ending, codec in EXTENSIONS.items():
        if lower.endswith(ending):
            return lower.removesuffix(ending), codec
    return lower, ""
