"""Tables as text with a header line: comma, semicolon, tab or bar between the fields, quoted where it must be."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.io.columns import Columns
from pipeline.io.decode import decode, utf16_of
from pipeline.io.lines import lines
from pipeline.io.opened import OpenFile
from pipeline.io.settings import SourceSettings
from pipeline.io.source import Record, WholeFile
from transforms.schemas.rejects import Code, Rejected

_DELIMITERS = ",;\t|"


class CsvTable(WholeFile):
    """`input_record` is the number of the row, from 0 behind the header; blank lines are not counted.

    Quoted fields may hold line ends, so a file cannot be cut. A row that cannot be parsed costs its first line only: reading
    goes on with the next line, or an opening quotation mark without its end would take the rest of the file with it.
    """

    name = "csv"
    extensions = (".csv", ".tsv", ".tab", ".psv")

    def sniff(self, head: bytes) -> bool:
        return False

    def read(self, file: OpenFile, settings: SourceSettings) -> Iterator[Record]:
        limit = settings.max_record_bytes
        columns = Columns.of(settings)
        # The limit is the process's; a larger one set elsewhere does no harm.
        csv.field_size_limit(max(csv.field_size_limit(), limit))
        delimiter = _delimiter(file.head, columns)
        number = 0
        header: list[str] = []
        try:
            for row in _rows(_Lines(file, limit), delimiter):
                if not header:
                    if isinstance(row, Rejected):
                        yield file.reject(0, row.code, f"the header line cannot be read: {row.message}")
                        return
                    header = [name.strip() for name in row.fields]
                    if not columns.have_content(header):
                        yield file.reject(0, Code.NO_CONTENT, no_content(header))
                        return
                    continue
                yield _record(file, number, row, header, columns, limit)
                number += 1
        except Rejected as fault:
            yield file.reject(number, fault.code, fault.message)
            return
        if number == 0:
            yield file.reject(0, Code.EMPTY, "the table has no rows")


def no_content(names: list[str]) -> str:
    """Why a table gives no documents, and what to do about it."""
    shown = ", ".join(names[:20])
    return f"no column is recognised as html or text; name one under source.columns; the columns are: {shown[:300]}"


@dataclass(frozen=True, slots=True)
class _Row:
    fields: list[str]
    text: str


def _record(file: OpenFile, number: int, row: _Row | Rejected, header: list[str], columns: Columns, limit: int) -> Record:
    if isinstance(row, Rejected):
        return file.reject(number, row.code, row.message, getattr(row, "payload", None))
    fields = row.fields
    while len(fields) > len(header) and not fields[-1]:
        fields = fields[:-1]
    if len(fields) != len(header):
        message = f"the row has {len(fields)} fields, the header {len(header)}"
        return file.reject(number, Code.BAD_RECORD, message, row.text)
    if [value.strip() for value in fields] == header:
        return file.reject(number, Code.BAD_RECORD, "the row repeats the header", row.text)
    # Of two columns with one name the first counts.
    record = dict(zip(reversed(header), reversed(fields), strict=True))
    return columns.document(file.uri, number, record, limit, payload=row.text.encode("utf-8", errors="surrogatepass"))


class _BadLine(Rejected):
    def __init__(self, code: Code, message: str, payload: str | bytes | None) -> None:
        super().__init__(code, message)
        self.payload = payload


@dataclass
class _Lines:
    """Decoded lines, with those of the row being read kept so that they can be read again."""

    file: OpenFile
    limit: int
    row: list[str] = field(default_factory=list)
    size: int = 0
    again: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._source = lines(self.file.text_pieces(), self.limit)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.again:
            text = self.again.pop()
        else:
            line = next(self._source)
            if line.digest is not None:
                raise _BadLine(Code.TOO_LARGE, f"a line of {line.size} bytes (source.max_record_bytes: {self.limit})", None)
            decoded = decode(line.data)
            if decoded is None:
                raise _BadLine(Code.BAD_RECORD, "the line is in no encoding that can be recognised", line.data)
            # A lone carriage return ends a line too, and the csv module takes only one line at a time.
            text, *others = decoded.removesuffix("\r").split("\r")
            self.again.extend(f"{other}\n" for other in reversed(others))
            text += "\n"
        self.row.append(text)
        self.size += len(text)
        if self.size > self.limit:
            raise _BadLine(Code.TOO_LARGE, f"a row of more than {self.limit} characters (source.max_record_bytes)", self.row[0])
        return text

    def begin(self) -> None:
        self.row, self.size = [], 0

    def retry_after_first(self) -> None:
        self.again.extend(reversed(self.row[1:]))


def _rows(source: _Lines, delimiter: str) -> Iterator[_Row | Rejected]:
    """Each row, or why it is none; raises Rejected where the stream itself is broken."""
    while True:
        source.begin()
        reader = csv.reader(source, delimiter=delimiter, strict=True)
        try:
            fields = next(reader)
        except StopIteration:
            return
        except _BadLine as bad:
            source.retry_after_first()
            yield bad
            continue
        except csv.Error as error:
            source.retry_after_first()
            yield _BadLine(Code.BAD_RECORD, f"the row cannot be parsed: {error}", source.row[0])
            continue
        if any(value.strip() for value in fields):
            yield _Row(fields, "".join(source.row))


def _delimiter(head: bytes, columns: Columns) -> str:
    """The one that gives the header the most names we know, then the most fields."""
    codec = utf16_of(head)
    text = head.decode(codec, errors="replace") if codec else decode(head) or ""
    first = next((line for line in text.removeprefix("\ufeff").splitlines() if line.strip()), "")

    def score(delimiter: str) -> tuple[int, int]:
        try:
            names = next(csv.reader([first], delimiter=delimiter))
        except (csv.Error, StopIteration):
            return 0, 0
        return len(columns.recognised([name.strip() for name in names])), len(names)

    return max(_DELIMITERS, key=score)
