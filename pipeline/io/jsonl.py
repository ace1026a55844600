"""JSON lines: one record a line. Large plain files are cut anywhere; a part owns the lines that begin in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pipeline.io.columns import Columns
from pipeline.io.decode import decode, utf16_of
from pipeline.io.lines import Line, lines
from pipeline.io.opened import HEAD, OpenFile
from pipeline.io.refusal import refuse
from pipeline.io.settings import SourceSettings
from pipeline.io.source import WHOLE, Range, Record
from transforms.schemas.rejects import Code, Reject, Rejected, Stage

_OBJECT_BEGINS = re.compile(rb'\s*\{\s*(?:"(?:[^"\\]|\\.){0,200}"\s*:|\}|\Z)')


class JsonLines:
    """`input_record` is the byte offset of the line in the decompressed file, so that it does not depend on the parts."""

    name = "jsonl"
    extensions = (".jsonl", ".ndjson", ".jl", ".jsonlines", ".ldjson")
    splittable = True

    def sniff(self, head: bytes) -> bool:
        """One of the first lines is an object by itself, or the first line is one that goes on beyond the head."""
        head = plain_head(head)
        if not _OBJECT_BEGINS.match(head):
            return False
        first = [line for line in head.split(b"\n")[:8] if line.strip()]
        if len(first) == 1:
            return True
        return any(is_object(line) for line in first[: -1 if len(head) >= HEAD else None])

    def ranges(self, file: OpenFile, target: int) -> list[Range]:
        if file.codecs or file.utf16:
            return WHOLE
        return even_ranges(file.part.size, target)

    def read(self, file: OpenFile, settings: SourceSettings) -> Iterator[Record]:
        columns = Columns.of(settings)
        # From one byte earlier: a line that begins right at the start is told from one that only goes on there.
        begin = max(file.start - 1, 0)
        position = file.start
        empty = True
        try:
            for line in lines(file.text_pieces(begin), settings.max_record_bytes, begin):
                if line.offset < file.start or line.blank:
                    continue
                empty = False
                if file.ends_before(line.offset):
                    break
                position = line.next_offset
                yield _record(file, line, columns, settings)
        except Rejected as fault:
            yield file.reject(position, fault.code, fault.message)
            return
        if empty and file.start == 0:
            yield file.reject(0, Code.EMPTY, "the file has no lines")


def even_ranges(size: int, target: int) -> list[Range]:
    """Byte ranges of one size, about `target`; the last has no stop, so that a file that grew is read to its end."""
    count = max(1, round(size / target))
    bounds = [size * index // count for index in range(count)]
    return list(zip(bounds, [*bounds[1:], None], strict=True))


def plain_head(head: bytes) -> bytes:
    """A file's first bytes as UTF-8 without a mark."""
    codec = utf16_of(head)
    return head[2:].decode(codec, errors="replace").encode() if codec else head.removeprefix(b"\xef\xbb\xbf")


def is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def parse(data: bytes) -> Any:
    """One JSON value; raises Rejected BAD_RECORD."""
    text = decode(data)
    if text is None:
        raise Rejected(Code.BAD_RECORD, "the record is in no encoding that can be recognised")
    try:
        return json.loads(text)
    except ValueError as error:
        raise Rejected(Code.BAD_RECORD, f"the record is not JSON: {error}") from None
    except RecursionError:
        raise Rejected(Code.BAD_RECORD, "the record is nested too deeply") from None


def to_record(uri: str, position: int, data: bytes, columns: Columns, limit: int) -> Record:
    """What one record's bytes hold: a document, or why there is none."""
    try:
        value = parse(data)
        if not isinstance(value, dict):
            raise Rejected(Code.BAD_RECORD, f"the record is no JSON object but {type(value).__name__}")
    except Rejected as fault:
        return refuse(uri, position, fault.code, fault.message, data)
    return columns.document(uri, position, value, limit, payload=data)


def _record(file: OpenFile, line: Line, columns: Columns, settings: SourceSettings) -> Record:
    if line.digest is not None:
        message = f"a line of {line.size} bytes, more than {settings.max_record_bytes} (source.max_record_bytes)"
        return Reject(file.uri, line.offset, Stage.READ, Code.TOO_LARGE, message, None, line.digest)
    return to_record(file.uri, line.offset, line.data, columns, settings.max_record_bytes)
