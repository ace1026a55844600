"""`newsbeam sql`: one statement in, a table, CSV or JSON out, or one sentence and exit code 2."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from pipeline import sql
from tests.unit.datasets import Builder, article, three_runs


@pytest.fixture
def root(tmp_path: Path) -> str:
    return three_runs(tmp_path)


def run(root: str, statement: str, output_format: str = "table") -> tuple[int, str, str]:
    out, errors = io.StringIO(), io.StringIO()
    code = sql.run(root, statement, output_format, out, errors)
    return code, out.getvalue(), errors.getvalue()


def test_a_table_says_how_many_rows(root: str) -> None:
    code, out, errors = run(root, "SELECT article_id, version, published_date FROM articles ORDER BY ALL LIMIT 2")
    assert (code, errors) == (0, "")
    lines = [line.rstrip() for line in out.splitlines()]
    assert [line.split() for line in lines] == [
        ["article_id", "version", "published_date"],
        [lines[1].strip()],
        ["a", "1", "2024-05-01"],
        ["a", "2", "2024-05-01"],
        ["2", "rows"],
    ]


def test_many_rows_are_counted_and_some_are_shown(root: str) -> None:
    code, out, _ = run(root, "FROM range(12345)")
    assert code == 0
    assert out.splitlines()[-1] == f"12,345 rows ({sql.ROWS_SHOWN} shown)"
    assert len(out.splitlines()) == sql.ROWS_SHOWN + 3


def test_no_rows_and_one_row(root: str) -> None:
    assert run(root, "FROM rejects")[1].splitlines()[-1] == "0 rows"
    assert run(root, "SELECT 1 AS one")[1].splitlines()[-1] == "1 row"


def test_long_values_are_cut_and_the_table_says_so(root: str) -> None:
    _, out, _ = run(root, "SELECT repeat('x', 500) AS long")
    assert "…" in out
    assert "--format csv or json" in out.splitlines()[-1]
    assert "x" * 500 in run(root, "SELECT repeat('x', 500) AS long", "csv")[1]


def test_text_cannot_drive_the_terminal(tmp_path: Path) -> None:
    build = Builder(tmp_path)
    build.add(
        "r1", "articles", [article("a", title="\x1b[31mred\x1b[0m\r\n[bold]x[/bold] \u202eabc")], "published_date=2024-05-01"
    )
    build.commit("r1")
    _, out, _ = run(build.root, "SELECT title FROM articles")
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]x[/bold]" in out, "markup is text"


def test_csv_and_json_are_whole(root: str) -> None:
    statement = """SELECT article_id, published_date, ingested_at, is_free, is_canonical, authors, 1.5::DOUBLE AS number,
                   'NaN'::DOUBLE AS nothing, {'k': ['é "q"']} AS nested FROM articles WHERE article_id IN ('d', 'e') ORDER BY ALL"""
    rows = list(csv.DictReader(io.StringIO(run(root, statement, "csv")[1])))
    assert [r["article_id"] for r in rows] == ["d", "e"]
    assert rows[0] | {"article_id": ""} == {
        "article_id": "",
        "published_date": "2024-05-01",
        "ingested_at": "2024-05-01T00:00:00+00:00",
        "is_free": "",
        "is_canonical": "true",
        "authors": "",
        "number": "1.5",
        "nothing": "nan",
        "nested": '{"k": ["é \\"q\\""]}',
    }
    found = json.loads(run(root, statement, "json")[1])
    assert found[1] == {
        "article_id": "e",
        "published_date": None,
        "ingested_at": "2024-05-01T00:00:00+00:00",
        "is_free": None,
        "is_canonical": True,
        "authors": None,
        "number": 1.5,
        "nothing": None,
        "nested": {"k": ['é "q"']},
    }
    assert json.loads(run(root, "FROM rejects", "json")[1]) == []
    assert json.loads(run(root, "SELECT 1 AS a, 2 AS a", "json")[1]) == [{"a": 1, "a_2": 2}]


@pytest.mark.parametrize(
    "statement",
    [
        "DESCRIBE articles",
        "SUMMARIZE articles",
        "SHOW TABLES",
        "EXPLAIN SELECT * FROM current_articles",
        "EXPLAIN ANALYZE SELECT count(*) FROM articles",
        "WITH x AS (SELECT 1 AS y) FROM x",
        "PIVOT articles ON language USING count(*) GROUP BY article_id",
        'SELECT \'copy\' AS copy_of, "copy" FROM (SELECT 1 AS "copy")',
        "SELECT unnest(mentions) FROM entities;",
        "-- a comment\nSELECT 1",
        "SELECT map {'a': 1}, INTERVAL 1 DAY, 'x'::BLOB, uuid(), 1::HUGEINT, TIME '10:00', DATE '1000-01-01', 'infinity'::DATE",
    ],
)
@pytest.mark.parametrize("output_format", ["table", "csv", "json"])
def test_all_that_reads_is_run(root: str, statement: str, output_format: str) -> None:
    code, out, errors = run(root, statement, output_format)
    assert (code, errors) == (0, "")
    assert out


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("", "no SQL statement"),
        (" ; -- nothing", "no SQL statement"),
        ("SELEC 1", 'near "SELEC"'),
        ("SELECT nope FROM articles", '"nope" not found'),
        ("FROM artcles", "artcles"),
        ("SELECT 'x'::INT", "Could not convert"),
        ("SELECT article_id::INT FROM articles", "Could not convert"),
        ("SELECT $1", "parameter"),
        ("SELECT 1; SELECT 2", "One SQL statement"),
        ("FROM read_text('/etc/hostname')", "disabled"),
        ("DROP VIEW articles", "never changed"),
        ("CREATE TABLE x AS SELECT 1", "never changed"),
        ("SET VARIABLE articles_files = []", "never changed"),
        ("COPY (SELECT 1) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)", "never changed"),
        ("EXPLAIN ANALYZE COPY (SELECT 1) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)", "never changed"),
        ("EXPLAIN /* x */ ANALYZE /* y */ cOpY (SELECT 1) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)", "never changed"),
        ("COPY (PIVOT articles ON language USING count(*)) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)", "never changed"),
    ],
)
def test_what_cannot_be_run_is_one_sentence(root: str, statement: str, said: str) -> None:
    file = next(Path(root).glob("clusters/*.parquet"))
    before = file.read_bytes()
    code, out, errors = run(root, statement.replace("{file}", str(file)))
    assert (code, out) == (2, "")
    assert said in errors
    assert errors.count("\n") == 1
    assert file.read_bytes() == before


def test_a_root_that_is_no_dataset(tmp_path: Path) -> None:
    code, out, errors = run(str(tmp_path), "SELECT 1")
    assert (code, out) == (2, "")
    assert errors == f"{tmp_path} is no newsbeam dataset: it has no manifests.\n"


def test_a_float_has_the_digits_that_it_holds(root: str) -> None:
    assert run(root, "SELECT 0.8::FLOAT AS salience, NULL::FLOAT AS nothing", "csv")[1] == "salience,nothing\n0.8,\n"
