"""What readers are told of changes: a copy that follows run by run is the dataset, also where clusters merge and runs are replaced."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline import changes, dataset
from tests.transforms.stories import WHEN, Outcome, article, run, story
from tests.unit import datasets
from transforms.schemas.steps import ReplacedRun, StateFiles
from transforms.schemas.tables import ARTICLES

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PARTITION = "published_date=2024-05-17"
SEEN = "article_id, version, cluster_id, canonical_article_id"

Rows = list[dict[str, Any]]


@dataclass
class Dataset:
    """A dataset that grows by runs, clustered as the pipeline does it, and a reader's copy that follows it."""

    folder: Path
    state: StateFiles = field(default_factory=StateFiles)
    runs: list[str] = field(default_factory=list)
    known: dict[str, tuple[datetime, tuple[str, ...]]] = field(default_factory=dict)
    copy: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.build = datasets.Builder(self.folder)

    def add(self, rows: Sequence[Mapping[str, Any]], replaces: Sequence[str] = ()) -> Outcome:
        """One more run; the runs that it `replaces` are gone from the state."""
        run_id = f"r{len(self.known)}" if not replaces else f"{replaces[-1]}-again"
        gone = tuple(
            ReplacedRun(name, self.known[name][0], (self.state.sketches[at],), (self.state.clusters[at],), self.known[name][1])
            for at, name in enumerate(self.runs)
            if name in replaces
        )
        live = [at for at, name in enumerate(self.runs) if name not in replaces]
        sketches, lines, clusters, hashes = (
            tuple(paths[at] for at in live)
            for paths in (self.state.sketches, self.state.lines, self.state.clusters, self.state.hashes)
        )
        state = StateFiles(sketches, lines, clusters, hashes, replaced=gone)
        found = run(rows, self.folder, run_id=run_id, state=state, when=WHEN + len(self.known) * HOUR)
        columns = [name for name in ARTICLES.names if name in (*found.rows[0], "article_id")] if found.rows else []
        published = [row for row in found.rows if row["publish"]]
        self.build.add(run_id, "articles", [datasets.article(**{c: row[c] for c in columns}) for row in published], PARTITION)
        for table in ("clusters", "duplicates", *(["replaced"] if replaces else [])):
            self.build.add(run_id, table, found.table(table))
        made = self.build.commit(run_id, replaces)
        self.known[run_id] = (made.created_at, tuple(t.staged_path for name, t in found.tables.items() if name == "replaced"))
        self.state = found.state
        self.runs = [self.runs[at] for at in live] + [run_id]
        return found

    def open(self) -> duckdb.DuckDBPyConnection:
        return dataset.open_dataset(self.build.root)

    def current(self) -> dict[str, tuple[Any, ...]]:
        with self.open() as connection:
            return {row[0]: row for row in connection.execute(f"SELECT {SEEN} FROM current_articles").fetchall()}

    def follow(self, source: str) -> None:
        """Applies changes to the copy as the documentation says: forget what was removed, take over all the others."""
        with self.open() as connection:
            for change, *row in connection.execute(f"SELECT change, {SEEN} FROM {source}").fetchall():
                if change == "removed":
                    self.copy.pop(row[0], None)
                else:
                    self.copy[row[0]] = tuple(row)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with self.open() as connection:
            return [tuple(row) for row in connection.execute(query).fetchall()]


def copy_of(text: str, seed: int) -> str:
    return f"{text}\n{story(seed, 1)}"


def stream(seed: int, runs: int) -> list[list[dict[str, Any]]]:
    """Runs of articles: stories with copies, versions, bridges that join clusters late, and strangers."""
    chosen = random.Random(seed)
    found: list[list[dict[str, Any]]] = []
    texts = [story(100 * seed + n, 16) for n in range(4)]
    for number in range(runs):
        rows = []
        for at in range(5 if number < 2 else chosen.randint(2, 4)):
            which, name = chosen.randrange(4), f"s{seed}n{number}a{at}"
            part = texts[which].split("\n")
            # Heads and tails of one text share too little to be copies, until the whole text comes.
            later = ["copy", "head", "version", "version", "early", "stranger"]
            kind = ["head", "tail"][number] if number < 2 and at < 4 else chosen.choice(later)
            which = at if number < 2 and at < 4 else which
            text = {
                "copy": copy_of(texts[which], chosen.randrange(10_000)),
                "head": "\n".join([*part[:5], story(chosen.randrange(10_000), 2)]),
                "tail": "\n".join([*part[3:], story(chosen.randrange(10_000), 2)]),
                "stranger": story(chosen.randrange(10_000, 20_000), 10),
            }.get(kind, copy_of(texts[which], chosen.randrange(10_000)))
            row = article(text, name, published_at=WHEN + chosen.randrange(60) * HOUR / 10, fetched_at=WHEN + number * HOUR)
            if kind == "version":
                row |= {"identity": f"s{seed}w{which}", "fetched_at": WHEN + chosen.randrange(48) * HOUR}
            if kind == "early":
                row["published_at"] = WHEN - DAY
            rows.append(row)
        found.append(rows)
    return found


