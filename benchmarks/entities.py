"""Words a second a core of the entities enricher, beside its bare model and spaCy's usual network; what loading takes.

    python -m benchmarks.entities [--articles FILE.jsonl[.gz]]      (make bench-entities, ARTICLES=FILE)

Each system reads every article once a round and remembers nothing of an earlier one. Systems take turns, ten articles at a
time, so that whatever else the machine does slows all of them alike. Time is CPU time of the one thread; words are parted by
white space.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from transforms.enrichers.entities import Entities, recogniser
from transforms.enrichers.neural import MODELS
from transforms.enrichers.recogniser import Recogniser
from transforms.schemas.entities import ArticleText
from transforms.text.language import detect

SAMPLE = Path("tests/data/sample")
WORDS = 60_000  # about so many are read in each round
ROUNDS = 3
_TURN = 10
_SPACY_LABELS = ("PER", "ORG", "LOC")


def main() -> None:
    parser = argparse.ArgumentParser(description="Speed and memory of the entities enricher.")
    parser.add_argument("--articles", type=Path, help="JSON lines with `text`, perhaps `title`, `domain`; else invented ones")
    parser.add_argument("--models", nargs="*", default=list(MODELS), choices=MODELS)
    parser.add_argument("--words", type=int, default=WORDS)
    given = parser.parse_args()
    articles = _some(read(given.articles) if given.articles else invented(), given.words)
    words = sum(len(article.text.split()) for article in articles)
    print(f"{len(articles):,} articles of {words / len(articles):.0f} words on average, median of {ROUNDS} rounds, one thread")
    systems: dict[str, Callable[[ArticleText], object]] = {}
    for model in given.models:
        before, started = _resident(), time.perf_counter()
        enricher = Entities(recogniser(model))
        enricher.setup()
        enricher.entities(ArticleText("Ana Brun of Novotel met Poland's minister in Paris.", None, "en", None))
        print(f"{model}: loaded in {time.perf_counter() - started:.2f} s, {(_resident() - before) / 1e6:.0f} MB of memory")
        systems[f"{model}, the whole enricher"] = _forgetful(enricher)
        systems[f"{model}, its network alone"] = _network(enricher.recogniser)
    if spacy := _spacy():
        systems["spaCy's CNN for names, untrained"] = spacy
    times = measure(systems, articles)
    base = median(times[next(iter(systems))])
    record: dict[str, object] = {"benchmark": "entities", "articles": len(articles), "words": words}
    print(f"{'':<36} {'words/s':>8} {'ratio':>6}")
    for name, seconds in times.items():
        print(f"{name:<36} {words / median(seconds):>8,.0f} {base / median(seconds):>6.2f}")
        record[name] = round(words / median(seconds))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, all systems together")
    print(json.dumps(record))


def measure(systems: dict[str, Callable[[ArticleText], object]], articles: Sequence[ArticleText]) -> dict[str, list[float]]:
    """CPU seconds of each round by system."""
    times: dict[str, list[float]] = {name: [] for name in systems}
    for article in articles[:5]:
        for run in systems.values():
            run(article)
    for _ in range(ROUNDS):
        total = dict.fromkeys(systems, 0.0)
        for at in range(0, len(articles), _TURN):
            for name, run in systems.items():
                started = time.thread_time()
                for article in articles[at : at + _TURN]:
                    run(article)
                total[name] += time.thread_time() - started
        for name, seconds in total.items():
            times[name].append(seconds)
    return times


def _forgetful(enricher: Entities) -> Callable[[ArticleText], object]:
    """The enricher without what it remembers of paragraphs: benchmarks read the same articles again and again."""

    def run(article: ArticleText) -> object:
        enricher.forget()
        return enricher.entities(article)

    return run


def _network(bare: Recogniser) -> Callable[[ArticleText], object]:
    return lambda article: bare.spans(article.text, article.language)


def _spacy() -> Callable[[ArticleText], object] | None:
    """spaCy's default pipeline for entities with random weights: as fast as with trained ones."""
    try:
        import spacy
    except ImportError:
        print("spaCy is not installed (make bench-entities installs it): not compared", file=sys.stderr)
        return None
    pipeline = spacy.blank("en")
    component: Any = pipeline.add_pipe("ner")
    for label in _SPACY_LABELS:
        component.add_label(label)
    pipeline.initialize()
    return lambda article: pipeline(article.text)


def read(path: Path) -> list[ArticleText]:
    """The English articles of a file, each text once: words parted by white space are no measure everywhere."""
    if not path.is_file():
        sys.exit(f"there is no file {path}: ARTICLES is to name JSON lines with texts")
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        records = [json.loads(line) for line in stream]
    found = {r["text"]: ArticleText(r["text"], r.get("title"), "en", r.get("domain")) for r in records}
    return [article for text, article in found.items() if detect(text)[0] == "en"]


def invented() -> list[ArticleText]:
    """The English articles of the tests' sample."""
    found = {}
    for path in sorted(SAMPLE.rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                record = json.loads(line)
            except ValueError:  # the sample has broken lines on purpose
                continue
            text = record.get("text") if isinstance(record, dict) else None
            if isinstance(text, str) and len(text.split()) > 50:
                found[text] = ArticleText(text, record.get("title"), "en", None)
    if not found:
        sys.exit(f"there are no articles under {SAMPLE}: run this in the repository, or name a file with --articles")
    return list(found.values())


def _some(articles: list[ArticleText], words: int) -> list[ArticleText]:
    random.Random(3).shuffle(articles)
    chosen, total = [], 0
    for article in articles:
        chosen.append(article)
        total += len(article.text.split())
        if total >= words:
            break
    return chosen


def _resident() -> int:
    """Bytes of memory that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
