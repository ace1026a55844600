"""DescribeRun: what the steps made in, the run's own tables and its candidate manifest out."""

from __future__ import annotations

import json
import platform
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from statistics import median
from typing import Any

import apache_beam as beam
import pyarrow as pa

from pipeline import __version__, candidate
from pipeline.candidate import Candidate
from pipeline.manifest import DataFile, Manifest
from transforms import files
from transforms.enrich_articles import COPIES
from transforms.parquet import write_table
from transforms.schemas.steps import Published, RunContext, Staged, TableFile
from transforms.schemas.tables import INPUTS, REJECTS, RUNS, SCHEMA_VERSION, SOURCE_HEALTH
from transforms.text import urls


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What the launcher knows of a run before it starts; `fingerprints_path` is a JSON object: input uri -> fingerprint."""

    run_key: str
    run_date: str
    runner: str
    config_hash: str
    config: dict[str, Any]
    fingerprints_path: str
    replaces: tuple[str, ...] = ()
    base: tuple[str, ...] = ()  # the runs that were live when it began


class NotConserved(RuntimeError):
    """Records were lost or made up on the way: a bug, so the run ends instead of committing."""


@dataclass
class DescribeRun(beam.PTransform):  # type: ignore[misc]  # Beam's base class is untyped
    """(Published, TableFile, TableFile) collections -> PCollection[str]: the candidate manifest's path.

    Driven by an Impulse that waits for all of them, so that an input of rejects alone, or of nothing, still commits.
    """

    staging: str
    run: RunContext
    facts: RunFacts

    def expand(self, inputs: tuple[beam.PCollection, ...]) -> beam.PCollection:
        published, comparisons, tables = inputs
        everything = (comparisons, tables) | "AllTables" >> beam.Flatten()
        return (
            published.pipeline
            | "Impulse" >> beam.Impulse()
            | "Describe"
            >> beam.Map(
                lambda _, *lists, staging, run, facts: describe(*lists, staging=staging, run=run, facts=facts),
                beam.pvalue.AsList(published),
                beam.pvalue.AsList(everything),
                staging=self.staging,
                run=self.run,
                facts=self.facts,
            )
        )


def describe(
    published: Sequence[Published],
    tables: Sequence[TableFile],
    *,
    staging: str,
    run: RunContext,
    facts: RunFacts,
) -> str:
    """Checks conservation, writes the tables rejects, runs, source_health and state/inputs, and the candidate manifest."""
    fingerprints: dict[str, str] = json.loads(files.read_bytes(facts.fingerprints_path))
    # An archive without a single document was read all the same, and need not be read again.
    staged = [unit.staged for unit in published]
    inputs = {uri: Balance() for uri in fingerprints} | balance(staged, published)
    counts = _counts(inputs, staged, published, tables)
    now = datetime.now(UTC)
    seconds = max((now - run.ingested_at).total_seconds(), 1e-3)
    seconds_by_step = _seconds_by_step(staged, published, run.ingested_at, now)
    run_row = {
        "run_id": run.run_id,
        "run_key": facts.run_key,
        "run_date": date.fromisoformat(facts.run_date),
        "started_at": run.ingested_at,
        "finished_at": now,
        **{name: counts[name] for name in ("read", "published", "seen_again", "dropped", "rejected")},
        **{table: counts[f"rows:{table}"] for table in ("articles", "entities", "duplicates", "clusters")},
        "rejected_by_code": _group(counts, "code"),
        "articles_by_relation": _group(counts, "relation"),
        "articles_by_language": _group(counts, "language"),
        "seconds_by_step": seconds_by_step,
        "seconds": seconds,
        "docs_per_second": counts["read"] / seconds,
        "runner": facts.runner,
        "newsbeam_version": __version__,
        "beam_version": beam.__version__,
        "python_version": platform.python_version(),
        "config_hash": facts.config_hash,
        "config": json.dumps(facts.config, sort_keys=True),
        "replaces": list(facts.replaces),
        "schema_version": SCHEMA_VERSION,
    }
    input_rows = [
        {"input_uri": uri, "fingerprint": fingerprints.get(uri, ""), "run_id": run.run_id, **asdict(count)}
        for uri, count in sorted(inputs.items())
    ]
    made = [
        *tables,
        write_table(staging, "rejects", run.run_id, "0", REJECTS, _rejects(staged)),
        write_table(staging, "runs", run.run_id, "0", RUNS, [_table([run_row], RUNS)]),
        write_table(
            staging,
            "source_health",
            run.run_id,
            "0",
            SOURCE_HEALTH,
            [_table(_health_rows(published, staged, run), SOURCE_HEALTH)],
        ),
        write_table(staging, "state/inputs", run.run_id, "0", INPUTS, [_table(input_rows, INPUTS)]),
    ]
    manifest = Manifest(
        run_id=run.run_id,
        run_key=facts.run_key,
        run_date=date.fromisoformat(facts.run_date),
        created_at=now,
        schema_version=SCHEMA_VERSION,
        newsbeam_version=__version__,
        runner=facts.runner,
        config_hash=facts.config_hash,
        config=facts.config,
        counts=dict(sorted(counts.items())),
        timings={"seconds": round(seconds, 3), **seconds_by_step},
        replaces=facts.replaces,
        files=tuple(
            DataFile(table=f.table, path=f.path, partition=f.partition, rows=f.rows, bytes=f.bytes, checksum=f.checksum)
            for f in sorted(made, key=lambda f: f.path)
        ),
    )
    return candidate.write(Candidate(manifest, {f.path: f.staged_path for f in made}, staging, facts.base))


@dataclass(frozen=True, slots=True)
class Balance:
    """What became of the records of one input: read = published + seen_again + dropped + rejected."""

    read: int = 0
    published: int = 0
    seen_again: int = 0
    dropped: int = 0
    rejected: int = 0


def balance(staged: Iterable[Staged], published: Iterable[Published]) -> dict[str, Balance]:
    """The balance of each input uri. Raises NotConserved where one does not add up."""
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for unit in staged:
        for read in unit.inputs:
            sums[read.uri].update(read=read.read, rejected=read.rejected)
    for outcome in published:
        for c in outcome.inputs:
            sums[c.uri].update(published=c.published, seen_again=c.seen_again, dropped=c.dropped)
    result = {uri: Balance(**s) for uri, s in sums.items()}
    for uri, b in result.items():
        if b.read != b.published + b.seen_again + b.dropped + b.rejected:
            raise NotConserved(f"{uri}: {b} does not add up")
    return result


def _counts(
    inputs: dict[str, Balance], staged: Iterable[Staged], published: Iterable[Published], tables: Iterable[TableFile]
) -> Counter[str]:
    counts: Counter[str] = Counter(inputs=len(inputs))
    for b in inputs.values():
        counts.update(asdict(b))
    for outcome in published:
        counts.update(outcome.tally)
    for file in tables:
        counts[f"rows:{file.table}"] += file.rows
        counts.update(file.metrics)
    counts["copies"] = sum(counts[f"relation:{kind}"] for kind in COPIES)
    for batch in _rejects(staged):
        counts.update(f"code:{code}" for code in batch.column("code").to_pylist())
    return counts


def _rejects(staged: Iterable[Staged]) -> Iterator[pa.RecordBatch]:
    for unit in sorted(staged, key=lambda s: s.unit):
        if unit.rejects:
            yield from files.read_batches(unit.rejects_path)


def _table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema)


def _seconds_by_step(
    staged: Iterable[Staged], published: Iterable[Published], started: datetime, finished: datetime
) -> dict[str, float]:
    """Wall-clock seconds: reading and extracting, then comparing (all that needs every article), then publishing."""
    extracted = max((unit.finished_at for unit in staged), default=started)
    compared = min((unit.started_at for unit in published), default=extracted)
    edges = (started, extracted, compared, finished)
    lasted = [round((later - earlier).total_seconds(), 3) for earlier, later in pairwise(edges)]
    return dict(zip(("extract", "compare", "publish"), lasted, strict=True))


def _group(counts: Counter[str], group: str) -> dict[str, int]:
    """The counts named "group:...", by what follows the colon."""
    return {name.partition(":")[2]: n for name, n in sorted(counts.items()) if name.startswith(group + ":")}


def _health_rows(published: Iterable[Published], staged: Iterable[Staged], run: RunContext) -> list[dict[str, Any]]:
    words: defaultdict[tuple[str, date], list[int]] = defaultdict(list)
    sums: defaultdict[tuple[str, date], Counter[str]] = defaultdict(Counter)
    for outcome in published:
        for h in outcome.health:
            words[h.domain, h.day] += h.words
            sums[h.domain, h.day].update(h.counts)
    for batch in _rejects(staged):
        for url in batch.column("url").to_pylist():
            sums[urls.domain(url) or "" if url else "", run.ingested_at.date()]["rejected"] += 1
    return [
        {
            "domain": domain or None,
            "date": day,
            "articles": (articles := len(words[domain, day])),
            "copies": c["copies"],
            "rejected": c["rejected"],
            "median_words": median(words[domain, day]) if articles else None,
            "share_with_date": c["dated"] / articles if articles else None,
            "share_with_author": c["authored"] / articles if articles else None,
            "languages": list(_group(c, "language")),
            "run_id": run.run_id,
        }
        for (domain, day), c in sorted(sums.items())
    ]
