"""The analyst's views: exactly the published files, as of now, whatever the folder is called."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from apache_beam.io.filesystem import FileMetadata, MatchResult
from apache_beam.io.localfilesystem import LocalFileSystem

from pipeline import dataset, views
from pipeline.manifest import DatasetError
from tests.unit.datasets import Builder, article, cluster, three_runs
from transforms.schemas import tables

STRANGE_NAMES = ["plain", 'it\'s [2024]*? {x} "y" ü', "a[b]c", "[*]", "%20 $HOME ; --", "env=prod"]
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def root(tmp_path: Path) -> str:
    return three_runs(tmp_path)


def without_names(kind: pa.DataType) -> str:
    """An Arrow type without what lists and maps call their insides, on which Arrow and DuckDB differ."""
    return re.sub(r"list<\w+: ", "list<", str(kind)).replace(" ('entries')", "")


def plain_sql(root: str) -> duckdb.DuckDBPyConnection:
    """What an analyst does without the command: docs/views.sql, as it lies in the repository."""
    connection = duckdb.connect()
    connection.execute("SET VARIABLE root = ?", [root])
    connection.execute((REPOSITORY / "docs" / "views.sql").read_text(encoding="utf-8"))
    return connection


def test_the_tables_hold_what_the_manifests_name(root: str) -> None:
    """Not the replaced run's article zz, and not the orphan of a run that was killed before its commit."""
    with dataset.open_dataset(root) as connection:
        rows = connection.sql("SELECT article_id, version, published_date FROM articles ORDER BY ALL").fetchall()
    first, second = date(2024, 5, 1), date(2024, 5, 2)
    assert rows == [("a", 1, first), ("a", 2, first), ("b", 1, second), ("c", 1, second), ("d", 1, first), ("e", 1, None)]


def test_current_articles_are_latest_versions_in_todays_clusters(root: str) -> None:
    """c's cluster was merged into d's in one run, and d's into a's in the next: all four are one cluster today."""
    with dataset.open_dataset(root) as connection:
        rows = connection.sql(
            "SELECT article_id, version, cluster_id, canonical_article_id, is_canonical FROM current_articles ORDER BY ALL"
        ).fetchall()
    assert rows == [
        ("a", 2, "a", "a", True),
        ("b", 1, "a", "a", False),
        ("c", 1, "a", "a", False),
        ("d", 1, "a", "a", False),
        ("e", 1, "e", "e", True),
    ]


def test_current_clusters_and_entities(root: str) -> None:
    with dataset.open_dataset(root) as connection:
        clusters = connection.sql("SELECT cluster_id, canonical_article_id, size FROM current_clusters ORDER BY ALL").fetchall()
        entities = connection.sql("SELECT article_id, version, country FROM current_entities ORDER BY ALL").fetchall()
    assert clusters == [("a", "a", 4), ("e", "e", 1)]
    assert entities == [("a", 2, "IT"), ("b", 1, "FR"), ("c", 1, "DE")]


def test_a_ring_of_merges_ends(tmp_path: Path) -> None:
    build = Builder(tmp_path)
    build.add("r1", "articles", [article("a"), article("b")], "published_date=2024-05-01")
    build.add("r1", "clusters", [cluster("a", "a", merged_into="b"), cluster("b", "b", merged_into="a")])
    build.commit("r1")
    with dataset.open_dataset(build.root) as connection:
        rows = connection.sql("SELECT article_id, cluster_id FROM current_articles ORDER BY ALL").fetchall()
    assert rows == [("a", "a"), ("b", "b")]


def test_a_table_without_files_is_an_empty_view_of_the_right_types(tmp_path: Path) -> None:
    build = Builder(tmp_path)
    build.commit("r1")
    with dataset.open_dataset(build.root) as connection:
        for table, schema in tables.TABLES.items():
            described = {name: kind for name, kind, *_ in connection.sql(f"DESCRIBE {table}").fetchall()}
            assert set(described) == set(schema.names) | ({"published_date"} if table in tables.PARTITIONED else set())
            relation = connection.sql(f"FROM {table}")
            assert relation.fetchall() == []
            shown = relation.to_arrow_table().schema
            for field in schema:
                assert without_names(shown.field(field.name).type) == without_names(field.type), field
        assert all(connection.sql(f"SELECT count(*) FROM {view}").fetchall() == [(0,)] for view in views.VIEWS)


def test_types_are_the_same_with_and_without_files(root: str, tmp_path: Path) -> None:
    empty = Builder(tmp_path / "empty")
    empty.commit("r1")
    with dataset.open_dataset(root) as full, dataset.open_dataset(empty.root) as bare:
        for view in views.VIEWS:
            assert full.sql(f"DESCRIBE {view}").fetchall() == bare.sql(f"DESCRIBE {view}").fetchall()


