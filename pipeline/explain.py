"""Why an article is one story with others: what the dataset knows of it, gathered for `newsbeam explain`."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

import duckdb
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import dataset, manifest
from pipeline.errors import NewsbeamError
from transforms import files
from transforms.text.duplicates import DuplicateSettings
from transforms.text.evidence import Evidence, compare
from transforms.text.urls import canonicalise

_TABLES = ("articles", "duplicates", "clusters", "runs")
_MEMBERS = 2_000  # of a cluster, that a way between two articles is looked for in
_VERSIONS = 10
_TIME = "coalesce(fetched_at, modified_at, published_at, ingested_at)"

Row = dict[str, Any]


class NoSuchArticle(NewsbeamError):
    """An id or address that names no article, or several."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, and what was found when their texts were read again."""

    article: Row
    other: Row
    evidence: Evidence
    settings: DuplicateSettings
    apart: bool  # of two domains
    known: bool | None  # boilerplate removal had evidence for one of them; None: not to be had any more
    days: float | None  # between their publication; None: one has no date
    edge: Row | None  # the newest row of `duplicates` that names both, the article first
    way: tuple[Row, ...]  # where there is none: the edges that lead from the article to the other

    @property
    def one_cluster(self) -> bool:
        return bool(self.article["cluster_id"] == self.other["cluster_id"])


@dataclass(frozen=True, slots=True)
class Explanation:
    """An article as of now, with its cluster, its edges and its versions (oldest first, texts included)."""

    article: Row
    stored_cluster: str  # the cluster as its own run decided
    cluster: Row | None
    edges: tuple[Row, ...]
    versions: tuple[Row, ...]
    older_versions: int  # that are left out
    pair: Pair | None


def explain(root: str, name: str, other: str | None = None) -> Explanation:
    """Gathers what is known of the article called `name`: its id, the beginning of it, or its URL.

    It is set against `other`, else against the article that stands for its cluster; one that stands for its cluster itself is set
    against the copy that is least like it.

    Raises:
        NoSuchArticle, DatasetError.
    """
    with dataset.open_dataset(root, _TABLES) as connection:
        article = _current(connection, _find(connection, root, name))
        at = [article["article_id"], article["version"]]
        stored = _one(connection, "SELECT cluster_id FROM articles WHERE article_id = ? AND version = ?", at)["cluster_id"]
        clusters = _rows(connection, "FROM current_clusters WHERE cluster_id = ?", [article["cluster_id"]])
        edges = _edges(connection, article["article_id"])
        versions = _rows(
            connection,
            f"SELECT version, title, text, chars_added, chars_removed, {_TIME} AS time, run_id "
            f"FROM articles WHERE article_id = ? ORDER BY {_TIME} DESC, version DESC LIMIT {_VERSIONS}",
            [article["article_id"]],
        )[::-1]
        known = _one(connection, "SELECT count(*) AS rows FROM articles WHERE article_id = ?", [article["article_id"]])["rows"]
        second: str | None
        if other is not None:
            second = _find(connection, root, other)
            if second == article["article_id"]:
                raise NoSuchArticle(f"{name} and {other} are the same article")
        else:
            second = _counterpart(article, edges)
        pair = _pair(connection, root, article, second, edges) if second else None
        return Explanation(
            article,
            stored,
            clusters[0] if clusters else None,
            edges,
            versions,
            known - len(versions),
            pair,
        )


def _find(connection: duckdb.DuckDBPyConnection, root: str, name: str) -> str:
    """The id of the one article that is meant."""
    found = _ids(connection, "article_id = ?", [name])
    if not found and "/" in name:
        addresses = [name, canonicalise(name) or name]
        found = _ids(connection, "url IN (?, ?) OR canonical_url IN (?, ?)", [*addresses, *addresses])
    elif not found and name.strip():
        found = _ids(connection, "starts_with(article_id, ?)", [name.strip().lower()])
    if not found:
        raise NoSuchArticle(f"{name!r} is no article of {root}: give an article_id, the beginning of one, or a URL")
    if len(found) > 1:
        listed = ", ".join(found[:5]) + (", ..." if len(found) > 5 else "")
        raise NoSuchArticle(f"{name!r} names several articles: {listed}")
    return found[0]


def _ids(connection: duckdb.DuckDBPyConnection, condition: str, values: list[str]) -> list[str]:
    query = f"SELECT DISTINCT article_id FROM articles WHERE {condition} ORDER BY 1 LIMIT 6"
    return [row["article_id"] for row in _rows(connection, query, values)]


def _current(connection: duckdb.DuckDBPyConnection, article_id: str) -> Row:
    return _one(connection, "FROM current_articles WHERE article_id = ?", [article_id])


