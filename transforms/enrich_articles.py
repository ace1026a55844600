"""EnrichArticles: staged articles and what clustering decided of them in, rows of the dataset's tables out, by partition."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

import apache_beam as beam
import pyarrow as pa
import xxhash

from transforms import files
from transforms.earlier_texts import EarlierText, EarlierTexts
from transforms.enrichers import Enricher, EnrichSettings, find
from transforms.progress import Ticker
from transforms.schemas.entities import ArticleText, Entity
from transforms.schemas.partitions import partition as partition_of
from transforms.schemas.steps import Assigned, HealthCount, Piece, PublishCount, Published, RunContext
from transforms.schemas.tables import ARTICLES, ASSIGNMENT, ENTITIES, SCHEMA_VERSION, VERSION_CHANGES
from transforms.sketch_articles import load_profile
from transforms.text.boilerplate import Profile, strip
from transforms.text.differences import difference
from transforms.text.duplicates import DuplicateSettings
from transforms.text.normalise import count_words

FLUSH_CHARACTERS = 2 << 20
COPIES = ("exact", "near", "contained")


@dataclass
class EnrichArticles(beam.PTransform):  # type: ignore[misc]  # Beam's base class is untyped
    """PCollection[Assigned] -> PCollection[Published], one a unit.

    The text is stripped again by the same pure function as in the sketch step, from the same profile.
    """

    enrichers: EnrichSettings
    duplicates: DuplicateSettings
    staging: str
    run: RunContext
    profile: beam.pvalue.AsSingleton
    months: bool = False
    progress: str | None = None

    def expand(self, assigned: beam.PCollection) -> beam.PCollection:
        # One process assigned them all; the grouping spreads them again.
        return (
            assigned
            | "KeyByUnit" >> beam.Map(lambda a: (a.staged.unit, a))
            | "SpreadUnits" >> beam.GroupByKey()
            | "EnrichUnit" >> beam.ParDo(_EnrichUnit(self), self.profile)
        )


class _EnrichUnit(beam.DoFn):  # type: ignore[misc]
    def __init__(self, settings: EnrichArticles) -> None:
        self._enrichers = settings.enrichers
        self._duplicates = settings.duplicates
        self._staging = settings.staging
        self._run = settings.run
        self._months = settings.months
        self._progress = settings.progress

    def setup(self) -> None:
        self._loaded = self._enrichers.make()
        for enricher in self._loaded:
            enricher.setup()

    def process(self, element: tuple[int, Iterable[Assigned]], profile_path: str) -> Iterator[Published]:
        _, (assigned,) = element
        maker = RowMaker(self._loaded, self._duplicates, load_profile(profile_path), self._run, self._months)
        with Ticker(self._progress, "publish") as ticker:
            yield enrich_unit(assigned, maker, self._staging, ticker)


def enrich_unit(assigned: Assigned, maker: RowMaker, staging: str, ticker: Ticker) -> Published:
    """Writes one unit's pieces: an Arrow file for each table in which every record batch belongs to one partition."""
    started_at = datetime.now(UTC)
    staged = assigned.staged
    decisions = files.read_table(assigned.path)
    if decisions.num_rows != staged.articles:
        raise RuntimeError(f"unit {staged.unit}: {staged.articles} staged articles, {decisions.num_rows} decisions")
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    tally: Counter[str] = Counter()
    health: defaultdict[tuple[str, date], list[dict[str, Any]]] = defaultdict(list)
    texts = EarlierTexts(decisions)
    at = 0
    with _Pieces(staging, staged.unit) as pieces:
        for batch in files.read_batches(staged.path):
            decided = decisions.slice(at, batch.num_rows).to_pylist()
            for row, decision, earlier in zip(batch.to_pylist(), decided, texts.of(at, batch.num_rows), strict=True):
                outcomes[row["input_uri"]][decision["outcome"]] += 1
                ticker.tick()
                if not decision["publish"]:
                    continue
                article, entities = maker.rows(row, decision, earlier)
                partition = maker.partition(article["published_at"])
                pieces.add("articles", partition, [article], len(article["text"]))
                pieces.add("entities", partition, entities, 64 * len(entities))
                tally["relation:" + article["relation"]] += 1
                tally["language:" + (article["language"] or "und")] += 1
                tally["entities"] += len(entities)
                tally.update("flag:" + flag for flag in article["quality_flags"] or ())
                seen = article["fetched_at"] or article["ingested_at"]
                health[article["domain"] or "", seen.date()].append({name: article[name] for name in _HEALTH_COLUMNS})
            at += batch.num_rows
    counts = tuple(PublishCount(uri, c["published"], c["seen_again"], c["dropped"]) for uri, c in sorted(outcomes.items()))
    by_day = tuple(_health(domain, day, rows) for (domain, day), rows in sorted(health.items()))
    return Published(staged, tuple(pieces.written), counts, dict(tally), by_day, started_at)


