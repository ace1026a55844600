"""What one would write instead: a bare multiprocessing pool over the same pure functions, with the same isolation.

    python -m benchmarks.pool FOLDER

It plans the same work units, reads, extracts, strips, sketches and enriches every document, and keeps nothing: no staging, no
clustering, no files, no counts by input. Prints a line of JSON.
"""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import sys
from collections.abc import Iterator
from functools import cache

from benchmarks.job import WORKERS
from pipeline.config import Config
from pipeline.io import list_inputs, plan_units, read_unit
from transforms.enrichers import Enricher, find
from transforms.isolation import Isolated
from transforms.schemas.articles import Article
from transforms.schemas.documents import RawDocument
from transforms.schemas.entities import ArticleText
from transforms.schemas.rejects import Reject
from transforms.schemas.steps import WorkUnit
from transforms.text.boilerplate import EMPTY_PROFILE, strip
from transforms.text.sketches import sketch

CONFIG = Config()


@cache
def _isolated() -> Isolated:
    """One a process, as in the job."""
    return Isolated(CONFIG.extract)


@cache
def _enrichers() -> tuple[Enricher, ...]:
    enrichers = tuple(CONFIG.enrichers.make())
    for enricher in enrichers:
        enricher.setup()
    return enrichers


def process(unit: WorkUnit) -> tuple[int, int]:
    """Documents read, and how many of them are articles."""
    read = articles = 0

    def documents() -> Iterator[RawDocument]:
        nonlocal read
        for record in read_unit(unit, CONFIG.source):
            read += 1
            if not isinstance(record, Reject):
                yield record

    for outcome in _isolated().run(documents()):
        if isinstance(outcome, Article):
            articles += 1
            _consider(outcome)
    return read, articles


def _consider(article: Article) -> None:
    sketch(dataclasses.asdict(article), EMPTY_PROFILE, CONFIG.duplicates)
    stripped = strip(article.text, article.title, article.domain, EMPTY_PROFILE, CONFIG.duplicates)
    find(_enrichers(), ArticleText(stripped.text, article.title, article.language, article.domain))


def main() -> None:
    units = list(plan_units(list_inputs(sys.argv[1:2]), CONFIG.source, WORKERS))
    with multiprocessing.get_context("spawn").Pool(WORKERS) as pool:
        counts = list(pool.imap_unordered(process, units))
    print(json.dumps({"read": sum(read for read, _ in counts), "articles": sum(articles for _, articles in counts)}))


if __name__ == "__main__":
    main()
