"""The data dictionary names every table and column, with the type and the nulls that the files have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline import views
from transforms.schemas import tables
from transforms.schemas.articles import QUALITY_FLAGS
from transforms.schemas.rejects import Code

DOCUMENT = (Path(__file__).parents[2] / "docs" / "data-dictionary.md").read_text(encoding="utf-8")


def described(table: str) -> dict[str, tuple[str, str]]:
    """Type and null by column, as the section of a table gives them."""
    section = DOCUMENT.split(f"\n## {table}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]*) \|", section, flags=re.M)
    return {name: (kind.strip(), null.strip()) for name, kind, null in rows}


@pytest.mark.parametrize("table", tables.TABLES)
def test_columns_and_types_are_those_of_the_view(table: str) -> None:
    assert {name: kind for name, (kind, _) in described(table).items()} == views.columns(table)
    assert list(described(table)) == list(views.columns(table))


@pytest.mark.parametrize("table", tables.TABLES)
def test_never_null_is_what_the_files_promise(table: str) -> None:
    promised = {field.name for field in tables.TABLES[table] if not field.nullable}
    assert {name for name, (_, null) in described(table).items() if null == "never"} == promised


def test_every_view_code_and_flag_is_there() -> None:
    assert all(f"`{view}`" in DOCUMENT for view in views.VIEWS)
    assert all(f"`{code}`" in DOCUMENT for code in Code)
    assert all(f"`{flag}`" in described_line("quality_flags") for flag in QUALITY_FLAGS)


def described_line(column: str) -> str:
    return next(line for line in DOCUMENT.splitlines() if line.startswith(f"| `{column}` |"))
