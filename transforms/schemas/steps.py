"""The small records that travel between steps; the data itself lies in the files they name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class UnitPart:
    """A part of one input file: bytes (of Parquet row groups) from `start` up to `stop`."""

    uri: str
    size: int
    format: str  # a key of pipeline.io.SOURCES; "" where the name of a whole file does not tell
    compression: str = ""  # "", "gz" or "zst"
    start: int = 0
    stop: int | None = None  # None: to the end


@dataclass(frozen=True, slots=True)
class WorkUnit:
    """What one worker reads in one go: several small files, or a part of a large one. `index` orders the run's units."""

    index: int
    parts: tuple[UnitPart, ...]


@dataclass(frozen=True, slots=True)
class InputCount:
    """Records of one input file as they were read: `read` includes `rejected`."""

    uri: str
    read: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Staged:
    """One unit's staged file (schema STAGED; paths are unique to the attempt) and the file of its rejects (REJECTS)."""

    unit: int
    path: str
    articles: int
    rejects_path: str
    rejects: int
    inputs: tuple[InputCount, ...]
    finished_at: datetime
    batches: tuple[int, ...] = ()  # rows of each record batch


@dataclass(frozen=True, slots=True)
class Sketched:
    """One staged file's sketch file, row for row."""

    staged: Staged
    path: str
    rows: int

    @property
    def unit(self) -> int:
        return self.staged.unit


@dataclass(frozen=True, slots=True)
class Assigned:
    """One staged file's assignment file (schema ASSIGNMENT), row for row.

    It carries the staged file that was judged: of another attempt at the unit it would say nothing true.
    """

    staged: Staged
    path: str


@dataclass(frozen=True, slots=True)
class TableFile:
    """A finished file of the dataset, still in staging: where it lies, where it shall go (relative to the root)."""

    table: str
    staged_path: str
    path: str
    rows: int
    bytes: int
    checksum: str  # xxh3-128, hex
    partition: str = ""
    metrics: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of one table and partition from one unit: record batch number `batch` of the Arrow file at `path`."""

    table: str
    partition: str  # "" for tables without
    unit: int
    path: str
    batch: int
    rows: int
    bytes: int  # in memory


@dataclass(frozen=True, slots=True)
class PublishCount:
    """What became of one input file's extracted articles."""

    uri: str
    published: int
    seen_again: int
    dropped: int


@dataclass(frozen=True, slots=True)
class HealthCount:
    """Published articles of one domain ("" for none) and UTC day of fetching, with the number of words of each."""

    domain: str
    day: date
    words: tuple[int, ...]
    counts: dict[str, int]  # copies, dated, authored, language:xx


@dataclass(frozen=True, slots=True)
class Published:
    """One unit's pieces of the tables, and its counts (`tally`: "relation:near", "language:de", "flag:paywall", ...)."""

    staged: Staged
    pieces: tuple[Piece, ...]
    inputs: tuple[PublishCount, ...]
    tally: dict[str, int]
    health: tuple[HealthCount, ...]
    started_at: datetime


@dataclass(frozen=True, slots=True)
class RunContext:
    """The run that is being made: its id, and the one time that all its rows carry as `ingested_at` (UTC)."""

    run_id: str
    ingested_at: datetime


@dataclass(frozen=True, slots=True)
class ReplacedRun:
    """An earlier run that this one takes the place of: when it had been published, and paths of its Parquet files."""

    run_id: str
    published_at: datetime
    sketches: tuple[str, ...]
    clusters: tuple[str, ...]
    replaced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StateFiles:
    """What earlier runs left for this one: paths of their files under state/, and of their `clusters`, oldest run first."""

    sketches: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()  # one for each of `sketches`
    hashes: tuple[str, ...] = ()  # likewise
    articles: str = ""  # a JSON file: [run id, partition, path] of each file of the table `articles`
    replaced: tuple[ReplacedRun, ...] = ()
