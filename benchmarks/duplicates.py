"""Copies: how fast sketches are made and a million of them clustered, and how well, beside datasketch and datatrove.

    python -m benchmarks.duplicates [--corpus LABELLED.jsonl.gz]          (make bench-duplicates, CORPUS=FILE)

The labelled file has JSON lines with `text`, `cluster`, and where known `title`, `domain`, `published`; generated texts with
labelled copies are always compared. Memory is PSS, summed over all processes, sampled five times a second.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from benchmarks import sketches
from benchmarks.deduplicators import SYSTEMS
from benchmarks.families import Corpus
from benchmarks.generate import generate_stories
from benchmarks.job import SAMPLE_EVERY_S, require_space, tree_pss_kb
from transforms.cluster_articles import cluster_files
from transforms.cluster_known import earlier_clusters
from transforms.schemas.steps import RunContext, StateFiles
from transforms.text.boilerplate import DomainProfile, Profile
from transforms.text.columns import distinct
from transforms.text.duplicates import DuplicateSettings
from transforms.text.lines import document_lines, recurring
from transforms.text.minhash import signature
from transforms.text.normalise import SHINGLE, shingles, tokenise
from transforms.text.sketches import long_sentences, sketch

I64 = npt.NDArray[np.int64]

SKETCHED, WORDS = 1_500, 500
COUNT, NEW = 1_000_000, 100_000
COMPARED, COPIES = 2_000, 500
_STATE = ("state/sketches", "state/lines", "clusters", "state/hashes")  # in the order of `StateFiles`
BYTES_A_SKETCH = 12_000  # on disk: the sketches themselves, and the state of three runs


@dataclass(frozen=True, slots=True)
class Clustered:
    """`seconds` inside the clustering step: reading sketches and state, deciding, writing all tables."""

    seconds: float
    cpu_s: float
    peak_kb: int
    left: dict[str, list[str]]  # paths of the run's tables, for the next run


def main() -> None:
    parser = argparse.ArgumentParser(description="Copies: speed and quality, beside datasketch and datatrove.")
    parser.add_argument("--corpus", type=Path, help="labelled copies, JSON lines, plain or gzip")
    parser.add_argument("--count", type=int, default=COUNT, help="generated sketches of the lookback")
    parser.add_argument("--new", type=int, default=NEW, help="generated sketches that meet it")
    parser.add_argument("--job", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.job:
        _job(json.loads(given.job))
        return
    console = Console(width=130)
    report_sketching(console)
    report_clustering(console, given.count, given.new)
    report_peers(console, f"{COMPARED + COPIES:,} generated texts, {COPIES} of them labelled copies", list(labelled_texts()))
    if given.corpus:
        documents = read_labelled(given.corpus)
        report_peers(console, f"{len(documents):,} labelled texts of {given.corpus.name}", documents)


# From text to sketch.


def report_sketching(console: Console) -> None:
    stories = list(generate_stories(SKETCHED, seed=5, characters=int(WORDS * 7.7)))
    articles: list[dict[str, Any]] = [
        {
            "identity": s.url,
            "raw_hash": str(s.number),
            "title": s.title,
            "text": "\n".join(s.paragraphs),
            "domain": s.domain,
            "published_at": s.published,
        }
        | dict.fromkeys(("modified_at", "fetched_at", "agency", "input_uri"))
        | {"input_record": s.number}
        for s in stories
    ]
    known = recurring(
        [a["domain"] for a in articles],
        [document_lines(tokenise(a["text"])) for a in articles],
        DuplicateSettings().recurring_documents,
    )
    profile = Profile({domain: DomainProfile(9, {}) for domain in known.domain})
    settings = DuplicateSettings()
    words = sum(sketch(a, profile, settings)["words"] for a in articles[:100]) / 100
    steps: tuple[tuple[str, Callable[[dict[str, Any]], object]], ...] = (
        (
            "normalised, words and sentences hashed, exact shingles, 128 MinHash values",
            lambda a: _fingerprint(a["text"], settings),
        ),
        ("the whole step: furniture found and taken off, lines counted", lambda a: sketch(a, profile, settings)),
    )
    console.print(f"\nFrom cleaned text to sketch, documents of {words:.0f} words a CPU-second (best of 3)")
    for label, step in steps:
        best = min(_cpu_of(articles, step) for _ in range(3))
        console.print(f"  [bold]{len(articles) / best:>6,.0f}[/]  {label}")


def _fingerprint(text: str, settings: DuplicateSettings) -> tuple[object, ...]:
    tokens = tokenise(text)
    words = shingles(tokens.hashes, SHINGLE)
    return signature(words, settings.num_perm), distinct((words >> np.uint64(32)).astype(np.uint32)), long_sentences(tokens)


def _cpu_of(articles: Sequence[dict[str, Any]], step: Callable[[dict[str, Any]], object]) -> float:
    started = time.process_time()
    for article in articles:
        step(article)
    return time.process_time() - started


# A million sketches.


def report_clustering(console: Console, count: int, new: int) -> None:
    require_space(Path(tempfile.gettempdir()), (count + new) * BYTES_A_SKETCH)
    corpus = Corpus(count, new)
    folder = Path(tempfile.gettempdir(), "newsbeam-bench-sketches-3")
    folder.mkdir(exist_ok=True)
    started = time.perf_counter()
    sketches.write_files(folder, corpus, 0, count + new)
    made = time.perf_counter() - started
    of_corpus = {"folder": str(folder), "corpus": [count, new]}
    with tempfile.TemporaryDirectory(prefix="newsbeam-bench-") as root:
        first = run_job(of_corpus | {"first": 0, "count": count, "root": f"{root}/first", "state": {}})
        later = run_job(of_corpus | {"first": count, "count": new, "root": f"{root}/later", "state": first.left})
        anew = run_job(of_corpus | {"first": 0, "count": count + new, "root": f"{root}/anew", "state": {}})
        both = {name: first.left[name] + later.left[name] for name in first.left}
        scored = [
            score(*of) for of in ((first.left, corpus, count), (both, corpus, count + new), (anew.left, corpus, count + new))
        ]
    table = Table(
        "",
        "seconds",
        "CPU seconds",
        "peak memory",
        "precision",
        "recall",
        "F1",
        title=f"Generated sketches, 20 % copies ({made:.0f} s to make)",
    )
    labels = (f"{count:,} at once", f"{new:,} new, lookback of {count:,}", f"all {count + new:,} again")
    for label, found, (precision, recall) in zip(labels, (first, later, anew), scored, strict=True):
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        shares = (f"{share:.4f}" for share in (precision, recall, f1))
        table.add_row(label, f"{found.seconds:.1f}", f"{found.cpu_s:.1f}", f"{found.peak_kb / 1e6:.2f} GB", *shares)
    console.print(table)
    console.print(
        f"the new ones cost {later.seconds / anew.seconds:.1%} of doing all again ({later.cpu_s / anew.cpu_s:.1%} of the CPU); "
        f"precision and recall are those of all {count + new:,} then"
    )


def run_job(job: dict[str, Any]) -> Clustered:
    """Clusters in a process of its own, as the one step of a run does."""
    command = [sys.executable, "-m", "benchmarks.duplicates", "--job", json.dumps(job)]
    peak = 0
    os.sync()  # what the job before it wrote is not to be written at its cost
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
        while process.poll() is None:
            peak = max(peak, tree_pss_kb(process.pid))
            time.sleep(SAMPLE_EVERY_S)
        errors.seek(0)
        if process.returncode:
            sys.exit(f"{errors.read().decode(errors='replace')[-2000:]}\nclustering ended with {process.returncode}")
        output.seek(0)
        return Clustered(peak_kb=peak, **json.loads(output.read().splitlines()[-1]))


def _job(job: dict[str, Any]) -> None:
    sketched, lines, known, hashes = (tuple(job["state"].get(table, ())) for table in _STATE)
    state = StateFiles(sketched, lines, known, hashes)
    found = sketches.write_files(Path(job["folder"]), Corpus(*job["corpus"]), job["first"], job["count"], processes=1)
    run = RunContext(f"r{job['first']}", datetime(2024, 6, 1, tzinfo=UTC) + timedelta(hours=bool(job["state"])))
    wall, cpu = time.perf_counter(), time.process_time()
    _, written = cluster_files(found, job["root"], DuplicateSettings(), run, state)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    paths = {table.table: [table.staged_path] for table in written}
    left = {table: paths[table] for table in _STATE}
    print(json.dumps({"seconds": wall, "cpu_s": cpu, "left": left}))


def score(left: dict[str, list[str]], corpus: Corpus, count: int) -> tuple[float, float]:
    """Precision and recall over the first `count` rows of the corpus, of the clusters that runs left, earlier runs first."""
    columns = ["cluster_row", "article_id", "run_id", "input_record"]
    runs = [pq.read_table(path, columns=columns) for path in left["state/sketches"]]
    clusters = earlier_clusters(StateFiles(clusters=tuple(left["clusters"])), runs).code
    records = pa.concat_tables(runs).column("input_record").to_numpy()
    if not np.array_equal(np.sort(records), np.arange(count)):
        sys.exit(f"{len(records)} rows came out of {count}")
    return pairwise(clusters, corpus.plan(0, count).truth[records])


def pairwise(clusters: npt.ArrayLike, truth: npt.ArrayLike) -> tuple[float, float]:
    """Precision and recall over pairs of documents; 1 where there are none."""
    one, other = (np.unique(np.asarray(codes), return_inverse=True)[1].astype(np.int64) for codes in (clusters, truth))
    both, found, gold = (_pairs(codes) for codes in (one * (int(other.max()) + 1) + other, one, other))
    return (both / found if found else 1.0), (both / gold if gold else 1.0)


def _pairs(codes: I64) -> int:
    sizes = np.unique(codes, return_counts=True)[1].astype(np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


# Beside others.


def labelled_texts() -> Iterator[dict[str, Any]]:
    """Generated stories, and copies of some as other outlets print them."""
    random = np.random.default_rng(11)
    stories = [
        replace(story, paragraphs=_paragraphs(" ".join(story.paragraphs)))
        for story in generate_stories(COMPARED, seed=11, characters=int(WORDS * 7.7))
    ]
    for story in stories:
        yield _document(story.number, "\n".join(story.paragraphs), story.domain, story.published)
    furniture = [next(iter(generate_stories(1, seed=900 + n, characters=500))).paragraphs for n in range(7)]
    for at in range(COPIES):
        story = stories[int(random.integers(COMPARED))]
        paragraphs = list(story.paragraphs)
        kind = at % 5
        if kind == 0:  # other typography
            paragraphs = [p.replace(", ", " – ").replace("e", "é", 3).upper() for p in paragraphs]
        elif kind == 1:  # cut off
            paragraphs = [*paragraphs[: max(1, int(len(paragraphs) * random.uniform(0.35, 0.7)))], "Read more ..."]
        elif kind == 2:  # furniture of the outlet around it
            paragraphs = ["More from our newsroom", *paragraphs, *furniture[at % 7]]
        elif kind == 3:  # edited here and there
            for n in range(0, len(paragraphs), 2):
                words = paragraphs[n].split()
                words[int(random.integers(len(words)))] = "reportedly"
                paragraphs[n] = " ".join(words)
        elif len(paragraphs) > 2:  # a paragraph left out, a credit added
            del paragraphs[int(random.integers(1, len(paragraphs)))]
            paragraphs.insert(0, f"From our partners at {story.domain}")
        later = story.published + timedelta(hours=float(random.uniform(0.2, 20)))
        yield _document(story.number, "\n".join(paragraphs), f"copier{at % 7}.example", later)


def _paragraphs(text: str) -> tuple[str, ...]:
    """Three sentences each."""
    sentences = [f"{sentence.rstrip('.')}." for sentence in text.split(". ")]
    return tuple(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))


def _document(cluster: int, text: str, domain: str, published: datetime) -> dict[str, Any]:
    return {"cluster": str(cluster), "text": text, "domain": domain, "published": published.timestamp()}


def read_labelled(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        sys.exit(f"there is no file {path}: CORPUS is to name labelled copies, as JSON lines")
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def report_peers(console: Console, title: str, documents: list[dict[str, Any]]) -> None:
    table = Table(
        "", "settings", "docs/s", "docs/CPU-s", "precision", "recall", "F1", title=f"{title}: from cleaned text to clusters"
    )
    codes = {name: at for at, name in enumerate(Counter(d["cluster"] for d in documents))}
    truth = [codes[d["cluster"]] for d in documents]
    with tempfile.TemporaryDirectory(prefix="newsbeam-bench-") as root:
        path = Path(root, "documents.jsonl")
        path.write_text("".join(json.dumps(d) + "\n" for d in documents), encoding="utf-8")
        for name in SYSTEMS:
            command = [sys.executable, "-m", "benchmarks.deduplicators", name, str(path)]
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
            if done.returncode:
                table.add_row(name, f"failed: {done.stderr.strip().splitlines()[-1:]}")
                continue
            found = json.loads(done.stdout.splitlines()[-1])
            precision, recall = pairwise(found["clusters"], truth)
            f1 = 2 * precision * recall / max(1e-9, precision + recall)
            speeds = (f"{len(documents) / found[clock]:,.0f}" for clock in ("wall_s", "cpu_s"))
            table.add_row(name, found["settings"], *speeds, *(f"{share:.3f}" for share in (precision, recall, f1)))
    console.print(table)


if __name__ == "__main__":
    main()