def test_articles_without_any_date_still_have_a_date_column(tmp_path: Path) -> None:
    build = Builder(tmp_path)
    build.add("r1", "articles", [article("a")], "published_date=__HIVE_DEFAULT_PARTITION__")
    build.commit("r1")
    with dataset.open_dataset(build.root) as connection:
        assert connection.sql("SELECT published_date, typeof(published_date) FROM articles").fetchall() == [(None, "DATE")]


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_strange_folder_names_are_only_names(tmp_path: Path, name: str) -> None:
    """DuckDB takes [, * and ? for patterns, and name=value in a path for a column."""
    root = three_runs(tmp_path, name)
    with dataset.open_dataset(root) as connection, plain_sql(root) as plain:
        for opened in (connection, plain):
            assert opened.sql("SELECT count(*), count(published_date) FROM articles").fetchall() == [(6, 5)]
            assert opened.sql("SELECT count(*) FROM runs").fetchall() == [(0,)]


def test_a_day_above_the_dataset_is_not_taken_for_a_partition(tmp_path: Path) -> None:
    """Only the command can tell them apart; docs/views.sql names it as a limit."""
    root = three_runs(tmp_path, "published_date=2020-01-01")
    with dataset.open_dataset(root) as connection:
        assert connection.sql("SELECT count(*), count(published_date) FROM articles").fetchall() == [(6, 5)]


def test_plain_sql_gives_the_same_rows(root: str) -> None:
    with dataset.open_dataset(root) as ours, plain_sql(root) as plain:
        for view in views.VIEWS:
            query = f"SELECT * FROM {view} ORDER BY ALL"
            assert ours.sql(query).fetchall() == plain.sql(query).fetchall()
            assert ours.sql(f"DESCRIBE {view}").fetchall() == plain.sql(f"DESCRIBE {view}").fetchall()


def test_views_sql_is_up_to_date() -> None:
    """python -m pipeline.views > docs/views.sql"""
    assert (REPOSITORY / "docs" / "views.sql").read_text(encoding="utf-8") == views.FIND_FILES + views.views()


def test_a_day_and_a_language_read_only_their_columns_and_files(root: str) -> None:
    """The views must not stand between a filter and the files: only one of the day's columns is text."""
    with dataset.open_dataset(root) as connection:
        plan = connection.sql("EXPLAIN SELECT url FROM current_articles WHERE published_date = '2024-05-02'").fetchall()[0][1]
    assert re.search(r"Scanning Files: 1/4", plan)
    assert "boilerplate" not in plan


def test_a_missing_file_is_named(root: str) -> None:
    gone = next(Path(root).glob("clusters/*.parquet"))
    gone.unlink()
    with pytest.raises(DatasetError, match=re.escape(gone.name)):
        dataset.open_dataset(root)


def test_a_folder_that_is_no_dataset(tmp_path: Path) -> None:
    for root in (tmp_path, tmp_path / "missing"):
        with pytest.raises(DatasetError, match="no newsbeam dataset"):
            dataset.open_dataset(str(root))


@pytest.mark.parametrize(
    "statement",
    [
        "FROM read_text('/etc/hostname')",
        "FROM read_text('{root}/manifests/r1.json')",
        "COPY (SELECT 1) TO '{root}/x.csv'",
        "COPY (SELECT 1) TO '{root}/articles/x.parquet' (FORMAT parquet)",
        "EXPORT DATABASE '{root}/x'",
        "ATTACH '{root}/x.db'",
        "SET enable_external_access = true",
        "SET allowed_paths = ['/etc/hostname']",
        "INSTALL httpfs",
    ],
)
def test_nothing_else_can_be_read_or_written(root: str, statement: str) -> None:
    before = sorted(Path(root).rglob("*"))
    with dataset.open_dataset(root) as connection, pytest.raises(duckdb.Error):
        connection.execute(statement.format(root=root)).fetchall()
    assert sorted(Path(root).rglob("*")) == before


def test_a_name_is_never_a_variable_of_the_program(root: str) -> None:
    articles_of_python = [1]
    with dataset.open_dataset(root) as connection, pytest.raises(duckdb.CatalogException):
        connection.execute("FROM articles_of_python")
    assert articles_of_python == [1]


def test_large_sorts_may_spill(root: str) -> None:
    with dataset.open_dataset(root) as connection:
        assert Path(connection.sql("SELECT current_setting('temp_directory')").fetchall()[0][0]).parent.exists()


