"""Builds small datasets, file by file and run by run, as a run would leave them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline import manifest
from pipeline.manifest import DataFile, Manifest
from transforms import files, parquet
from transforms.schemas import tables

NO_DATE = "published_date=__HIVE_DEFAULT_PARTITION__"


def article(article_id: str, version: int = 1, **fields: Any) -> dict[str, Any]:
    """A row of `articles` with what must not be null, alone in its cluster."""
    return {
        "article_id": article_id,
        "version": version,
        "text": f"Text of {article_id}, version {version}.",
        "ingested_at": datetime(2024, 5, 1, tzinfo=UTC),
        "word_count": 5,
        "content_hash": hashlib.sha256(f"{article_id} {version}".encode()).hexdigest(),
        "cluster_id": article_id,
        "relation": "original",
        "is_canonical": True,
        "input_uri": "in.jsonl",
        "input_record": 0,
        "schema_version": tables.SCHEMA_VERSION,
    } | fields


def cluster(cluster_id: str, canonical: str, size: int = 1, merged_into: str | None = None) -> dict[str, Any]:
    return {
        "cluster_id": cluster_id,
        "canonical_article_id": canonical,
        "canonical_version": 1,
        "size": size,
        "merged_into": merged_into,
    }


def entity(article_id: str, version: int, country: str) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "version": version,
        "name": country,
        "type": "LOC",
        "mentions": [{"start": 0, "end": 4, "text": "Text"}],
        "country": country,
        "method": "countries",
    }


class Builder:
    """Writes runs into a dataset; `add` one or more tables' rows, then `commit`."""

    def __init__(self, folder: Path, name: str = "dataset") -> None:
        self.root = str(folder / name)
        self.staging = str(folder / "staging")
        self.files: list[DataFile] = []
        self.runs = 0

    def add(self, run_id: str, table: str, rows: Sequence[dict[str, Any]], partition: str = "") -> DataFile:
        schema = tables.TABLES[table]
        part = pa.Table.from_pylist([row | ({"run_id": run_id} if "run_id" in schema.names else {}) for row in rows], schema)
        made = parquet.write_table(self.staging, table, run_id, str(len(self.files)), schema, [part], partition)
        files.move(made.staged_path, files.join(self.root, *made.path.split("/")))
        file = DataFile(made.table, made.path, made.rows, made.bytes, made.checksum, made.partition)
        self.files.append(file)
        return file

    def commit(self, run_id: str, replaces: Sequence[str] = ()) -> Manifest:
        self.runs += 1
        made = a_manifest(
            run_id, created_at=datetime(2024, 5, self.runs, tzinfo=UTC), replaces=tuple(replaces), files=tuple(self.files)
        )
        manifest.write(self.root, made)
        self.files = []
        return made


def a_manifest(run_id: str, **fields: Any) -> Manifest:
    known: dict[str, Any] = {
        "run_id": run_id,
        "run_key": f"key-{run_id}",
        "run_date": date(2024, 5, 1),
        "created_at": datetime(2024, 5, 1, 12, 30, 0, 250, tzinfo=UTC),
        "newsbeam_version": "0.1.0",
        "runner": "local",
        "config_hash": "c0ffee",
    }
    return Manifest(**known | fields)


def three_runs(folder: Path, name: str = "dataset") -> str:
    """A dataset with versions, a copy, merged clusters, an undated article, a replaced run and an orphan. Returns its root.

    a (versions 1 and 2) and its copy b; c, alone, whose cluster merges into d's, which merges into a's; e without a date.
    """
    build = Builder(folder, name)
    build.add("r1", "articles", [article("a"), article("d", language="de")], "published_date=2024-05-01")
    build.add("r1", "articles", [article("e", agency="Associated Press")], NO_DATE)
    build.add("r1", "entities", [entity("a", 1, "FR")], "published_date=2024-05-01")
    build.add("r1", "clusters", [cluster("a", "a"), cluster("d", "d"), cluster("e", "e")])
    build.commit("r1")
    build.add("r2-failed", "articles", [article("zz")], "published_date=2024-05-02")
    build.commit("r2-failed")
    copy = article("b", cluster_id="a", relation="near", is_canonical=False, duplicate_of="a")
    build.add("r2", "articles", [copy, article("c")], "published_date=2024-05-02")
    build.add("r2", "entities", [entity("b", 1, "FR"), entity("c", 1, "DE")], "published_date=2024-05-02")
    edge = {"article_id": "b", "version": 1, "other_id": "a", "other_version": 1, "kind": "near", "other_run_id": "r1"}
    build.add("r2", "duplicates", [edge])
    build.add("r2", "clusters", [cluster("a", "b", 2), cluster("c", "d", 1, merged_into="d")])
    build.commit("r2", replaces=["r2-failed"])
    build.add("r3", "articles", [article("a", 2, relation="version", duplicate_of="a")], "published_date=2024-05-01")
    build.add("r3", "entities", [entity("a", 2, "IT")], "published_date=2024-05-01")
    build.add("r3", "clusters", [cluster("d", "a", 1, merged_into="a"), cluster("a", "a", 4)])
    build.commit("r3")
    build.add("r4-killed", "articles", [article("orphan")], "published_date=2024-05-03")  # never committed
    return build.root