@pytest.mark.parametrize("seed", range(2))
def test_a_copy_that_applies_the_changes_of_each_run_is_the_dataset(seed: int, tmp_path: Path) -> None:
    data = Dataset(tmp_path)
    copies: dict[str, dict[str, tuple[Any, ...]]] = {}
    kinds = set()
    for rows in stream(seed, 6):
        data.add(rows)
        data.follow(f"changes WHERE run_id = '{data.runs[-1]}'")
        assert data.copy == data.current()
        copies[data.runs[-1]] = dict(data.copy)
        kinds |= {kind for (kind,) in data.ask("SELECT change FROM changes")}
    for run_id, earlier in copies.items():
        data.copy = dict(earlier)
        data.follow(f"changes_since('{run_id}')")
        assert data.copy == data.current(), "the net changes since any run"
    assert kinds == {"new", "new_version", "cluster_moved", "canonical_moved"}


@pytest.mark.parametrize("seed", range(2))
def test_a_copy_follows_through_runs_that_were_replaced(seed: int, tmp_path: Path) -> None:
    data = Dataset(tmp_path)
    chosen = random.Random(seed)
    copies: dict[str, dict[str, tuple[Any, ...]]] = {}
    inputs: dict[str, list[dict[str, Any]]] = {}
    for number, rows in enumerate(stream(50 + seed, 7)):
        if number in (3, 5):
            again = chosen.choice(data.runs)
            # What it reads now has lost an article, and holds another text of the last one.
            changed = [*inputs[again][1:-1], *(article(story(900 + number), row["external_id"]) for row in inputs[again][-1:])]
            data.add(changed, replaces=[again])
            inputs[data.runs[-1]] = changed
        else:
            data.add(rows)
            inputs[data.runs[-1]] = rows
        data.follow(f"changes WHERE run_id = '{data.runs[-1]}'")
        assert data.copy == data.current()
        copies[data.runs[-1]] = dict(data.copy)
    for run_id, earlier in copies.items():
        data.copy = dict(earlier)
        data.follow(f"changes_since('{run_id}')")
        assert data.copy == data.current(), f"since {run_id}, which may be replaced"


def test_what_changes_is_named(tmp_path: Path) -> None:
    data = Dataset(tmp_path)
    text = story(1, 20)
    first = data.add([article(text, "a"), article(story(2, 20), "b")])
    a, b = (first[name]["article_id"] for name in "ab")
    correction = copy_of(text, 5)
    data.add([article(correction, "a2", identity="a", fetched_at=WHEN + HOUR), article(text, "c", published_at=WHEN - DAY)])
    (c,) = {row[0] for row in data.ask("SELECT article_id FROM changes WHERE change = 'new' AND run_id = 'r1'")}
    said = data.ask(
        "SELECT article_id, change, previous_version, version, previous_canonical_article_id, canonical_article_id "
        "FROM changes WHERE run_id = 'r1' ORDER BY ALL"
    )
    assert sorted(said, key=repr) == sorted(
        [(a, "new_version", 1, 2, a, c), (a, "canonical_moved", 1, 2, a, c), (c, "new", None, 1, None, c)], key=repr
    )
    net = data.ask("SELECT article_id, change FROM changes_since('r0') ORDER BY ALL")
    assert sorted(net) == sorted([(a, "canonical_moved"), (a, "new_version"), (c, "new")])
    assert data.ask("SELECT relation, duplicate_of FROM current_articles WHERE article_id = $$" + b + "$$") == [
        ("original", None)
    ]
    assert data.ask("FROM changes_since('r1')") == []
    with pytest.raises(duckdb.Error, match="no run nowhere"):
        data.ask("FROM changes_since('nowhere')")