class FolderFileSystem(LocalFileSystem):  # type: ignore[misc]  # Beam has no types
    """A remote file system for tests: folder://NAME is the local folder /NAME."""

    @classmethod
    def scheme(cls) -> str:
        return "folder"

    def _local(self, path: str) -> str:
        return path.removeprefix("folder:/")

    def open(self, path: str, *args: object, **kwargs: object) -> object:
        return super().open(self._local(path), *args, **kwargs)

    def exists(self, path: str) -> bool:
        return Path(self._local(path)).exists()

    def match(self, patterns: list[str], limits: object = None) -> list[MatchResult]:
        found = []
        for pattern in patterns:
            folder = Path(self._local(pattern.removesuffix("**")))
            paths = sorted(p for p in folder.rglob("*") if p.is_file())
            found.append(MatchResult(pattern, [FileMetadata(f"folder:/{p}", p.stat().st_size) for p in paths]))
        return found


def test_a_remote_dataset_is_fetched_first(root: str) -> None:
    """Only what the statement needs; it is gone again when the connection is."""
    remote = "folder:/" + root
    with dataset.open_dataset(remote) as connection:
        assert connection.sql("SELECT count(*), count(published_date) FROM articles").fetchall() == [(6, 5)]
        scratch = Path(connection.sql("SELECT current_setting('temp_directory')").fetchall()[0][0]).parent
        assert len(list(scratch.rglob("*.parquet"))) == 11
    del connection
    assert not scratch.exists()
    with dataset.open_dataset(remote, ["clusters"]) as connection:
        scratch = Path(connection.sql("SELECT current_setting('temp_directory')").fetchall()[0][0]).parent
        assert len(list(scratch.rglob("*.parquet"))) == 3
        assert connection.sql("SELECT count(*) FROM articles").fetchall() == [(0,)]


def test_manifests_read_as_json_in_sql(root: str) -> None:
    """The paths in a manifest are relative to the root and in "/"."""
    for path in Path(root).glob("manifests/*.json"):
        assert all((Path(root) / file["path"]).exists() for file in json.loads(path.read_text())["files"])


def test_an_article_that_left_its_cluster_is_where_it_went(tmp_path: Path) -> None:
    """b went from a's cluster to d's, which was merged into e's; b's new version, read later, tells for itself."""
    build = Builder(tmp_path)
    rows = [article("a"), article("b", cluster_id="a", is_canonical=False), article("c", cluster_id="a", is_canonical=False)]
    build.add("r1", "articles", [*rows, article("d"), article("e")], "published_date=2024-05-01")
    build.add("r1", "clusters", [cluster("a", "a", 3), cluster("d", "d"), cluster("e", "e")])
    build.commit("r1")
    build.add("r2", "clusters", [cluster("a", "a", 1), cluster("d", "d", 3) | {"moved": ["b", "c"]}])
    build.commit("r2")
    build.add("r3", "articles", [article("c", 2, cluster_id="c")], "published_date=2024-05-01")
    build.add("r3", "clusters", [cluster("d", "e", merged_into="e"), cluster("e", "e", 3), cluster("c", "c")])
    build.commit("r3")
    seen = "article_id, cluster_id, canonical_article_id"
    with dataset.open_dataset(build.root) as connection:
        assert connection.sql(f"SELECT {seen} FROM current_articles ORDER BY ALL").fetchall() == [
            ("a", "a", "a"),
            ("b", "e", "e"),
            ("c", "c", "c"),
            ("d", "e", "e"),
            ("e", "e", "e"),
        ]
        told = connection.sql(f"SELECT run_id, change, {seen} FROM changes WHERE run_id <> 'r1' ORDER BY ALL").fetchall()
        net = connection.sql("SELECT article_id, change, previous_cluster_id, cluster_id FROM changes_since('r1')").fetchall()
    assert told == [
        ("r2", "canonical_moved", "b", "d", "d"),
        ("r2", "canonical_moved", "c", "d", "d"),
        ("r2", "cluster_moved", "b", "d", "d"),
        ("r2", "cluster_moved", "c", "d", "d"),
        ("r3", "canonical_moved", "b", "e", "e"),
        ("r3", "canonical_moved", "c", "c", "c"),
        ("r3", "canonical_moved", "d", "e", "e"),
        ("r3", "cluster_moved", "b", "e", "e"),
        ("r3", "cluster_moved", "c", "c", "c"),
        ("r3", "cluster_moved", "d", "e", "e"),
        ("r3", "new_version", "c", "c", "c"),
    ]
    assert {row for row in net if row[1] == "cluster_moved"} == {
        ("b", "cluster_moved", "a", "e"),
        ("c", "cluster_moved", "a", "c"),
        ("d", "cluster_moved", "d", "e"),
    }
