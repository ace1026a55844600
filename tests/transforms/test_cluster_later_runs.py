"""Clustering over several runs: what the next run may know, and what of it must not change what it decides."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from pipeline import dataset
from tests.transforms.stories import WHEN, Outcome, article, run, story
from tests.unit import datasets
from transforms.cluster_articles import within_lookback
from transforms.cluster_inputs import load
from transforms.schemas.steps import RunContext, StateFiles
from transforms.text.duplicates import DuplicateSettings

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def copy_of(text: str, seed: int) -> str:
    return f"{text}\n{story(seed, 1)}"


def last_run_of(state: StateFiles) -> StateFiles:
    """The state after all runs but the last were replaced."""
    return StateFiles(state.sketches[-1:], state.lines[-1:], state.clusters[-1:], state.hashes[-1:])


def current(root: str) -> list[tuple[object, ...]]:
    with dataset.open_dataset(root) as connection:
        return connection.sql("SELECT article_id, version, is_canonical FROM current_articles ORDER BY ALL").fetchall()


def test_an_older_text_read_later_is_a_version_but_not_the_current_one(tmp_path: Path) -> None:
    old = story(3, 20)
    new = old.replace("\n", "\nA correction was made here today.\n", 1)
    first = run([article(new, "new", identity="u", fetched_at=WHEN + 5 * DAY)], tmp_path)
    second = run(
        [article(old, "old", identity="u", fetched_at=WHEN)], tmp_path, run_id="r2", state=first.state, when=WHEN + 9 * DAY
    )
    assert (first["new"]["version"], second["old"]["version"]) == (1, 2)
    assert second["old"]["relation"] == "version" and not second["old"]["is_canonical"]
    (cluster,) = second.table("clusters")
    assert (cluster["canonical_version"], cluster["size"]) == (1, 1)
    build = datasets.Builder(tmp_path)
    for name, found in (("r1", first), ("r2", second)):
        columns = ("article_id", "version", "fetched_at", "published_at", "cluster_id", "is_canonical", "relation")
        rows = [datasets.article(**{column: row[column] for column in columns}) for row in found.rows]
        build.add(name, "articles", rows, "published_date=2024-05-17")
        build.add(name, "clusters", found.table("clusters"))
        build.commit(name)
    assert current(build.root) == [(first["new"]["article_id"], 1, True)]


def test_a_new_cluster_never_takes_the_id_of_one_whose_first_article_was_dropped(tmp_path: Path) -> None:
    text, settings = story(70, 20), DuplicateSettings(policy="drop")
    part = "\n".join(text.split("\n")[:7]) + " ..."
    rows = [article(part, "part"), article(text, "whole", published_at=WHEN + HOUR / 4)]
    first = run(rows, tmp_path, settings=settings)
    assert first["part"]["outcome"] == "dropped" and first["whole"]["cluster_id"] == first["part"]["article_id"]
    other = [article(story(71, 20), "other", identity="part", published_at=WHEN + DAY)]
    second = run(other, tmp_path, run_id="r2", state=first.state, settings=settings)
    assert second["other"]["article_id"] == first["part"]["article_id"]
    assert second["other"]["cluster_id"] != first["whole"]["cluster_id"]
    assert run(other, tmp_path, run_id="again", state=first.state, settings=settings)["other"] == second["other"]


def test_a_new_cluster_never_takes_the_id_of_one_whose_first_article_was_replaced(tmp_path: Path) -> None:
    text = story(5, 20)
    first = run([article(text, "a")], tmp_path)
    second = run([article(copy_of(text, 50), "b", published_at=WHEN + HOUR)], tmp_path, run_id="r2", state=first.state)
    third = run([article(story(6, 20), "a")], tmp_path, run_id="r3", state=last_run_of(second.state))
    assert second["b"]["cluster_id"] == first["a"]["cluster_id"] != third["a"]["cluster_id"]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([400], [False, False, True]),
        ([400, -9000], [False, False, True]),
        ([7], [True, True, False]),
        ([-10], [True, False, False]),
    ],
)
def test_the_lookback_is_the_distance_to_the_nearest_new_article(days: list[int], expected: list[bool], tmp_path: Path) -> None:
    """One article with a wrong date does not bring all history in."""
    earlier = [article(story(n), f"o{n}", published_at=WHEN + d * DAY) for n, d in enumerate((0, 10, 400))]
    state = run(earlier, tmp_path, when=WHEN).state
    new = [article(story(50 + d), f"n{d}", published_at=WHEN + d * DAY) for d in days]
    found = run(new, tmp_path, run_id="r2", state=state, when=WHEN + 500 * DAY)
    both = found.state
    inputs = load([], both, RunContext("r3", WHEN))
    inputs = type(inputs)(**{name: getattr(inputs, name) for name in inputs.__slots__} | {"old": 3})
    assert within_lookback(inputs, np.arange(3), DuplicateSettings()).tolist() == expected


def test_an_exact_copy_with_a_wrong_early_date_parts_no_copies(tmp_path: Path) -> None:
    text = story(50, 20)
    found = run(
        [
            article(text, "early", published_at=WHEN - 400 * DAY),
            article(text, "a"),
            article(copy_of(text, 51), "b", published_at=WHEN + 2 * HOUR),
        ],
        tmp_path,
    )
    assert found.together("a", "b")
    edges = {(row["article_id"], row["other_id"]) for row in found.table("duplicates") if row["kind"] == "near"}
    assert {found["a"]["article_id"], found["b"]["article_id"]} in [set(edge) for edge in edges]


def test_a_repost_of_a_text_older_than_the_lookback_is_compared(tmp_path: Path) -> None:
    text = story(50, 20)
    first = run([article(text, "old", published_at=WHEN - 400 * DAY)], tmp_path, when=WHEN - 400 * DAY)
    second = run(
        [article(text, "repost"), article(copy_of(text, 51), "copy", published_at=WHEN + HOUR)],
        tmp_path,
        run_id="r2",
        state=first.state,
    )
    assert second.together("repost", "copy")
    later = [article(copy_of(text, 52), "later", published_at=WHEN + 2 * HOUR)]
    third = run(later, tmp_path, run_id="r3", state=second.state, when=WHEN + DAY)
    assert third["later"]["cluster_id"] == second["repost"]["cluster_id"]


def test_clusters_without_a_new_article_are_not_measured_again(tmp_path: Path) -> None:
    rows = [
        article(copy_of(story(n, 16), 900 + c), f"n{n}c{c}", published_at=WHEN + c * HOUR) for n in range(9) for c in range(3)
    ]
    rows += [article(copy_of(story(n, 16), 990), f"n{n}v", identity=f"n{n}c0", fetched_at=WHEN + DAY) for n in range(9)]
    first = run(rows, tmp_path)
    assert first.tables["duplicates"].metrics["compared"] > 0
    new = [article(story(999, 16), "x")]
    found = run(new, tmp_path, run_id="r2", state=first.state, when=WHEN + DAY)
    assert found.tables["duplicates"].metrics["compared"] == 0
    assert [row["cluster_id"] for row in found.table("clusters")] == [found["x"]["cluster_id"]]


def copies(seed: int) -> list[tuple[str, str, timedelta]]:
    """(name, text, hours after the first) of one story's copies, each with other paragraphs rewritten."""
    chosen = random.Random(seed)
    source = story(seed, 40).split("\n")
    found = [("source", "\n".join(source), HOUR / 2)]
    for n in range(5):
        lines = list(source)
        for at in chosen.sample(range(20), 4):
            lines[at] = story(1000 * seed + 20 * n + at, 2)
        found.append((f"copy{n}", "\n".join(lines), n * HOUR / 4))
    return chosen.sample(found, len(found))


