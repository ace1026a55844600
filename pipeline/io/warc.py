"""WARC archives, plain or compressed record by record, cut by byte ranges; a part owns the records that begin in it.

`input_record` is the byte offset in the file at which the record (or its gzip member) begins; further records of one member,
and those of an archive compressed as one stream, add their offset in the decompressed data. Where a record cannot be read,
reading goes on at the next place that begins as a record does. A part finds its first record in the same way, so an archive
stored uncompressed inside an archive may be read twice when a cut falls into it; nothing is ever left out.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Protocol

from pipeline.io.decompress import CHUNK, GZIP_MAGIC, BrokenStream, Input, chunks, gzip_member
from pipeline.io.jsonl import even_ranges
from pipeline.io.opened import OpenFile
from pipeline.io.settings import SourceSettings
from pipeline.io.source import WHOLE, Range, Record
from pipeline.io.warc_records import BEGINS, LONGEST_HEAD, Cursor, WarcRecord, is_head, next_record, to_document
from transforms.schemas.rejects import Code, Rejected

Numbered = tuple[int, WarcRecord | Rejected]  # with its position


class Warc:
    """Responses and resources that hold HTML."""

    name = "warc"
    extensions = (".warc",)
    splittable = True

    def sniff(self, head: bytes) -> bool:
        return BEGINS.match(head) is not None

    def ranges(self, file: OpenFile, target: int) -> list[Range]:
        if file.codecs not in ((), ("gz",)):
            return WHOLE
        if file.codecs:
            source = Input(chunks(file.raw))
            try:
                for _ in gzip_member(source):
                    if source.position > max(target, CHUNK):
                        return WHOLE  # one stream around many records
            except Rejected:
                pass  # reading says what is wrong
        return even_ranges(file.part.size, target)

    def read(self, file: OpenFile, settings: SourceSettings) -> Iterator[Record]:
        if file.codecs == ():
            return _walk(file, _Plain(file), settings.max_record_bytes)
        if file.codecs == ("gz",):
            return _walk(file, _Members(file), settings.max_record_bytes)
        return _stream(file, settings.max_record_bytes)


class _Archive(Protocol):
    """An archive in which records can be found from any place."""

    next_position: int  # where the record read last ended

    def at_end(self, position: int) -> bool: ...
    def is_start(self, position: int) -> bool: ...
    def is_cut(self, position: int) -> bool:
        """Whether what is there could be the beginning of one if the file went on."""

    def find(self, position: int) -> int | None:
        """The first place at or behind `position` where a record begins."""

    def records(self, position: int, limit: int) -> Iterator[Numbered]:
        """The record there (all of a member); raises Rejected where it is not known how far that goes."""


def _walk(file: OpenFile, archive: _Archive, limit: int) -> Iterator[Record]:
    position: int | None = archive.find(file.start) if file.start else 0
    while position is not None and not file.ends_before(position) and not archive.at_end(position):
        try:
            if not archive.is_start(position):
                raise _no_start(archive, position)
            for number, record in archive.records(position, limit):
                yield from _outcome(file, number, record, limit)
        except Rejected as fault:
            following = archive.find(position + 1)
            yield _fault(file, position, fault, following)
            position = following
            continue
        position = archive.next_position
        # The next part looks for the first place that begins as a record: what does not is refused here.
        if file.ends_before(position) and not archive.at_end(position) and not archive.is_start(position):
            yield _fault(file, position, _no_start(archive, position), archive.find(position + 1))


def _outcome(file: OpenFile, number: int, record: WarcRecord | Rejected, limit: int) -> Iterator[Record]:
    if isinstance(record, Rejected):
        yield file.reject(number, record.code, f"{record.message}; reading goes on behind it")
    elif (document := to_document(file.uri, number, record, limit)) is not None:
        yield document


def _no_start(archive: _Archive, position: int) -> Rejected:
    if archive.is_cut(position):
        return Rejected(Code.TRUNCATED, "the archive ends within a record's headers")
    return Rejected(Code.CORRUPT, "no WARC record begins here")


def _fault(file: OpenFile, position: int, fault: Rejected, following: int | None) -> Record:
    message = f"at byte {position}: {fault.message}"
    if following is None:
        return file.reject(position, fault.code, f"{message}; no record follows")
    # The end of the file was reached only because the damage hid where the record ends.
    code = Code.CORRUPT if fault.code is Code.TRUNCATED else fault.code
    return file.reject(position, code, f"{message}; reading goes on at byte {following}")


def _stream(file: OpenFile, limit: int) -> Iterator[Record]:
    """An archive that can only be read forwards."""
    cursor = Cursor(file.pieces())
    try:
        for number, record in _forward(cursor, limit):
            yield from _outcome(file, number, record, limit)
    except Rejected as fault:
        yield file.reject(cursor.offset, fault.code, fault.message)


def _forward(cursor: Cursor, limit: int) -> Iterator[Numbered]:
    """Records of a stream with their offsets in it, or what is wrong with them; raises BrokenStream."""
    while True:
        cursor.skip_newlines()
        begin = cursor.offset
        try:
            record = next_record(cursor, limit)
            if record is None:
                return
            yield begin, record
        except BrokenStream:
            raise
        except Rejected as fault:
            yield begin, fault
            cursor.scan_to_start()


class _Window:
    """Stored bytes at any place."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file
        self._begin = 0
        self._data = b""

    def at(self, position: int, size: int) -> bytes:
        """Fewer bytes at the end of the file; `size` is at most CHUNK."""
        offset = position - self._begin
        if offset < 0 or offset + size > len(self._data):
            self._begin, self._data, offset = position, next(chunks(self._file.raw, position), b""), 0
        return self._data[offset : offset + size]

    def search(self, pattern: re.Pattern[bytes], position: int) -> Iterator[int]:
        """Where the pattern (of at most 16 bytes) matches, from `position` on."""
        while True:
            data = self.at(position, CHUNK)
            last = len(data) < CHUNK
            for match in pattern.finditer(data):
                if last or match.start() < CHUNK - 16:
                    yield position + match.start()
            if last:
                return
            position += CHUNK - 16


