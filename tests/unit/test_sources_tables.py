"""CSV and Parquet."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.io import SourceSettings, plan_units, read_unit
from pipeline.io.listing import list_inputs
from tests.unit.reading import codes, documents, in_parts, read
from transforms.schemas.documents import DocumentKind, RawDocument
from transforms.schemas.rejects import Code, Reject

Outline = list[tuple[int, object]]


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def outline(records: list[RawDocument | Reject]) -> Outline:
    return [(r.input_record, r.content if isinstance(r, RawDocument) else r.code) for r in records]


def table(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


ROWS = [
    ["id", "Headline", "text", "author"],
    ["1", "One", 'first, "quoted"\nsecond; line | bar', "A\tB"],
    ["2", "Two", "third", ""],
]


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    found = documents(write(tmp_path, "a.csv", table(ROWS, delimiter).encode(encoding)))
    assert [(d.input_record, d.kind, d.content) for d in found] == [
        (0, DocumentKind.BODY, 'first, "quoted"\nsecond; line | bar'),
        (1, DocumentKind.BODY, "third"),
    ]
    assert [(d.declared.external_id, d.declared.title, d.declared.authors) for d in found] == [
        ("1", "One", ("A\tB",)),
        ("2", "Two", ()),
    ]


def test_line_ends_of_all_kinds(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        path = write(tmp_path, "a.csv", f"id,text{end}1,one{end}{end}2,two{end}")
        assert outline(read(path)) == [(0, "one"), (1, "two")]


def test_ragged_rows_and_repeated_headers_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "id,text\n1,one\n2\n3,three,more\n4,four,,\nid,text\n5,five\n")
    bad = Code.BAD_RECORD
    assert outline(read(path)) == [(0, "one"), (1, bad), (2, bad), (3, "four"), (4, bad), (5, "five")]


def test_an_open_quotation_mark_does_not_take_the_rest_of_the_file(tmp_path: Path) -> None:
    rows = "".join(f"{n},text {n}\n" for n in range(500))
    path = write(tmp_path, "a.csv", 'id,text\n1,one\n2,"two\n' + rows)
    found = outline(read(path))
    assert found[:3] == [(0, "one"), (1, Code.BAD_RECORD), (2, "text 0")]
    assert len(found) == 502


def test_huge_fields(tmp_path: Path) -> None:
    text = "word " * 100_000
    path = write(tmp_path, "a.csv", table([["id", "text"], ["1", text], ["2", "two"]]))
    assert outline(read(path)) == [(0, text), (1, "two")]
    assert outline(read(path, SourceSettings(max_record_bytes=1000))) == [(0, Code.TOO_LARGE), (1, "two")]
    lines = write(tmp_path, "b.csv", 'id,text\n1,"' + "line\n" * 1000 + '"\n2,two\n')
    found = outline(read(lines, SourceSettings(max_record_bytes=1000)))
    assert found[0] == (0, Code.TOO_LARGE) and found[-1][1] == "two"


def test_tables_without_rows_or_content(tmp_path: Path) -> None:
    assert codes(write(tmp_path, "a.csv", "id,text\n")) == [Code.EMPTY]
    path = write(tmp_path, "b.csv", "id,price\n1,2\n2,3\n")
    assert codes(path) == [Code.NO_CONTENT]
    assert outline(read(path, SourceSettings(columns={"text": "price"}))) == [(0, "2"), (1, "3")]


def test_a_truncated_table_gives_its_whole_rows_and_one_refusal(tmp_path: Path) -> None:
    stored = gzip.compress(table([["id", "text"], *([str(n), f"text {n * n}"] for n in range(9000))]).encode())
    found = outline(read(write(tmp_path, "a.csv.gz", stored[: len(stored) // 2])))
    assert found[-1] == (len(found) - 1, Code.TRUNCATED)
    assert found[:-1] == [(n, f"text {n * n}") for n in range(len(found) - 1)]
    assert len(found) > 1000


# Parquet


def parquet(path: Path, columns: dict[str, object], **options: object) -> Path:
    pq.write_table(pa.table(columns), path, **options)
    return path


def test_parquet_values(tmp_path: Path) -> None:
    moment = datetime.datetime(2024, 5, 3, 15, 47, 42, tzinfo=datetime.UTC)
    path = parquet(
        tmp_path / "a.parquet",
        {
            "doc_id": [7, 8, 9],
            "content": ["plain words", None, "<p>markup</p><p>more</p>"],
            "html": [None, b"<html><body>bytes</body></html>", b"x"],
            "published_at": pa.array([moment, None, moment], pa.timestamp("ns", "UTC")),
            "crawl_date": pa.array([datetime.date(2024, 5, 4)] * 3),
            "authors": [["A. Writer", "B. Writer"], [], None],
            "source": [{"name": "The Paper", "id": 3}, None, {"name": None, "id": None}],
            "views": [float("nan"), 1.0, 2.0],
        },
    )
    one, two, three = documents(path)
    assert (one.kind, one.content, one.declared.external_id) == (DocumentKind.BODY, "plain words", "7")
    assert one.declared.published == "2024-05-03T15:47:42+00:00"
    assert one.declared.fetched == "2024-05-04"
    assert one.declared.authors == ("A. Writer", "B. Writer")
    assert one.declared.publisher == "The Paper"
    assert (two.kind, two.content, two.charset) == (DocumentKind.HTML, b"<html><body>bytes</body></html>", None)
    assert two.declared.published is None
    assert (three.kind, three.content) == (DocumentKind.HTML, b"x")


def test_a_moment_that_python_cannot_hold_costs_its_row_only(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", {"text": ["one", "two"], "date": pa.array([2**60, 0], pa.timestamp("us"))})
    assert outline(read(path)) == [(0, Code.BAD_RECORD), (1, "two")]


def test_row_groups_are_parts(tmp_path: Path) -> None:
    texts = [f"text {n} " + "word " * 20 for n in range(1000)]
    path = parquet(tmp_path / "a.parquet", {"text": texts}, row_group_size=90)
    whole = read(path)
    assert outline(whole) == list(enumerate(texts))
    assert in_parts(path, [(0, 3), (3, 4), (4, 11), (11, None)]) == whole
    settings = SourceSettings(unit_bytes=2000)
    units = list(plan_units(list_inputs([str(path)]), settings, 1))
    assert len(units) > 3
    assert [record for unit in units for record in read_unit(unit, settings)] == whole


def test_compressed_parquet(tmp_path: Path) -> None:
    plain = parquet(tmp_path / "a.parquet", {"text": ["one", "two"]})
    assert outline(read(write(tmp_path, "b.parquet.gz", gzip.compress(plain.read_bytes())))) == [(0, "one"), (1, "two")]


def test_broken_parquet(tmp_path: Path) -> None:
    whole = parquet(
        tmp_path / "a.parquet", {"text": [f"text {n}" for n in range(900)]}, row_group_size=300, compression="none"
    ).read_bytes()
    assert codes(write(tmp_path, "b.parquet", whole[:-100])) == [Code.TRUNCATED]
    assert codes(write(tmp_path, "c.parquet", whole[:200] + whole[-4:])) == [Code.CORRUPT]
    assert codes(write(tmp_path, "d.parquet", b"PAR1" + bytes(100) + b"\xff\xff\xff\x7fPAR1")) == [Code.CORRUPT]
    assert codes(parquet(tmp_path / "e.parquet", {"text": pa.array([], pa.string())})) == [Code.EMPTY]
    assert codes(parquet(tmp_path / "f.parquet", {"price": [1, 2]})) == [Code.NO_CONTENT]
    damaged = bytearray(whole)
    middle = len(damaged) // 2
    damaged[middle : middle + 10] = b"\xff" * 10
    codec = pq.ParquetFile(pa.BufferReader(whole)).metadata
    assert codec.num_row_groups == 3
    found = read(write(tmp_path, "g.parquet", bytes(damaged)))
    assert sum(isinstance(record, RawDocument) for record in found) >= 600
