"""The news pipeline: raw scraped pages in, clean enriched articles out.

    units -> stage -> [staged] -> count lines -> sketch -> cluster -> enrich -> partition -> candidate manifest

Between brackets lie files; from there on paths and ids travel, not text. The graph is the same on every runner. It ends
with a candidate: publishing that is the commit, and the launcher's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

import apache_beam as beam

from pipeline.config import Config
from pipeline.describe_run import DescribeRun, RunFacts
from pipeline.io import SourceSettings, read_unit
from pipeline.work_units import ReadWorkUnits
from transforms.cluster_articles import ClusterArticles
from transforms.count_lines import CountLines
from transforms.enrich_articles import EnrichArticles
from transforms.partition_articles import PartitionArticles
from transforms.schemas.documents import RawDocument
from transforms.schemas.rejects import Reject
from transforms.schemas.steps import RunContext, StateFiles, WorkUnit
from transforms.sketch_articles import SketchArticles
from transforms.stage_articles import Reader, StageArticles


@dataclass(frozen=True, slots=True)
class Job:
    """One run: what to read (the work units' file), where to work (`staging`, this attempt's own), what is known before."""

    config: Config
    units_path: str
    staging: str
    run: RunContext
    state: StateFiles
    facts: RunFacts
    progress: str | None = None
    limit: int | None = None


def build(root: beam.Pipeline, job: Job) -> beam.PCollection:
    """Adds the pipeline to `root`; every record read is published, seen again, dropped by policy or rejected."""
    config, staging = job.config, job.staging
    staged = (
        root
        | "ReadWorkUnits" >> ReadWorkUnits(job.units_path)
        | "StageArticles" >> StageArticles(reader(job), config.extract, staging, job.run.run_id, job.progress)
    )
    # Boilerplate is known only once every page of a domain was seen.
    profile = beam.pvalue.AsSingleton(staged | "CountLines" >> CountLines(staging, job.state, config.duplicates))
    sketched = staged | "SketchArticles" >> SketchArticles(staging, config.duplicates, profile)
    assigned, comparisons = sketched | "ClusterArticles" >> ClusterArticles(staging, config.duplicates, job.run, job.state)
    months = config.output.partition_by == "month"
    published = assigned | "EnrichArticles" >> EnrichArticles(
        config.enrichers, config.duplicates, staging, job.run, profile, months, job.progress
    )
    tables = published | "PartitionArticles" >> PartitionArticles(staging, job.run.run_id, config.output.file_bytes)
    return (published, comparisons, tables) | "DescribeRun" >> DescribeRun(staging, job.run, job.facts)


def reader(job: Job) -> Reader:
    """Reads a unit's records; with a limit, the first ones only (there is one unit then)."""
    return partial(_read, settings=job.config.source, limit=job.limit)


def _read(unit: WorkUnit, settings: SourceSettings, limit: int | None) -> Iterator[RawDocument | Reject]:
    return islice(read_unit(unit, settings), limit)