class _Plain:
    _BEGINS = re.compile(rb"\nWARC/\d\.\d")

    def __init__(self, file: OpenFile) -> None:
        self._file = file
        self._window = _Window(file)
        self._cursor = Cursor(iter(()))
        self._base = 0
        self.next_position = -1

    def at_end(self, position: int) -> bool:
        return not self._window.at(position, 1)

    def is_start(self, position: int) -> bool:
        return is_head(self._window.at(position, LONGEST_HEAD))

    def is_cut(self, position: int) -> bool:
        data = self._window.at(position, LONGEST_HEAD)
        begun = BEGINS.match(data) is not None or b"WARC/1.0".startswith(data)
        return begun and re.search(rb"\n\r?\n", data) is None

    def find(self, position: int) -> int | None:
        found = self._window.search(self._BEGINS, max(position - 1, 0))
        return next((place + 1 for place in found if self.is_start(place + 1)), None)

    def records(self, position: int, limit: int) -> Iterator[Numbered]:
        if position != self.next_position:
            self._base, self._cursor = position, Cursor(chunks(self._file.raw, position))
        self.next_position = -1
        record = next_record(self._cursor, limit)
        self.next_position = self._base + self._cursor.offset
        if record is not None:
            yield position, record


class _Members:
    _BEGINS = re.compile(re.escape(GZIP_MAGIC) + b"\x08")

    def __init__(self, file: OpenFile) -> None:
        self._window = _Window(file)
        self._file = file
        self._source = Input(iter(()))
        self.next_position = -1

    def at_end(self, position: int) -> bool:
        """Zeros up to the end are padding."""
        if self._window.at(position, 16).strip(b"\0"):
            return False
        while data := self._window.at(position, CHUNK):
            if data.strip(b"\0"):
                return False
            position += len(data)
        return True

    def is_start(self, position: int) -> bool:
        return BEGINS.match(self._head(position) or b"") is not None

    def is_cut(self, position: int) -> bool:
        head = self._head(position)
        return head is not None and len(head) < 8

    def _head(self, position: int) -> bytes | None:
        """The first bytes that are compressed there; None where it is not gzip."""
        data = self._window.at(position, 1 << 13)
        if not (self._BEGINS.match(data) or GZIP_MAGIC.startswith(data)):
            return None
        try:
            return zlib.decompressobj(wbits=31).decompress(data, 64)
        except zlib.error:
            return None

    def find(self, position: int) -> int | None:
        return next((place for place in self._window.search(self._BEGINS, position) if self.is_start(place)), None)

    def records(self, position: int, limit: int) -> Iterator[Numbered]:
        if position != self.next_position:
            self._source = Input(chunks(self._file.raw, position), position)
        self.next_position = -1
        cursor = Cursor(gzip_member(self._source))
        # The first record is held until the member's checksum has passed, or a second one shows that it was whole.
        held: Numbered | None = None
        for number, record in _forward(cursor, limit):
            if held is not None:
                yield held
                held = None
            if number == 0:
                held = (position, record)
            else:
                yield position + number, record
        if held is not None:
            yield held
        self.next_position = self._source.position
