"""The command as its users meet it: sentences and exit codes, no tracebacks."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import pytest

from pipeline.lock import writer_lock
from tests.support import newsbeam, rows

STORY = (
    "The harbour council of Vellmar voted on Tuesday to rebuild the northern pier, which a storm in January had torn from its "
    "footings. Fishermen had asked for a cheaper repair, but engineers said that the old piles would not last another winter. "
    "Work begins in May and is to end before the herring season, the council's chair said after the vote."
)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    records = [
        {
            "id": str(n),
            "url": f"https://outlet{n}.example/pier",
            "title": "Pier to be rebuilt",
            "text": f"{STORY} Edition {n}.",
            "date": f"2026-03-0{n}T08:00:00Z",
        }
        for n in (1, 2)
    ]
    (folder / "a.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["run", "--input", "{tmp}/nowhere", "--output", "{tmp}/out"], "nowhere"),
        (["run", "--input", "{tmp}/empty", "--output", "{tmp}/out"], "empty"),
        (["run", "--input", "{tmp}/raw/*.parquet", "--output", "{tmp}/out"], "*.parquet"),
        (["run", "--input", "{tmp}/strange.xyz", "--output", "{tmp}/out"], "strange.xyz"),
        (["run", "--input", "{tmp}/raw", "--output", "{tmp}/out", "--config", "{tmp}/bad.yaml"], "unknown key duplicats"),
        (["run", "--input", "{tmp}/raw", "--output", "{tmp}/out", "--config", "{tmp}/none.yaml"], "none.yaml"),
        (["run", "--input", "{tmp}/raw", "--output", "{tmp}/out", "--run-date", "2026-13-01"], "2026-13-01"),
        (["run", "--input", "{tmp}/raw", "--output", "{tmp}/out", "--limit", "0"], "'0'"),
        (["run", "--input", "{tmp}/raw", "--output", "{tmp}/strange.xyz/out"], "strange.xyz"),
        (["run", "--output", "{tmp}/out"], "--input"),
        (["run", "--input", "{tmp}/raw", "--output", ""], "empty path"),
        (["run", "--input", "{tmp}/raw", "--output", "{tmp}/out", "--force", "--limit", "1"], "--limit"),
        (["run", "--input", "{tmp}/raw", "--output", "{tmp}/theirs"], "no newsbeam dataset"),
        (["commit", "--dataset", "{tmp}/nowhere"], "nowhere"),
        (["sql", "--dataset", "{tmp}/raw", "SELECT 1"], "no newsbeam dataset"),
        (["inspect", "{tmp}/nowhere.html"], "nowhere.html"),
        (["inspect", "{tmp}/raw/a.jsonl#77"], "77"),
    ],
)
def test_what_was_asked_for_wrongly_is_one_sentence_and_exit_code_2(
    arguments: list[str], sentence: str, articles: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "theirs" / "articles").mkdir(parents=True)
    (tmp_path / "theirs" / "articles" / "mine.html").write_text("mine")
    (tmp_path / "strange.xyz").write_bytes(b"\x00\x01\x02 nothing known")
    (tmp_path / "bad.yaml").write_text("duplicats: {}\n")
    done = newsbeam(*[a.format(tmp=tmp_path) for a in arguments])
    assert done.returncode == 2, done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()
    assert (tmp_path / "theirs" / "articles" / "mine.html").read_text() == "mine"


def test_the_same_command_again_is_a_no_op_that_says_so(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dataset"
    first = newsbeam("run", "--input", articles, "--output", root)
    assert first.returncode == 0, first.stderr
    assert "FnApiRunner" in first.stdout
    before = rows(root, "articles")
    started = time.monotonic()
    again = newsbeam("run", "--input", articles, "--output", root)
    assert again.returncode == 0
    assert "Nothing new" in again.stdout
    assert time.monotonic() - started < 30  # far from a measurement: a no-op must not run the pipeline
    assert rows(root, "articles") == before
    assert len(list((root / "manifests").iterdir())) == 1


def test_a_grown_folder_is_a_new_run_over_what_is_new(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dataset"
    assert newsbeam("run", "--input", articles, "--output", root).returncode == 0
    (articles / "b.txt").write_text(f"Pier to be rebuilt\n\n{STORY} And more was said.\n", encoding="utf-8")
    done = newsbeam("run", "--input", articles, "--output", root)
    assert done.returncode == 0, done.stderr
    assert [row["read"] for row in rows(root, "runs")] == [1, 2]
    assert len(rows(root, "articles")) == 3
    assert len({row["cluster_id"] for row in rows(root, "articles")}) == 1, "the new copy joins the earlier run's cluster"


def test_force_replaces_what_it_reads_again(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dataset"
    assert newsbeam("run", "--input", articles, "--output", root).returncode == 0
    before = rows(root, "articles")
    for _ in range(3):
        done = newsbeam("run", "--input", articles, "--output", root, "--force")
        assert done.returncode == 0, done.stderr
        assert rows(root, "articles") == before
        assert len(list(root.glob("articles/**/*.parquet"))) == 2, "replaced files are gone from a plain glob"


def test_a_dataset_below_its_input_does_not_read_itself(articles: Path) -> None:
    root = articles / "dataset"
    assert newsbeam("run", "--input", articles, "--output", root).returncode == 0
    assert "Nothing new" in newsbeam("run", "--input", articles, "--output", root).stdout


def test_a_text_that_counted_as_seen_again_survives_a_forced_run_that_loses_it(articles: Path, tmp_path: Path) -> None:
    root, later = tmp_path / "dataset", tmp_path / "later"
    later.mkdir()
    first = (articles / "a.jsonl").read_text().splitlines(keepends=True)
    (later / "b.jsonl").write_text(first[0])
    assert newsbeam("run", "--input", articles, "--output", root).returncode == 0
    assert newsbeam("run", "--input", later, "--output", root).returncode == 0
    assert sorted(r["seen_again"] for r in rows(root, "runs")) == [0, 1]

    (articles / "a.jsonl").write_text(first[1])
    assert newsbeam("run", "--input", articles, "--output", root, "--force").returncode == 0
    assert {row["external_id"] for row in rows(root, "articles")} == {"2"}
    done = newsbeam("run", "--input", later, "--output", root)
    assert done.returncode == 0 and "Nothing new" not in done.stdout
    assert {row["external_id"] for row in rows(root, "articles")} == {"1", "2"}


def test_dry_run_writes_nothing(articles: Path, tmp_path: Path) -> None:
    done = newsbeam("run", "--input", articles, "--output", tmp_path / "dataset", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "jsonl" in done.stdout
    assert not (tmp_path / "dataset").exists()


def test_a_taste_leaves_the_input_to_be_read_whole(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dataset"
    assert newsbeam("run", "--input", articles, "--output", root, "--limit", "1").returncode == 0
    assert len(rows(root, "articles")) == 1
    assert newsbeam("run", "--input", articles, "--output", root).returncode == 0
    assert len(rows(root, "articles")) == 2
    assert [(r["read"], r["published"], r["seen_again"]) for r in rows(root, "runs")] == [(1, 1, 0), (2, 1, 1)]


def test_a_held_lock_is_exit_code_75(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dataset"
    with writer_lock(str(root)):
        done = newsbeam("run", "--input", articles, "--output", root)
    assert done.returncode == 75
    assert "another run is writing" in done.stderr
    assert newsbeam("run", "--input", articles, "--output", root).returncode == 0


def test_rejects_alone_still_commit(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "broken.jsonl").write_text("{not json\n")
    done = newsbeam("run", "--input", tmp_path / "raw", "--output", tmp_path / "dataset")
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "dataset", "articles") == []
    (reject,) = rows(tmp_path / "dataset", "rejects")
    assert reject["code"] == "bad_record"
    asked = newsbeam("sql", "--dataset", tmp_path / "dataset", "SELECT count(*) AS articles FROM articles")
    assert asked.returncode == 0 and "0" in asked.stdout


def test_policy_drop_keeps_no_copies_and_loses_no_count(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "drop.yaml").write_text("duplicates: {policy: drop}\n")
    root = tmp_path / "dataset"
    done = newsbeam("run", "--input", articles, "--output", root, "--config", tmp_path / "drop.yaml")
    assert done.returncode == 0, done.stderr
    assert len(rows(root, "articles")) == 1
    (run,) = rows(root, "runs")
    assert (run["read"], run["published"], run["dropped"]) == (2, 1, 1)


def test_sql_and_inspect_print_what_they_find(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dataset"
    assert newsbeam("run", "--input", articles, "--output", root).returncode == 0
    asked = newsbeam("sql", "--dataset", root, "SELECT domain FROM articles ORDER BY domain")
    assert asked.returncode == 0
    assert "outlet1.example" in asked.stdout and "outlet2.example" in asked.stdout
    wrong = newsbeam("sql", "--dataset", root, "SELEC domain")
    assert wrong.returncode == 2 and "Traceback" not in wrong.stderr
    shown = newsbeam("inspect", articles / "a.jsonl")
    assert shown.returncode == 0, shown.stderr
    assert "Pier to be rebuilt" in shown.stdout and "harbour council" in shown.stdout


def test_output_into_a_closed_pipe_is_no_traceback(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dataset"
    assert newsbeam("run", "--input", articles, "--output", root).returncode == 0
    import sys

    shell = f"{sys.executable} -m pipeline.cli sql --dataset {root} 'SELECT * FROM range(100000)' --format csv | head -n 1"
    done = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=False, env=os.environ)
    assert "Traceback" not in done.stderr
