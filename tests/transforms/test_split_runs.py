"""The same articles in one run, shuffled, or in five runs in any order: the same clusters, as a reader sees them."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipeline import dataset
from tests.support import CORPUS
from tests.transforms.stories import SETTINGS, WHEN, article, run, stage, story
from tests.unit import datasets
from transforms import files
from transforms.cluster_articles import cluster_files
from transforms.count_lines import count_file, merge_counts
from transforms.schemas.steps import RunContext, Sketched, Staged, StateFiles
from transforms.sketch_articles import sketch_file

RUNS = 5
LABELLED = CORPUS / "duplicates" / "syndication.jsonl.gz"

Article = dict[str, Any]
Partition = set[frozenset[str]]


def invented() -> list[Article]:
    """Stories with copies of every kind, a roundup of them, templates, versions, chains: in an order of their own."""
    rows: list[Article] = []

    def add(text: str, name: str, **columns: Any) -> None:
        rows.append(article(text, name, input_record=len(rows), **columns))

    for n in range(40):
        chosen = random.Random(n)
        text = story(300 + n, 20)
        lines = text.split("\n")
        add(text, f"s{n}", published_at=WHEN + timedelta(hours=n))
        edits = [
            "\n".join(lines[:4]) + " ...",
            text.upper(),
            f"{story(900 + n, 2)}\n{text}\n{story(950 + n, 3)}",
            "\n".join(lines[:5] + lines[7:]),
            "\n".join(lines[2:9]),
            "\n".join(story(5000 + 20 * n + at, 2) if at % 3 == 0 else line for at, line in enumerate(lines)),
        ]
        for at in chosen.sample(range(6), chosen.randint(0, 5)):
            published = WHEN + timedelta(hours=n + 1 + at) if chosen.random() < 0.7 else None
            add(edits[at], f"s{n}e{at}", published_at=published)
        if n % 4 == 0:
            add(
                text.replace("\n", "\nCorrected later today. ", 1),
                f"s{n}v",
                identity=f"s{n}",
                fetched_at=WHEN + timedelta(days=2),
            )
    for n in range(0, 40, 8):
        add("\n".join(story(300 + n + k, 20) for k in range(4)), f"roundup{n}", published_at=WHEN + timedelta(hours=n + 9))
    frame = story(77, 10)
    for n in range(6):
        numbers = " ".join(str(1000 * n + 37 * k) for k in range(8))
        add(f"{frame}\nThe figures were {numbers} at the end of trading.", f"t{n}", domain="bot.example")
    return rows


def labelled() -> list[Article]:
    with gzip.open(LABELLED, "rt", encoding="utf-8") as stream:
        documents = [json.loads(line) for line in stream]
    return [
        article(
            document["text"],
            str(at),
            title=document["title"],
            domain=document["domain"],
            published_at=datetime.fromtimestamp(int(document["published"]), UTC) if document["published"] else None,
            input_record=at,
        )
        for at, document in enumerate(documents)
    ]


def sketches(rows: Sequence[Mapping[str, Any]], folder: Path) -> pa.Table:
    """The sketches of all articles under one profile, so that the counts of lines are the same in every run."""
    staged = stage(rows, folder, 500)
    profile = merge_counts([count_file(s, str(folder)) for s in staged], str(folder), StateFiles(), SETTINGS)
    return pa.concat_tables([files.read_table(sketch_file(s, profile, str(folder), SETTINGS).path) for s in staged])


def current(build: datasets.Builder) -> Partition:
    with dataset.open_dataset(build.root) as connection:
        found = connection.sql(
            "SELECT list(external_id) FROM articles JOIN (SELECT article_id, cluster_id AS home FROM current_articles) "
            "USING (article_id) GROUP BY home"
        ).fetchall()
    return {frozenset(names) for (names,) in found}


def publish(build: datasets.Builder, run_id: str, rows: Sequence[Mapping[str, Any]], clusters: list[dict[str, Any]]) -> None:
    columns = (
        "article_id version external_id fetched_at published_at cluster_id is_canonical relation duplicate_of ingested_at".split()
    )
    published = [datasets.article(**{c: row[c] for c in columns}) for row in rows if row["publish"]]
    build.add(run_id, "articles", published, "published_date=2024-05-17")
    build.add(run_id, "clusters", clusters)
    build.commit(run_id)


def in_runs(table: pa.Table, names: Sequence[str], parts: Sequence[Sequence[int]], folder: Path) -> Partition:
    """Clusters each part in a run of its own, and reads the dataset that comes of it."""
    build, state = datasets.Builder(folder), StateFiles()
    for number, part in enumerate(parts):
        run_id, when = f"r{number}", WHEN + timedelta(hours=number)
        path = str(folder / run_id / "sketches.arrow")
        with files.arrow_writer(path, table.schema) as writer:
            writer.write_table(table.take(pa.array(part, pa.int64())), max_chunksize=100)
        sketched = Sketched(Staged(0, path, len(part), "", 0, (), when), path, len(part))
        (assigned,), written = cluster_files([sketched], str(folder / run_id), SETTINGS, RunContext(run_id, when), state)
        made = {one.table: one.staged_path for one in written}
        dates = table.column("published_at").take(pa.array(part, pa.int64())).to_pylist()
        decided = [
            {"external_id": names[at], "published_at": date, "fetched_at": None, "ingested_at": when} | row
            for at, date, row in zip(part, dates, files.read_table(assigned.path).to_pylist(), strict=True)
        ]
        publish(build, run_id, decided, _rows(made["clusters"]))
        state = StateFiles(
            (*state.sketches, made["state/sketches"]),
            (*state.lines, made["state/lines"]),
            (*state.clusters, made["clusters"]),
            (*state.hashes, made["state/hashes"]),
        )
    return current(build)


def _rows(path: str) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def split(count: int, seed: int) -> list[list[int]]:
    order = random.Random(seed).sample(range(count), count)
    return [order[number::RUNS] for number in range(RUNS)]


def adjusted_rand(one: Partition, other: Partition, count: int) -> float:
    """The adjusted Rand index of two partitions of `count` names. Source: Hubert and Arabie, Comparing partitions (1985)."""
    home = {name: cluster for cluster in other for name in cluster}
    both = Counter((cluster, home[name]) for cluster in one for name in cluster)
    pairs = [sum(n * (n - 1) / 2 for n in sizes) for sizes in (both.values(), map(len, one), map(len, other))]
    expected = pairs[1] * pairs[2] / (count * (count - 1) / 2)
    return (pairs[0] - expected) / ((pairs[1] + pairs[2]) / 2 - expected)


@pytest.fixture(scope="module")
def invented_sketches(tmp_path_factory: pytest.TempPathFactory) -> tuple[pa.Table, list[str], Partition]:
    return prepared(invented(), tmp_path_factory.mktemp("invented"))


@pytest.fixture(scope="module")
def labelled_sketches(tmp_path_factory: pytest.TempPathFactory) -> tuple[pa.Table, list[str], Partition]:
    return prepared(labelled(), tmp_path_factory.mktemp("labelled"))


def prepared(rows: list[Article], folder: Path) -> tuple[pa.Table, list[str], Partition]:
    table, names = sketches(rows, folder), [row["external_id"] for row in rows]
    return table, names, in_runs(table, names, [range(len(rows))], folder / "whole")


@pytest.mark.parametrize("seed", range(4))
def test_five_runs_make_the_clusters_of_one(
    seed: int, invented_sketches: tuple[pa.Table, list[str], Partition], tmp_path: Path
) -> None:
    table, names, whole = invented_sketches
    assert in_runs(table, names, split(len(names), seed), tmp_path) == whole


needs_labels = pytest.mark.skipif(
    not LABELLED.is_file(), reason=f"no labelled copies beside the repository ({LABELLED.name} is absent)"
)


@needs_labels
@pytest.mark.integration
@pytest.mark.parametrize("seed", range(3))
def test_five_runs_make_the_clusters_of_one_of_labelled_copies(
    seed: int, labelled_sketches: tuple[pa.Table, list[str], Partition], tmp_path: Path
) -> None:
    table, names, whole = labelled_sketches
    assert in_runs(table, names, split(len(names), seed), tmp_path) == whole


def grown(rows: list[Article], parts: Sequence[Sequence[int]], folder: Path) -> Partition:
    """In runs that each know only what earlier runs counted."""
    build, state = datasets.Builder(folder), StateFiles()
    for number, part in enumerate(parts):
        when = WHEN + timedelta(hours=number)
        found = run([rows[at] for at in part], folder, run_id=f"r{number}", state=state, when=when, per_unit=500)
        publish(build, f"r{number}", [row | {"ingested_at": when} for row in found.rows], found.table("clusters"))
        state = found.state
    return current(build)


@needs_labels
@pytest.mark.integration
@pytest.mark.parametrize("seed", range(2))
def test_with_counts_that_grow_the_clusters_are_nearly_those_of_one_run(
    seed: int, labelled_sketches: tuple[pa.Table, list[str], Partition], tmp_path: Path
) -> None:
    rows = labelled()
    found = grown(rows, split(len(rows), seed), tmp_path)
    assert adjusted_rand(found, labelled_sketches[2], len(rows)) >= 0.985


def test_with_counts_that_grow_invented_stories_cluster_the_same(
    invented_sketches: tuple[pa.Table, list[str], Partition], tmp_path: Path
) -> None:
    rows = invented()
    found = grown(rows, split(len(rows), 3), tmp_path)
    assert adjusted_rand(found, invented_sketches[2], len(rows)) >= 0.985
