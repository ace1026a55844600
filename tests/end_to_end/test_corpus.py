"""Quality on real pages and labelled copies, where the corpus lies beside the repository (it is not part of it)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import CORPUS, newsbeam, rows

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus beside the repository ({CORPUS.name}/ is absent)"),
]

EVAL = CORPUS.parent / "eval"


def score(script: str, gold: Path, root: Path) -> dict[str, Any]:
    command = [sys.executable, str(EVAL / script), str(gold), f"{root}/articles/**/*.parquet"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pages") / "dataset"
    done = newsbeam("run", "--input", CORPUS / "pages", "--input", CORPUS / "seeds", "--output", root)
    assert done.returncode == 0, done.stderr
    return root


def test_every_page_and_seed_is_accounted_for(pages: Path) -> None:
    (run,) = rows(pages, "runs")
    assert run["read"] == 120
    assert run["published"] + run["seen_again"] + run["rejected"] == 120


def test_extraction_is_at_its_level(pages: Path) -> None:
    scores = score("score_pages.py", CORPUS / "pages_gold.jsonl", pages)
    assert scores["missing"] == 0
    least = {"body_f1": 0.96, "title": 0.86, "day": 0.985, "minute": 0.94, "authors": 0.88, "language": 0.99}
    assert {name: scores[name] for name, bar in least.items() if scores[name] < bar} == {}


def test_the_two_seeds_are_one_story_told_by_the_agency(pages: Path) -> None:
    seeds = {Path(row["input_uri"]).stem: row for row in rows(pages, "articles") if row["input_uri"].endswith(".txt")}
    agency, copy = seeds["associated_press"], seeds["aggregator_techai"]
    assert agency["cluster_id"] == copy["cluster_id"]
    assert agency["is_canonical"] and not copy["is_canonical"]
    for row in seeds.values():
        for furniture in ("Denial of responsibility", "Click Here", "Read original article here", "Keep reading"):
            assert furniture not in row["text"]
            assert len(row["boilerplate"]) > 0


def test_copies_are_found(tmp_path: Path) -> None:
    documents = CORPUS / "duplicates" / "syndication.jsonl.gz"
    done = newsbeam("run", "--input", documents, "--output", tmp_path / "dataset")
    assert done.returncode == 0, done.stderr
    scores = score("score_clusters.py", documents, tmp_path / "dataset")
    assert scores["missing"] == 0
    least = {"precision": 0.985, "recall": 0.96, "f1": 0.97, "b_cubed": 0.985, "canonical": 0.95}
    assert {name: scores[name] for name, bar in least.items() if scores[name] < bar} == {}
    assert scores["natural_pairs"] == "8/8"
    assert scores["seeds_together"]
