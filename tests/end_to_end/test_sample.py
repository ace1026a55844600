"""The golden run: the bundled sample, against what its authors meant (tests/data/sample_gold.json)."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support import REPOSITORY, SAMPLE, newsbeam, rows

GOLD: dict[str, Any] = json.loads((REPOSITORY / "tests" / "data" / "sample_gold.json").read_text(encoding="utf-8"))
ARTICLES: list[dict[str, Any]] = GOLD["articles"]
SEEN_AGAIN = {gold["match"].get("url") for gold in ARTICLES if gold["role"] == "seen_again"}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sample") / "dataset"
    done = newsbeam("run", "--input", SAMPLE, "--output", root)
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="module")
def articles(dataset: Path) -> list[dict[str, Any]]:
    return rows(dataset, "articles")


@pytest.fixture(scope="module")
def found(articles: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Gold record number -> its row; records that were seen again have none."""
    matched = {}
    for number, gold in enumerate(ARTICLES):
        if gold["role"] == "seen_again":
            continue
        candidates = [row for row in articles if _matches(gold, row)]
        assert len(candidates) == 1, f"{len(candidates)} rows for {gold['input']} {gold['match']}"
        matched[number] = candidates[0]
    return matched


def _matches(gold: dict[str, Any], row: dict[str, Any]) -> bool:
    if row["input_uri"].endswith(f"/{gold['input']}") and row["input_record"] == gold["input_record"]:
        return True
    # Of records with one address and one text, the earliest becomes the row, wherever it lies.
    url = gold["match"].get("url")
    return url in SEEN_AGAIN and url in (row["url"], row["canonical_url"])


def test_every_record_is_accounted_for(dataset: Path) -> None:
    (run,) = rows(dataset, "runs")
    assert run["read"] == sum(GOLD["read"].values())
    assert run["read"] == run["published"] + run["seen_again"] + run["dropped"] + run["rejected"]
    assert run["published"] == sum(gold["role"] != "seen_again" for gold in ARTICLES)
    assert run["seen_again"] == sum(gold["role"] == "seen_again" for gold in ARTICLES)


def test_what_is_broken_is_refused_with_its_code(dataset: Path) -> None:
    refused = Counter((row["input_uri"].partition("/sample/")[2], row["code"]) for row in rows(dataset, "rejects"))
    assert refused == Counter((reject["input"], reject["code"]) for reject in GOLD["rejects"])


@pytest.mark.parametrize("column", ["title", "language", "domain", "published_at", "agency"])
def test_metadata_is_what_the_page_says(column: str, found: dict[int, dict[str, Any]]) -> None:
    wrong = {}
    for number, row in found.items():
        want, got = ARTICLES[number].get(column), row[column]
        if column == "published_at" and want:
            want = datetime.fromisoformat(want)
        if column in ARTICLES[number].get("optional", ()):
            continue
        if want != got:
            wrong[f"{ARTICLES[number]['input']} {ARTICLES[number]['match']}"] = (want, got)
    assert wrong == {}


def test_the_story_is_there_and_the_furniture_is_gone(found: dict[int, dict[str, Any]]) -> None:
    lost = {
        ARTICLES[n]["input"]: s for n, row in found.items() for s in ARTICLES[n].get("must_contain", ()) if s not in row["text"]
    }
    left = {
        ARTICLES[n]["input"]: s for n, row in found.items() for s in ARTICLES[n].get("must_not_contain", ()) if s in row["text"]
    }
    assert (lost, left) == ({}, {})


def test_one_story_is_one_cluster(found: dict[int, dict[str, Any]]) -> None:
    clusters, stories = defaultdict(set), defaultdict(set)
    for number, row in found.items():
        clusters[ARTICLES[number]["story"]].add(row["cluster_id"])
        stories[row["cluster_id"]].add(ARTICLES[number]["story"])
    assert {story: ids for story, ids in clusters.items() if len(ids) > 1} == {}, "copies that were not found"
    assert {key: names for key, names in stories.items() if len(names) > 1} == {}, "stories that were thrown together"


def test_the_original_speaks_for_its_cluster(found: dict[int, dict[str, Any]]) -> None:
    canonical = {row["cluster_id"]: row for row in found.values() if row["is_canonical"]}
    for number, row in found.items():
        if ARTICLES[number]["role"] == "original":
            chosen = canonical[row["cluster_id"]]
            # Of one text under two addresses of one minute, either is the original.
            assert (chosen["text"], chosen["published_at"]) == (row["text"], row["published_at"]), ARTICLES[number]["input"]


