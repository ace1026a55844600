"""Runs one SQL statement over a dataset and prints the answer: as a table for people, as CSV or JSON for programs."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from itertools import pairwise
from typing import Any, TextIO

import duckdb
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline import dataset
from pipeline.errors import NewsbeamError
from transforms.schemas.tables import TABLES

ROWS_SHOWN = 50
CELL_CHARACTERS = 80
FETCH_ROWS = 2_000

_READS = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, duckdb.StatementType.MULTI)  # MULTI: a PIVOT
_NUMBER = r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\(.*\)|DOUBLE|FLOAT"


class OutputFormat(StrEnum):
    """How the answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class StatementError(NewsbeamError):
    """A statement that was refused or that failed; the message is one sentence for the user."""


def run(root: str, statement: str, output_format: str, stream: TextIO, errors: TextIO | None = None) -> int:
    """Prints the answer to `statement` on `stream`; returns the exit code, 2 after a sentence on `errors` (standard error)."""
    try:
        chosen = OutputFormat(output_format)
        with dataset.open_dataset(root, _tables(statement)) as connection:
            _print(_execute(connection, statement), chosen, stream)
    except NewsbeamError as error:
        print(error, file=errors or sys.stderr)
        return error.exit_code
    return 0


def _tables(statement: str) -> list[str]:
    """The tables that a statement may need; a remote dataset gains most by knowing, as its files are fetched."""
    lower = statement.lower()
    if "dataset_files" in lower:
        return list(TABLES)
    # What is current is told by articles, clusters and edges, what changed by what was replaced too.
    current = {"articles", "clusters", "duplicates"} if "current_" in lower else set()
    if "changes" in lower:
        current |= {"articles", "clusters", "replaced"}
    return [table for table in TABLES if table in lower or table in current]


def _execute(connection: duckdb.DuckDBPyConnection, statement: str) -> duckdb.DuckDBPyConnection:
    try:
        parsed = connection.extract_statements(statement)
        if len(parsed) != 1:
            raise StatementError("There is no SQL statement." if not parsed else "One SQL statement at a time, please.")
        if parsed[0].type not in _READS or (parsed[0].type != duckdb.StatementType.SELECT and _copies(statement)):
            raise StatementError("Only queries are run here: the dataset is read, never changed.")
        return connection.execute(parsed[0])
    except duckdb.Error as error:
        raise StatementError(_sentence(error)) from error


def _copies(statement: str) -> bool:
    """Whether COPY stands in it as a keyword: EXPLAIN ANALYZE COPY would write, and so would COPY (PIVOT ...)."""
    encoded = statement.encode()
    starts = [start for start, _ in duckdb.tokenize(statement)]
    words = (encoded[start:stop].strip().lower() for start, stop in pairwise([*starts, len(encoded)]))
    return any(word.startswith((b"copy", b"export")) for word in words)


def _sentence(error: duckdb.Error) -> str:
    """DuckDB's message without the echo of the statement and its caret, on one line."""
    said = re.split(r"\n\s*LINE \d+:", str(error))[0]
    return " ".join(said.split()).removesuffix(".") + "."


def _print(answer: duckdb.DuckDBPyConnection, output_format: OutputFormat, stream: TextIO) -> None:
    described = [(str(c[0]), str(c[1])) for c in answer.description or []]
    names, types = [name for name, _ in described], [kind for _, kind in described]
    rows = _rows(answer, types)
    if output_format is OutputFormat.CSV:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_csv_cell(value) for value in row] for row in rows)
    elif output_format is OutputFormat.JSON:
        _print_json(_distinct(names), rows, stream)
    elif types == ["VARCHAR", "VARCHAR"] and names == ["explain_key", "explain_value"]:
        stream.writelines(f"{value}\n" for _, value in rows)
    else:
        _print_table(names, types, rows, stream)


def _rows(answer: duckdb.DuckDBPyConnection, types: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The rows; a FLOAT with the seven digits that it has, not with those that Python's float adds (0.8 is 0.800000012)."""
    floats = {i for i, kind in enumerate(types) if kind == "FLOAT"}
    try:
        while rows := answer.fetchmany(FETCH_ROWS):
            for row in rows:
                yield tuple(_short(v) if i in floats else v for i, v in enumerate(row)) if floats else row
    except duckdb.Error as error:  # some errors show only while rows are computed
        raise StatementError(_sentence(error)) from error


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.7g}")


def _print_table(names: Sequence[str], types: Sequence[str], rows: Iterator[tuple[Any, ...]], stream: TextIO) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, kind in zip(names, types, strict=True):
        number = re.fullmatch(_NUMBER, kind) is not None
        table.add_column(Text(_one_line(name)), justify="right" if number else "left", no_wrap=True, overflow="ellipsis")
    count = cut = 0
    for row in rows:
        count += 1
        if count <= ROWS_SHOWN:
            cells = [_one_line(_table_cell(value)) for value in row]
            cut += sum(len(cell) > CELL_CHARACTERS for cell in cells)
            table.add_row(*(Text(c if len(c) <= CELL_CHARACTERS else c[: CELL_CHARACTERS - 1] + "…") for c in cells))
    # A terminal's width is its own; anywhere else nothing is cut to fit.
    console = Console(file=stream, width=None if stream.isatty() else 10_000, soft_wrap=False)
    console.print(table)
    shown = f" ({ROWS_SHOWN} shown)" if count > ROWS_SHOWN else ""
    hint = "; long values are cut, --format csv or json prints them whole" if cut else ""
    print(f"{count:,} row{'' if count == 1 else 's'}{shown}{hint}", file=stream)


def _print_json(names: Sequence[str], rows: Iterator[tuple[Any, ...]], stream: TextIO) -> None:
    """One array, one object a line: whole for a JSON reader, and easy for line tools."""
    lead = "["
    for row in rows:
        plain = {name: _plain(value) for name, value in zip(names, row, strict=True)}
        stream.write(f"{lead}\n{json.dumps(plain, ensure_ascii=False)}")
        lead = ","
    stream.write("[]\n" if lead == "[" else "\n]\n")


def _distinct(names: Sequence[str]) -> list[str]:
    """Names for JSON keys: a second `a` becomes `a_2`."""
    taken: list[str] = []
    for name in names:
        number, candidate = 2, name
        while candidate in taken:
            candidate, number = f"{name}_{number}", number + 1
        taken.append(candidate)
    return taken


def _plain(value: Any) -> Any:
    """The value in JSON's own kinds; times in ISO 8601, what JSON has no number for (NaN, infinity) as null."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(_table_cell(k)): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    plain = _plain(value)
    return json.dumps(plain, ensure_ascii=False) if isinstance(plain, dict | list) else str(value if plain is None else plain)


def _table_cell(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix("+00:00")
    return _csv_cell(value)


def _one_line(text: str) -> str:
    """Without line breaks and control characters: an article's text must not be able to drive the terminal."""
    return "".join(c if c.isprintable() else " " for c in text[: CELL_CHARACTERS * 4])
