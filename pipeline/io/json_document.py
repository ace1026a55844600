"""A JSON file that is an array of records, one record, or several behind one another over many lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from pipeline.io.columns import Columns
from pipeline.io.jsonl import is_object, parse, plain_head, to_record
from pipeline.io.opened import OpenFile
from pipeline.io.refusal import refuse
from pipeline.io.settings import SourceSettings
from pipeline.io.source import Record, WholeFile
from transforms.schemas.rejects import Code, Rejected

_BEGINS = re.compile(rb'\s*(?:\{\s*(?:"(?:[^"\\]|\\.){0,200}"\s*:|\})|\[\s*(?:\{|\]))')
_OUTSIDE = re.compile(rb'["{}\[\],]')
_IN_STRING = re.compile(rb'["\\]')
# Under which an answer of a search interface keeps its articles.
_LISTS = ("articles", "items", "results", "documents", "docs", "data", "entries", "posts", "news", "stories", "hits", "response")


class JsonDocument(WholeFile):
    """`input_record` is the number of the record in the file, from 0."""

    name = "json"
    extensions = (".json",)

    def sniff(self, head: bytes) -> bool:
        """An array, or an object that is not by itself on one of several lines; of one line alone only the name can tell."""
        head = plain_head(head)
        if not _BEGINS.match(head):
            return False
        first = [line for line in head.split(b"\n")[:8] if line.strip()]
        return head.lstrip()[:1] == b"[" or len(first) == 1 or not any(is_object(line) for line in first)

    def read(self, file: OpenFile, settings: SourceSettings) -> Iterator[Record]:
        columns = Columns.of(settings)
        limit = settings.max_record_bytes
        number = 0
        try:
            for value in values(file.text_pieces(), limit):
                if value is None:
                    yield file.reject(number, Code.TOO_LARGE, f"a value of more than {limit} bytes (source.max_record_bytes)")
                    number += 1
                    continue
                for record in _records(file.uri, number, value, columns, limit):
                    yield record
                    number += 1
        except Rejected as fault:
            yield file.reject(number, fault.code, fault.message)
            return
        if number == 0:
            yield file.reject(0, Code.EMPTY, "the file has no records")


def _records(uri: str, number: int, data: bytes, columns: Columns, limit: int) -> Iterator[Record]:
    """One value's record, or the records of the list that it wraps."""
    wrapped = None
    if number == 0:
        with suppress(Rejected):  # to_record says why
            wrapped = _wrapped(parse(data), columns)
    if wrapped is None:
        yield to_record(uri, number, data, columns, limit)
        return
    for index, value in enumerate(wrapped, number):
        if isinstance(value, dict):
            yield columns.document(uri, index, value, limit)
        else:
            yield refuse(uri, index, Code.BAD_RECORD, f"the record is no JSON object but {type(value).__name__}")


def _wrapped(value: Any, columns: Columns, depth: int = 0) -> list[Any] | None:
    """The list in an object that has no content itself; None where there is none."""
    if not isinstance(value, dict) or depth > 2 or columns.values(value).keys() & {"html", "text", "content"}:
        return None
    for key in _LISTS:
        inner = value.get(key)
        if isinstance(inner, list) and any(isinstance(item, dict) for item in inner):
            return inner
        if isinstance(inner, dict) and (found := _wrapped(inner, columns, depth + 1)) is not None:
            return found
    return None


class _Scanner:
    """Cuts a stream of JSON into values: the elements of an outer array, or what stands at the top."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._in_string = False
        self._escaped = False  # the piece ended behind a backslash
        self._begun = False
        self.depth = 0  # of brackets inside the value
        self.in_array = False
        self.closed = False

    def feed(self, piece: bytes) -> Iterator[bytes | None]:
        """Values that end in this piece; None stands for one over the limit."""
        kept = place = 0  # from where the value begun is not yet kept; how far the piece was looked at
        if self._escaped and piece:
            place, self._escaped = 1, False
        while mark := (_IN_STRING if self._in_string else _OUTSIDE).search(piece, place):
            sign, place = mark.group(), mark.end()
            if self._in_string:
                if sign == b'"':
                    self._in_string = False
                elif place == len(piece):
                    self._escaped = True
                else:
                    place += 1
            elif sign == b'"':
                self._in_string = self._begun = True
            elif sign == b"[" and not self._begun:
                self.in_array = self._begun = True
                kept = place
            elif sign in b"{[":
                self.depth += 1
                self._begun = True
            elif self.depth > 0:
                self.depth -= sign != b","
                if self.depth == 0 and not self.in_array:
                    yield self._take(piece[kept:place])
                    kept = place
            elif sign != b"}":
                value = self._take(piece[kept : mark.start()])
                kept = place
                if value is None or value:
                    yield value
                if sign == b"]":
                    self.closed, self.in_array = self.in_array, False
        self._keep(piece[kept:])

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        if self._size <= self._limit:
            self._parts.append(data)
        else:
            self._parts = []

    def _take(self, data: bytes) -> bytes | None:
        self._keep(data)
        value = None if self._size > self._limit else b"".join(self._parts).strip()
        self._parts, self._size = [], 0
        return value

    def rest(self) -> bytes | None:
        return self._take(b"")


def values(pieces: Iterator[bytes], limit: int) -> Iterator[bytes | None]:
    """The bytes of each record, None for one over `limit`; raises Rejected where the file ends before its last record does."""
    scanner = _Scanner(limit)
    first = True
    for piece in pieces:
        if first:
            piece, first = piece.removeprefix(b"\xef\xbb\xbf"), False
        yield from scanner.feed(piece)
    if scanner.in_array or scanner.depth > 0:
        raise Rejected(Code.TRUNCATED, "the JSON ends before its last record or its closing bracket")
    rest = scanner.rest()
    if rest and scanner.closed:
        raise Rejected(Code.CORRUPT, "something follows the closing bracket of the JSON array")
    if rest is None or rest:
        yield rest