def test_an_article_that_its_cluster_parted_from_is_told_to_have_moved(tmp_path: Path) -> None:
    """Before its second story came the roundup was taken for the whole of which the first one is a part."""
    data = Dataset(tmp_path)
    one, two = story(101, 8), story(102, 8)
    first = data.add(
        [
            article(one, "one"),
            article(f"{one}\n{two}", "roundup", published_at=WHEN + HOUR),
            article(copy_of(one, 7), "copy", published_at=WHEN + 2 * HOUR),
        ]
    )
    assert first.together("one", "roundup", "copy")
    data.follow("changes_since('r0')")
    before = data.copy = data.current()
    second = data.add([article(two, "two", published_at=WHEN + 3 * HOUR)])
    ids = {
        name: found[name]["article_id"]
        for found, names in ((first, "one roundup copy"), (second, "two"))
        for name in names.split()
    }
    now = data.current()
    assert now[ids["one"]][2] == now[ids["copy"]][2]
    assert len({now[ids[name]][2] for name in ("one", "roundup", "two")}) == 3
    assert {now[ids[name]][3] for name in ("roundup", "two")} == {ids["roundup"], ids["two"]}, "each stands for itself"
    assert now[ids["one"]][3] == now[ids["copy"]][3] in (ids["one"], ids["copy"])

    kinds: dict[str, set[str]] = {}
    for article_id, change, old, new in data.ask(
        "SELECT article_id, change, previous_cluster_id, cluster_id FROM changes WHERE run_id = 'r1'"
    ):
        kinds.setdefault(article_id, set()).add(change)
        assert new == now[article_id][2] and old == (before[article_id][2] if article_id in before else None)
    moved = {article_id for article_id, row in before.items() if now[article_id][2] != row[2]}
    restood = {article_id for article_id, row in before.items() if now[article_id][3] != row[3]}
    assert moved and {article_id for article_id, of in kinds.items() if "cluster_moved" in of} == moved
    assert {article_id for article_id, of in kinds.items() if "canonical_moved" in of} == restood
    assert kinds.keys() == moved | restood | {ids["two"]} and kinds[ids["two"]] == {"new"}
    data.follow("changes_since('r0')")
    assert data.copy == now

    told = io.StringIO()
    assert changes.run(data.build.root, "r0", "json", told) == 0
    assert {(row["article_id"], row["change"]) for row in json.loads(told.getvalue())} == {
        (article_id, change) for article_id, of in kinds.items() for change in of
    }


def test_what_an_article_is_to_the_canonical_one_is_told_as_of_now(tmp_path: Path) -> None:
    data = Dataset(tmp_path)
    text = story(1, 20)
    first = data.add([article(copy_of(text, 2), "late", published_at=WHEN + 9 * HOUR)])
    second = data.add([article(text, "early", published_at=WHEN, agency="dpa"), article(story(3), "other")])
    late, early = first["late"]["article_id"], second["early"]["article_id"]
    assert first["late"]["relation"] == "original"
    query = "SELECT relation, duplicate_of, is_canonical, canonical_article_id, containment > 0.8 FROM current_articles WHERE "
    assert data.ask(f"{query} article_id = '{late}'") == [("near", early, False, early, True)]
    assert data.ask(f"{query} article_id = '{early}'") == [("original", None, True, early, None)]


def test_a_cluster_that_lost_articles_to_a_forced_run_is_told_anew(tmp_path: Path) -> None:
    data = Dataset(tmp_path)
    text = story(1, 20)
    data.add([article(text, "source", agency="dpa", domain="gone.example")])
    second = data.add([article(copy_of(text, n), f"copy{n}", published_at=WHEN + (1 + n) * HOUR) for n in range(2)])
    query = "SELECT cluster_id, canonical_article_id, size, domains, agency FROM current_clusters"
    ((cluster, canonical, size, domains, _),) = data.ask(query)
    assert (size, domains) == (3, ["copy0.example", "copy1.example", "gone.example"])
    third = data.add([article(story(9, 20), "source")], replaces=["r0"])
    told = {row[0]: row[1:] for row in data.ask(query)}
    copies = {second[name]["article_id"] for name in ("copy0", "copy1")}
    assert canonical not in copies and told[cluster][0] in copies
    assert told[cluster][1:] == (2, ["copy0.example", "copy1.example"], None)
    assert third["source"]["cluster_id"] != cluster
    relations = data.ask(
        "SELECT relation, is_canonical FROM current_articles WHERE cluster_id = $$" + cluster + "$$ ORDER BY ALL"
    )
    assert relations == [("near", False), ("original", True)]
    again = data.add([article(story(77), "stranger")])
    assert len(again.table("clusters")) == 1, "what is right is not told again"
