"""StageArticles: work units in, one staged file of articles and one of rejects for each unit out."""

from __future__ import annotations

import threading
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import apache_beam as beam
import pyarrow as pa

from transforms import files
from transforms.isolation import Isolated
from transforms.progress import Ticker
from transforms.schemas.articles import Article
from transforms.schemas.documents import RawDocument
from transforms.schemas.rejects import Reject
from transforms.schemas.steps import InputCount, Staged, WorkUnit
from transforms.schemas.tables import REJECTS, STAGED
from transforms.text.article import ExtractSettings

BATCH_ROWS = 1_000
BATCH_CHARACTERS = 2 << 20
IDLE_S = 2.0  # after a bundle, before the extracting child is let go; it starts anew with the next document

Reader = Callable[[WorkUnit], Iterable[RawDocument | Reject]]


@dataclass
class StageArticles(beam.PTransform):  # type: ignore[misc]  # Beam's base class is untyped
    """PCollection[WorkUnit] -> PCollection[Staged], one a unit. Every record read is one article or one reject.

    A retried bundle extracts again and may come to another result (time limits), so staged names are unique to the attempt
    and a grouping by unit settles on one of them before anything else looks at it.
    """

    read: Reader
    extract: ExtractSettings
    staging: str
    run_id: str
    progress: str | None = None

    def expand(self, units: beam.PCollection) -> beam.PCollection:
        return (
            units
            | "StageUnit" >> beam.ParDo(_StageUnit(self.read, self.extract, self.staging, self.run_id, self.progress))
            | "KeyByUnit" >> beam.Map(lambda staged: (staged.unit, staged))
            | "SettleAttempts" >> beam.GroupByKey()
            | "TakeOne" >> beam.MapTuple(lambda _, attempts: min(attempts, key=lambda staged: staged.path))
        )


class _StageUnit(beam.DoFn):  # type: ignore[misc]
    def __init__(self, read: Reader, extract: ExtractSettings, staging: str, run_id: str, progress: str | None) -> None:
        self._read = read
        self._extract = extract
        self._staging = staging
        self._run_id = run_id
        self._progress = progress

    def setup(self) -> None:
        self._isolated = Isolated(self._extract)
        self._using = threading.Lock()
        self._idle: threading.Timer | None = None

    def process(self, unit: WorkUnit) -> Iterator[Staged]:
        if self._idle:
            self._idle.cancel()
        with self._using, Ticker(self._progress, "extract") as ticker:
            staged = stage_unit(unit, self._read, self._isolated, self._staging, self._run_id, ticker)
        yield staged

    def finish_bundle(self) -> None:
        # Runners keep this object to the end of the run; the child and its memory need not wait that long.
        self._idle = threading.Timer(IDLE_S, self._let_go)
        self._idle.daemon = True
        self._idle.start()

    def _let_go(self) -> None:
        with self._using:
            self._isolated.close()

    def teardown(self) -> None:
        if self._idle:
            self._idle.cancel()
        self._let_go()


def stage_unit(unit: WorkUnit, read: Reader, isolated: Isolated, staging: str, run_id: str, ticker: Ticker) -> Staged:
    """Reads and extracts one unit into two new files; memory is bounded by one batch, whatever the unit's size."""
    stem = files.join(staging, "staged", f"{unit.index:06d}-{uuid.uuid4().hex}")
    path, rejects_path = f"{stem}.arrow", f"{stem}.rejects.arrow"
    read_counts: defaultdict[str, int] = defaultdict(int)
    reject_counts: defaultdict[str, int] = defaultdict(int)
    with files.arrow_writer(path, STAGED) as articles, files.arrow_writer(rejects_path, REJECTS) as rejects:
        article_rows, reject_rows = _Batches(articles, STAGED), _Batches(rejects, REJECTS)

        def refuse(reject: Reject) -> None:
            reject_counts[reject.input_uri] += 1
            reject_rows.add({**_as_row(reject, REJECTS), "run_id": run_id}, len(reject.message))

        def documents() -> Iterator[RawDocument]:
            for record in read(unit):
                read_counts[record.input_uri] += 1
                if isinstance(record, Reject):
                    refuse(record)
                    ticker.tick()
                else:
                    yield record

        for outcome in isolated.run(documents()):
            if isinstance(outcome, Article):
                article_rows.add(_as_row(outcome, STAGED), len(outcome.text))
            else:
                refuse(outcome)
            ticker.tick()
        article_rows.flush()
        reject_rows.flush()
    inputs = tuple(InputCount(uri, count, reject_counts[uri]) for uri, count in sorted(read_counts.items()))
    return Staged(
        unit.index,
        path,
        article_rows.total,
        rejects_path,
        reject_rows.total,
        inputs,
        datetime.now(UTC),
        tuple(article_rows.sizes),
    )


def _as_row(record: Article | Reject, schema: pa.Schema) -> dict[str, object]:
    return {name: getattr(record, name) for name in schema.names if name != "run_id"}


class _Batches:
    """Gathers rows and writes a record batch when enough lie together."""

    def __init__(self, writer: pa.ipc.RecordBatchFileWriter, schema: pa.Schema) -> None:
        self._writer = writer
        self._schema = schema
        self._rows: list[dict[str, object]] = []
        self._characters = 0
        self.sizes: list[int] = []

    @property
    def total(self) -> int:
        return sum(self.sizes)

    def add(self, row: dict[str, object], characters: int) -> None:
        self._rows.append(row)
        self._characters += characters
        if len(self._rows) >= BATCH_ROWS or self._characters >= BATCH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        if self._rows:
            self._writer.write_batch(pa.RecordBatch.from_pylist(self._rows, schema=self._schema))
            self.sizes.append(len(self._rows))
        self._rows, self._characters = [], 0