_HEALTH_COLUMNS = ("relation", "word_count", "published_at", "authors", "language")


def _health(domain: str, day: date, articles: Sequence[Mapping[str, Any]]) -> HealthCount:
    counts = Counter(f"language:{article['language'] or 'und'}" for article in articles)
    counts["copies"] = sum(article["relation"] in COPIES for article in articles)
    counts["dated"] = sum(article["published_at"] is not None for article in articles)
    counts["authored"] = sum(bool(article["authors"]) for article in articles)
    return HealthCount(domain, day, tuple(article["word_count"] for article in articles), dict(counts))


class RowMaker:
    """Makes the rows of one article for the tables `articles` and `entities`."""

    def __init__(
        self,
        enrichers: Sequence[Enricher],
        duplicates: DuplicateSettings,
        profile: Profile,
        run: RunContext,
        months: bool = False,
    ) -> None:
        self._enrichers = enrichers
        self._duplicates = duplicates
        self._profile = profile
        self._run = run
        self._months = months

    def rows(
        self, staged: Mapping[str, Any], decision: Mapping[str, Any], earlier: EarlierText | None = None
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """One row for `articles`, and one for each entity. The inputs are rows of STAGED and ASSIGNMENT, and what is replaced."""
        stripped = strip(staged["text"], staged["title"], staged["domain"], self._profile, self._duplicates)
        article: dict[str, Any] = {name: staged[name] for name in ARTICLES.names if name in staged}
        article.update({name: decision[name] for name in ARTICLES.names if name in ASSIGNMENT.names})
        article.update(
            text=stripped.text,
            word_count=count_words(stripped.text),
            boilerplate=[{"kind": part.kind, "text": part.text} for part in stripped.removed],
            content_hash=xxhash.xxh3_128_hexdigest(stripped.text.encode()),
            ingested_at=self._run.ingested_at,
            run_id=self._run.run_id,
            schema_version=SCHEMA_VERSION,
            **self._changes(stripped.text, staged["title"], earlier),
        )
        # An exact copy names the places that the article it copies names: what is near to that one's outlet.
        domain = decision["copied_domain"] or staged["domain"]
        found = find(self._enrichers, ArticleText(stripped.text, staged["title"], staged["language"], domain))
        key = {name: article[name] for name in ("article_id", "version", "run_id")}
        return article, [_entity_row(entity, key) for entity in found]

    def _changes(self, text: str, title: str | None, earlier: EarlierText | None) -> dict[str, Any]:
        """The last columns of VERSION_CHANGES. The earlier text is stripped by what is known today, or furniture would count."""
        if earlier is None:
            return dict.fromkeys(VERSION_CHANGES.names[1:])
        before = strip(earlier.text, earlier.title, earlier.domain, self._profile, self._duplicates).text
        changed = difference(before, text)
        return {"chars_added": changed.added, "chars_removed": changed.removed, "title_changed": earlier.title != title}

    def partition(self, published_at: datetime | None) -> str:
        """The Hive partition of a UTC time: its day, or its month's first day where the config asks for months."""
        return partition_of(published_at, self._months)


def _entity_row(entity: Entity, key: Mapping[str, Any]) -> dict[str, Any]:
    return {**asdict(entity), **key}


class _Pieces:
    """Gathers rows by table and partition; when enough lie together they go out, a record batch a partition."""

    def __init__(self, staging: str, unit: int) -> None:
        stem = files.join(staging, "pieces", f"{unit:06d}-{uuid.uuid4().hex}")
        self._schemas = {"articles": ARTICLES, "entities": ENTITIES}
        self._paths = {table: f"{stem}.{table}.arrow" for table in self._schemas}
        self._unit = unit
        self._rows: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        self._characters = 0
        self._batches: Counter[str] = Counter()
        self.written: list[Piece] = []

    def __enter__(self) -> _Pieces:
        self._contexts = {table: files.arrow_writer(self._paths[table], schema) for table, schema in self._schemas.items()}
        self._writers = {table: context.__enter__() for table, context in self._contexts.items()}
        return self

    def add(self, table: str, partition: str, rows: Sequence[dict[str, Any]], characters: int) -> None:
        if rows:
            self._rows[table, partition].extend(rows)
        self._characters += characters
        if self._characters >= FLUSH_CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        for (table, partition), rows in sorted(self._rows.items()):
            batch = pa.RecordBatch.from_pylist(rows, schema=self._schemas[table])
            self._writers[table].write_batch(batch)
            piece = Piece(table, partition, self._unit, self._paths[table], self._batches[table], len(rows), batch.nbytes)
            self.written.append(piece)
            self._batches[table] += 1
        self._rows.clear()
        self._characters = 0

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if kind is None:
            self._flush()
        for context in self._contexts.values():
            context.__exit__(kind, error, trace)