def test_a_correction_is_a_version_of_its_article(found: dict[int, dict[str, Any]]) -> None:
    stories = defaultdict(list)
    for number, row in found.items():
        if ARTICLES[number]["role"] == "version":
            stories[ARTICLES[number]["story"]].append(row)
    assert len(stories) == 2
    for versions in stories.values():
        first, second = sorted(versions, key=lambda row: row["version"])
        assert first["article_id"] == second["article_id"]
        assert (first["version"], second["version"], second["relation"]) == (1, 2, "version")
        assert (second["is_canonical"], first["is_canonical"]) == (True, False), "the later text is the one that counts"


def test_countries_named_in_the_text_are_entities(dataset: Path, found: dict[int, dict[str, Any]]) -> None:
    countries = defaultdict(set)
    for entity in rows(dataset, "entities"):
        countries[entity["article_id"], entity["version"]].add(entity["country"])
    missing = {
        ARTICLES[n]["input"]: want - countries[row["article_id"], row["version"]]
        for n, row in found.items()
        if (want := set(ARTICLES[n].get("countries", ()))) - countries[row["article_id"], row["version"]]
    }
    assert missing == {}
    wrong = [
        (ARTICLES[n]["input"], code)
        for n, row in found.items()
        for code in ARTICLES[n].get("not_countries", ())
        if code in countries[row["article_id"], row["version"]]
    ]
    assert wrong == []


def test_entity_offsets_point_into_the_text(dataset: Path, articles: list[dict[str, Any]]) -> None:
    texts = {(row["article_id"], row["version"]): row["text"] for row in articles}
    for entity in rows(dataset, "entities"):
        text = texts[entity["article_id"], entity["version"]]
        assert entity["mentions"]
        assert all(text[m["start"] : m["end"]] == m["text"] for m in entity["mentions"])


def test_persons_and_organisations_are_found_beside_places(dataset: Path, articles: list[dict[str, Any]]) -> None:
    kinds = Counter(entity["type"] for entity in rows(dataset, "entities"))
    assert set(kinds) == {"PERSON", "ORG", "LOC"}
    assert min(kinds.values()) > len(articles) / 2


def test_an_exact_copy_has_the_entities_of_the_article_that_it_copies(dataset: Path, articles: list[dict[str, Any]]) -> None:
    found = defaultdict(set)
    for entity in rows(dataset, "entities"):
        found[entity["article_id"]].add((entity["type"], entity["country"], entity["geonames_id"], entity["name"]))
    copies = [row for row in articles if row["relation"] == "exact"]
    assert copies
    for row in copies:
        assert found[row["article_id"]] == found[row["duplicate_of"]]


def test_each_cluster_has_one_canonical_and_its_true_size(dataset: Path, articles: list[dict[str, Any]]) -> None:
    members: defaultdict[str, set[str]] = defaultdict(set)
    canonicals: Counter[str] = Counter()
    for row in articles:
        members[row["cluster_id"]].add(row["article_id"])
        canonicals[row["cluster_id"]] += row["is_canonical"]
    described = {row["cluster_id"]: row for row in rows(dataset, "clusters") if row["merged_into"] is None}
    assert {key: row["size"] for key, row in described.items()} == {key: len(ids) for key, ids in members.items()}
    assert set(canonicals.values()) == {1}


def test_the_order_of_inputs_does_not_matter(dataset: Path, tmp_path: Path) -> None:
    folders = sorted(path for path in SAMPLE.iterdir())
    arguments = [a for folder in reversed(folders) for a in ("--input", str(folder))]
    done = newsbeam("run", *arguments, "--output", tmp_path / "dataset")
    assert done.returncode == 0, done.stderr
    for table in ("articles", "entities", "duplicates", "clusters", "rejects"):
        assert rows(tmp_path / "dataset", table) == rows(dataset, table), table


def test_two_workers_give_what_one_gives(dataset: Path, tmp_path: Path) -> None:
    config = tmp_path / "two.yaml"
    config.write_text("runner: {workers: 2}\nsource: {unit_bytes: 20000, unit_files: 3}\n")
    done = newsbeam("run", "--input", SAMPLE, "--output", tmp_path / "dataset", "--config", config)
    assert done.returncode == 0, done.stderr
    assert "2 workers" in done.stdout
    for table in ("articles", "entities", "duplicates", "clusters", "rejects"):
        assert rows(tmp_path / "dataset", table) == rows(dataset, table), table


def test_the_readme_shows_what_its_queries_answer(dataset: Path) -> None:
    """Each query stands in a block of its own, and its answer in the next one."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r'    newsbeam sql --dataset demo "\n((?:      .*\n)+)\n((?:    .*\n)+)', readme)
    assert len(shown) == 3
    for query, answer in shown:
        asked = newsbeam("sql", "--dataset", dataset, query.rstrip().removesuffix('"'))
        assert asked.returncode == 0, asked.stderr
        lines = [line.strip() for line in asked.stdout.splitlines() if line.strip()]
        assert lines == [line.strip() for line in answer.splitlines() if line.strip()]