@pytest.mark.parametrize("seed", range(6))
def test_the_canonical_article_does_not_depend_on_how_the_copies_came_in(seed: int, tmp_path: Path) -> None:
    rows = [article(text, name, published_at=WHEN + after) for name, text, after in copies(seed)]
    whole = run(rows, tmp_path, run_id="whole")
    state, found = StateFiles(), whole
    for n, row in enumerate(rows):
        found = run([row], tmp_path, run_id=f"r{n}", state=state, when=WHEN + n * HOUR)
        state = found.state

    def canonical(outcome: Outcome) -> list[str]:
        return [row["canonical_article_id"] for row in outcome.table("clusters") if not row["merged_into"]]

    assert canonical(found) == canonical(whole) == [whole["source"]["article_id"]]


def test_sketches_of_another_size_are_compared_for_equality_only(tmp_path: Path) -> None:
    text, settings = story(80, 20), DuplicateSettings(num_perm=64, bands=21)
    first = run([article(text, "a"), article(story(81, 20), "b")], tmp_path)
    rows = [
        article(text, "same"),
        article(copy_of(text, 82), "near"),
        article(copy_of(story(81, 20), 83), "alone"),
        article(story(81, 20).replace("\n", "\nNew words. ", 1), "version", identity="b"),
    ]
    second = run(rows, tmp_path, run_id="r2", state=first.state, settings=settings)
    assert second["same"]["cluster_id"] == first["a"]["cluster_id"] and second["version"]["version"] == 2
    assert second.together("same", "near"), "the new exact copy stands for the old text"
    assert second.tables["duplicates"].metrics["sketches_of_another_num_perm"] == 2
    third = run([article(copy_of(text, 84), "next")], tmp_path, run_id="r3", state=second.state)
    assert third.tables["duplicates"].metrics["sketches_of_another_num_perm"] == 4
    assert isinstance(third["next"]["cluster_id"], str)