def _edges(connection: duckdb.DuckDBPyConnection, article_id: str) -> tuple[Row, ...]:
    """The newest edge with each other article, this one first; with the other's domain and title."""
    return _rows(
        connection,
        """
        WITH edges AS (
            SELECT article_id, version, other_id, other_version, kind, containment, other_containment, jaccard, run_id
            FROM duplicates WHERE article_id = $id AND kind <> 'version'
            UNION ALL
            SELECT other_id, other_version, article_id, version, kind, other_containment, containment, jaccard, run_id
            FROM duplicates WHERE other_id = $id AND kind <> 'version'
        )
        SELECT e.*, a.domain, a.title, a.published_at
        FROM edges e
        JOIN run_positions r USING (run_id)
        JOIN current_articles a ON a.article_id = e.other_id
        QUALIFY row_number() OVER (PARTITION BY e.other_id ORDER BY r.position DESC, e.version DESC, e.other_version DESC) = 1
        ORDER BY e.jaccard DESC, e.other_id
        """,
        {"id": article_id},
    )


def _counterpart(article: Row, edges: tuple[Row, ...]) -> str | None:
    if not article["is_canonical"]:
        canonical: str = article["canonical_article_id"]
        return canonical
    return edges[-1]["other_id"] if edges else None


def _pair(connection: duckdb.DuckDBPyConnection, root: str, article: Row, other_id: str, edges: tuple[Row, ...]) -> Pair | None:
    found = _rows(connection, "FROM current_articles WHERE article_id = ?", [other_id])
    if not found:  # what stood for it was replaced
        return None
    other = found[0]
    edge = next((e for e in edges if e["other_id"] == other_id), None)
    settings = _settings(
        connection, edge["run_id"] if edge else max(article, other, key=lambda row: row["ingested_at"])["run_id"]
    )
    apart = bool(article["domain"] and other["domain"] and article["domain"] != other["domain"])
    told = [_had_evidence(root, row) for row in (article, other)]
    known = None if None in told and True not in told else True in told
    dates = article["published_at"], other["published_at"]
    gap: timedelta | None = dates[0] - dates[1] if isinstance(dates[0], datetime) and isinstance(dates[1], datetime) else None
    return Pair(
        article=article,
        other=other,
        evidence=compare(article["text"], other["text"], apart, bool(known), settings),
        settings=settings,
        apart=apart,
        known=known,
        days=abs(gap / timedelta(days=1)) if gap is not None else None,
        edge=edge,
        way=() if edge else _way(connection, article, other_id),
    )


def _settings(connection: duckdb.DuckDBPyConnection, run_id: str) -> DuplicateSettings:
    """What the run that compared them was configured with; the defaults where that is not told."""
    told = _rows(connection, "SELECT config FROM runs WHERE run_id = ?", [run_id])
    section = json.loads(told[0]["config"]).get("duplicates", {}) if told else {}
    return DuplicateSettings(**{f.name: section[f.name] for f in fields(DuplicateSettings) if f.name in section})


def _had_evidence(root: str, article: Row) -> bool | None:
    """Whether enough was known of the article's domain to tell its furniture, as its run's state has it."""
    runs = [run for run in manifest.load_all(root) if run.run_id == article["run_id"]]
    for path in manifest.paths_of(root, runs, "state/sketches"):
        try:
            with files.open_input(path) as stream:
                state = pq.read_table(stream, columns=["article_id", "version", "evidence"])
        except OSError:
            return None
        for row in state.filter(
            (pc.field("article_id") == article["article_id"]) & (pc.field("version") == article["version"])
        ).to_pylist():
            return bool(row["evidence"])
    return None


def _way(connection: duckdb.DuckDBPyConnection, article: Row, other_id: str) -> tuple[Row, ...]:
    """The fewest edges from one member of a cluster to another; () where there are none."""
    steps = _rows(
        connection,
        """
        WITH members AS (SELECT article_id FROM current_articles WHERE cluster_id = $cluster LIMIT $limit)
        SELECT DISTINCT article_id, other_id, kind, containment, other_containment
        FROM duplicates SEMI JOIN members m USING (article_id)
        WHERE kind <> 'version' AND other_id IN (FROM members) ORDER BY ALL
        """,
        {"cluster": article["cluster_id"], "limit": _MEMBERS},
    )
    from_: defaultdict[str, list[Row]] = defaultdict(list)
    for step in steps:
        from_[step["article_id"]].append(step)
        turned = {"containment": step["other_containment"], "other_containment": step["containment"], "kind": step["kind"]}
        from_[step["other_id"]].append({"article_id": step["other_id"], "other_id": step["article_id"], **turned})
    came: dict[str, Row | None] = {article["article_id"]: None}
    waiting = deque([article["article_id"]])
    while waiting and other_id not in came:
        for step in from_[waiting.popleft()]:
            if step["other_id"] not in came:
                came[step["other_id"]] = step
                waiting.append(step["other_id"])
    way: list[Row] = []
    at = came.get(other_id)
    while at is not None:
        way.append(at)
        at = came[at["article_id"]]
    return tuple(reversed(way))


def _one(connection: duckdb.DuckDBPyConnection, query: str, values: list[Any]) -> Row:
    return _rows(connection, query, values)[0]


def _rows(connection: duckdb.DuckDBPyConnection, query: str, values: list[Any] | Mapping[str, Any]) -> tuple[Row, ...]:
    answer = connection.execute(query, values)
    names = [column[0] for column in answer.description or []]
    return tuple(dict(zip(names, row, strict=True)) for row in answer.fetchall())
