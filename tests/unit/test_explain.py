"""Explanations of articles that no pipeline would make: hostile texts, ambiguous names, ways through a cluster."""

from __future__ import annotations

import io
import random
import time
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from pipeline.explain import NoSuchArticle, explain
from pipeline.report.explanation import print_explanation
from tests.unit.datasets import Builder, article, cluster, three_runs

HOSTILE = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202e\u2066\x00\r\x08[bold red]not markup[/]"


def said(root: str, *names: str) -> str:
    out = io.StringIO()
    print_explanation(Console(file=out, width=100), explain(root, *names))
    return out.getvalue()


def edge(article_id: str, other_id: str, kind: str = "near", **columns: Any) -> dict[str, Any]:
    return {"article_id": article_id, "version": 1, "other_id": other_id, "other_version": 1, "kind": kind} | columns


def test_no_column_can_drive_the_terminal(tmp_path: Path) -> None:
    build = Builder(tmp_path)
    columns: dict[str, Any] = {"title": HOSTILE, "domain": HOSTILE, "url": HOSTILE, "agency": HOSTILE}
    rows = [
        article("a", text=f"One two three.\n{HOSTILE} Four.", **columns),
        article("a", 2, text=f"{HOSTILE} five.", **(columns | {"title": HOSTILE + "!"})),
        article("b", cluster_id="a", is_canonical=False, relation="near", text=HOSTILE * 50, **columns),
    ]
    build.add("r1", "articles", rows, "published_date=2024-05-01")
    build.add("r1", "duplicates", [edge("b", "a")])
    build.add("r1", "clusters", [cluster("a", "a", 2) | {"canonical_reason": HOSTILE, "domains": [HOSTILE], "agency": HOSTILE}])
    build.commit("r1")
    for name in ("a", "b"):
        out = said(build.root, name)
        assert not {c for c in out if not c.isprintable() and c != "\n"}
        assert "[bold red]not markup[/]" in out


def test_names_are_ids_their_beginnings_and_addresses(tmp_path: Path) -> None:
    build = Builder(tmp_path)
    address = "https://www.outlet.example/story"
    rows = [article("ab1", url=address + "?utm_source=x", canonical_url=address), article("ab2"), article("ab"), article("cd")]
    build.add("r1", "articles", rows, "published_date=2024-05-01")
    build.add("r1", "clusters", [cluster(name, name) for name in ("ab1", "ab2", "ab", "cd")])
    build.commit("r1")
    names = ("ab", "CD", address, address + "/?utm_source=x&utm_medium=y")
    assert [explain(build.root, name).article["article_id"] for name in names] == ["ab", "cd", "ab1", "ab1"]
    for name, sentence in (("a", "several articles: ab, ab1, ab2"), ("x", "no article"), ("  ", "no article")):
        with pytest.raises(NoSuchArticle, match=sentence):
            explain(build.root, name)
    with pytest.raises(NoSuchArticle, match="the same article"):
        explain(build.root, "ab", "ab")


def test_a_merged_cluster_is_named_as_of_now_and_as_it_was(tmp_path: Path) -> None:
    told = explain(three_runs(tmp_path), "c")
    assert (told.article["cluster_id"], told.stored_cluster) == ("a", "c")
    assert "a (c when it was read, merged or moved since)" in said(str(tmp_path / "dataset"), "c")


def test_two_members_without_an_edge_are_joined_by_a_way(tmp_path: Path) -> None:
    build = Builder(tmp_path)
    names = ["a", "b", "c", "d"]
    rows = [article(n, cluster_id="a", is_canonical=n == "a", relation="original" if n == "a" else "near") for n in names]
    build.add("r1", "articles", rows, "published_date=2024-05-01")
    build.add("r1", "duplicates", [edge("b", "a"), edge("c", "b", "contained"), edge("d", "c")])
    build.add("r1", "clusters", [cluster("a", "a", 4)])
    build.commit("r1")
    told = explain(build.root, "a", "d")
    assert told.pair and [(step["article_id"], step["other_id"]) for step in told.pair.way] == [
        ("a", "b"),
        ("b", "c"),
        ("c", "d"),
    ]
    assert "by way of others" in said(build.root, "a", "d")


def test_a_canonical_article_that_is_gone_is_no_error(tmp_path: Path) -> None:
    build = Builder(tmp_path)
    row = article("b", cluster_id="a", is_canonical=False, relation="near", duplicate_of="gone")
    build.add("r1", "articles", [row], "published_date=2024-05-01")
    build.add("r1", "clusters", [cluster("a", "gone", 2)])
    build.commit("r1")
    assert "canonical   gone" in said(build.root, "b")


def test_large_texts_are_told_in_bounded_time_and_space(tmp_path: Path) -> None:
    chosen = random.Random(1)
    words = [f"w{n}" for n in range(3_000)]
    texts = [" ".join(chosen.choice(words) + chosen.choice(["", "", "", "."]) for _ in range(60_000)) for _ in range(2)]
    build = Builder(tmp_path)
    rows = [article("a", text=texts[0]), article("b", cluster_id="a", is_canonical=False, relation="near", text=texts[1])]
    rows += [article("a", version, text=texts[0][: 9_000 * version]) for version in range(2, 30)]
    build.add("r1", "articles", rows, "published_date=2024-05-01")
    build.add("r1", "clusters", [cluster("a", "a", 2)])
    build.commit("r1")
    begun = time.process_time()
    out = said(build.root, "a", "b")
    assert time.process_time() - begun < 30
    assert "more lines" in out and "(19 older versions are left out)" in out
    assert len(out) < 400_000
