"""Manifests: what is written can be read, what is damaged is named, what was replaced does not count."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from pipeline import manifest
from pipeline.manifest import DataFile, DatasetError, Manifest
from tests.unit.datasets import a_manifest
from transforms.schemas.tables import SCHEMA_VERSION

FILE = DataFile("articles", "articles/published_date=2024-05-01/r1-0.parquet", 3, 1234, "ab" * 16, "published_date=2024-05-01")


def full() -> Manifest:
    return a_manifest(
        "r1",
        config={"duplicates": {"bands": 42}, "enrichers": [{"name": "countries"}]},
        counts={"read": 4, "published": 3, "rejected_by_code": {"empty": 1}, "articles_by_language": {"de": 3}},
        timings={"stage": 1.5},
        replaces=("r0",),
        files=(FILE,),
    )


def test_json_there_and_back_is_the_same() -> None:
    assert Manifest.from_json(full().to_json()) == full()


def test_equal_manifests_are_equal_bytes_and_readable() -> None:
    other = DataFile("clusters", "clusters/r1-1.parquet", 1, 10, "cd" * 16)
    one, two = a_manifest("r1", files=(FILE, other)), a_manifest("r1", files=(other, FILE))
    assert one.to_json() == two.to_json()
    lines = one.to_json().decode().splitlines()
    keys = [line.split('"')[1] for line in lines if line.startswith(' "')]
    assert len(lines) > 20
    assert keys == sorted(keys)


def test_times_are_kept_in_utc() -> None:
    local = datetime(2024, 5, 1, 14, 0, tzinfo=timezone(timedelta(hours=2)))
    read = Manifest.from_json(a_manifest("r1", created_at=local).to_json())
    assert read.created_at == local
    assert read.created_at.utcoffset() == timedelta(0)


def test_a_new_root_has_no_runs(tmp_path: Path) -> None:
    assert manifest.load_all(str(tmp_path / "nothing")) == []


def test_runs_come_in_the_order_of_their_commits(tmp_path: Path) -> None:
    at = datetime(2024, 5, 1, tzinfo=UTC)
    for run_id, minutes in (("b", 1), ("a", 1), ("c", 0)):
        manifest.write(str(tmp_path), a_manifest(run_id, created_at=at + timedelta(minutes=minutes)))
    assert [m.run_id for m in manifest.load_all(str(tmp_path))] == ["c", "a", "b"]


def test_replaced_runs_do_not_count_even_when_their_successor_was_replaced(tmp_path: Path) -> None:
    for run_id, replaces in (("a", ()), ("b", ("a",)), ("c", ("b",)), ("d", ("d", "gone"))):
        manifest.write(str(tmp_path), a_manifest(run_id, replaces=replaces))
    assert [m.run_id for m in manifest.load_all(str(tmp_path))] == ["c", "d"]


def test_writing_twice_is_harmless_and_leaves_one_file(tmp_path: Path) -> None:
    manifest.write(str(tmp_path), full())
    manifest.write(str(tmp_path), full())
    (tmp_path / "manifests" / "r9.json.123.partial").write_text("{")
    assert manifest.load_all(str(tmp_path)) == [full()]


def test_files_of_a_table() -> None:
    assert manifest.files_of([full(), a_manifest("r2")], "articles") == [FILE]
    assert manifest.files_of([full()], "clusters") == []


def damaged(**fields: Any) -> bytes:
    plain = json.loads(full().to_json()) | fields
    return json.dumps({key: value for key, value in plain.items() if value is not ...}, default=str).encode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no JSON"),
        (full().to_json()[:-40], "no JSON"),
        (b"\xff\xfe", "manifests/r1.json"),
        (b"[]", "not a JSON object"),
        (b"{}", "no schema_version"),
        (damaged(run_key=...), "lacks run_key"),
        (damaged(run_id=7), "wrong kind"),
        (damaged(files=[{"table": "articles"}]), "wrong kind"),
        (damaged(files=7), "wrong kind"),
        (damaged(created_at="2024-05-01"), "time zone"),
        (damaged(created_at="yesterday"), "yesterday"),
        (damaged(schema_version=SCHEMA_VERSION + 1), "newer newsbeam"),
        *(
            (damaged(files=[json.loads(full().to_json())["files"][0] | {"path": path}]), "outside")
            for path in ("/etc/passwd", "../x.parquet", "a/../../x", "gs://other/x", "a//b", "c:\\x", "")[:-1]
        ),
    ],
)
def test_a_damaged_manifest_is_named_in_one_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    """Reading on without it would silently lose a run."""
    (tmp_path / "manifests").mkdir()
    (tmp_path / "manifests" / "r1.json").write_bytes(data)
    with pytest.raises(DatasetError) as raised:
        manifest.load_all(str(tmp_path))
    message = str(raised.value)
    assert "manifests/r1.json" in message
    assert said in message
    assert "\n" not in message
