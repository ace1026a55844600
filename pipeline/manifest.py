"""Manifests: the files of each published run. What no manifest names is not part of the dataset.

A manifest is one JSON file, ROOT/manifests/<run_id>.json, written after everything that it names: writing it is the commit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, date, datetime
from typing import Any

from pipeline.errors import NewsbeamError
from transforms import files
from transforms.schemas.tables import SCHEMA_VERSION

FOLDER = "manifests"


class DatasetError(NewsbeamError):
    """A dataset that cannot be read or extended; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of the dataset. `path` is relative to the root, with "/"; `checksum` is xxh3-128 in hex."""

    table: str
    path: str
    rows: int
    bytes: int
    checksum: str
    partition: str = ""  # "published_date=2024-05-01", "" for tables without partitions


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one run added to the dataset, and which earlier runs it takes the place of.

    `config` is the resolved config as plain data. `counts` holds numbers and groups of numbers (`rejected_by_code`).
    `timings` are seconds by step. `created_at` is aware, in UTC.
    """

    run_id: str
    run_key: str
    run_date: date
    created_at: datetime
    newsbeam_version: str
    runner: str
    config_hash: str
    config: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, Any] = field(default_factory=dict)
    timings: Mapping[str, float] = field(default_factory=dict)
    replaces: tuple[str, ...] = ()
    files: tuple[DataFile, ...] = ()
    schema_version: int = SCHEMA_VERSION

    def to_json(self) -> bytes:
        """Readable JSON with sorted keys and files: equal manifests give equal bytes."""
        plain = asdict(self)
        plain["run_date"] = self.run_date.isoformat()
        plain["created_at"] = self.created_at.astimezone(UTC).isoformat()
        plain["files"] = sorted(plain["files"], key=lambda f: f["path"])
        text = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
        return text.encode() + b"\n"

    @classmethod
    def from_json(cls, data: bytes) -> Manifest:
        """Raises ValueError saying what is wrong: no JSON, a missing or mistyped field, a newer schema, a path out of root."""
        plain = json.loads(data)
        if not isinstance(plain, dict):
            raise ValueError("is not a JSON object")
        version = plain.get("schema_version")
        if not isinstance(version, int):
            raise ValueError("has no schema_version")
        if version > SCHEMA_VERSION:
            raise ValueError(
                f"has schema version {version}, this newsbeam reads up to {SCHEMA_VERSION}: install a newer newsbeam"
            )
        missing = [f.name for f in fields(cls) if f.name not in plain]
        if missing:
            raise ValueError(f"lacks {', '.join(missing)}")
        known = {f.name: plain[f.name] for f in fields(cls)}
        try:
            known["run_date"] = date.fromisoformat(known["run_date"])
            known["created_at"] = datetime.fromisoformat(known["created_at"])
            known["replaces"] = tuple(_text(r) for r in known["replaces"])
            known["files"] = tuple(_data_file(f) for f in known["files"])
            for name in ("run_id", "run_key", "newsbeam_version", "runner", "config_hash"):
                _text(known[name])
            for name in ("config", "counts", "timings"):
                dict(known[name])
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"has a field of the wrong kind ({error})") from error
        if known["created_at"].tzinfo is None:
            raise ValueError("has a created_at without a time zone")
        return cls(**known)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(f"{value!r} is not a text")
    return value


def _data_file(plain: Mapping[str, Any]) -> DataFile:
    path = _text(plain["path"])
    # A manifest comes from wherever the dataset came from: it must not lead a reader out of the dataset.
    if path.startswith("/") or "\\" in path or ":" in path.split("/")[0] or {"", ".", ".."} & set(path.split("/")):
        raise ValueError(f"names a file outside the dataset ({path!r})")
    return DataFile(
        table=_text(plain["table"]),
        path=path,
        rows=int(plain["rows"]),
        bytes=int(plain["bytes"]),
        checksum=_text(plain["checksum"]),
        partition=str(plain["partition"]),
    )


def path_of(root: str, run_id: str) -> str:
    """Where the manifest of a run lies."""
    return files.join(root, FOLDER, f"{run_id}.json")


def write(root: str, manifest: Manifest) -> None:
    """Publishes: readers see the whole run once this returns, and nothing of it before. Harmless when done twice."""
    files.write_bytes(path_of(root, manifest.run_id), manifest.to_json())


def load_all(root: str) -> list[Manifest]:
    """The runs that count, in the order in which they were published; replaced ones are left out. [] for a new root.

    Raises:
        DatasetError: a manifest is damaged or of a newer schema. Reading on without it would silently lose a run.
    """
    return load_split(root)[0]


def load_split(root: str) -> tuple[list[Manifest], list[Manifest]]:
    """The runs that count, and those that they replaced and whose files were not yet removed. Order and errors as `load_all`."""
    found = [_load(m.path) for m in files.walk(files.join(root, FOLDER)) if m.path.endswith(".json")]
    found.sort(key=lambda m: (m.created_at, m.run_id))
    gone = {run_id for manifest in found for run_id in manifest.replaces if run_id != manifest.run_id}
    return [m for m in found if m.run_id not in gone], [m for m in found if m.run_id in gone]


def _load(path: str) -> Manifest:
    try:
        return Manifest.from_json(files.read_bytes(path))
    except json.JSONDecodeError as error:
        raise DatasetError(f"The manifest {path} is damaged: it is no JSON ({error}).") from error
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"The manifest {path} {error}.") from error
    except OSError as error:
        raise DatasetError(f"The manifest {path} cannot be read ({error}).") from error


def files_of(manifests: Iterable[Manifest], table: str) -> list[DataFile]:
    """The files of one table, run by run."""
    return [file for manifest in manifests for file in manifest.files if file.table == table]


def paths_of(root: str, manifests: Iterable[Manifest], table: str) -> tuple[str, ...]:
    """Where the files of one table lie that hold any rows, in the order of the runs."""
    return tuple(locate(root, file.path) for file in files_of(manifests, table) if file.rows)


def locate(root: str, path: str) -> str:
    """Where a file lies whose path is written relative to the root."""
    return files.join(root, *path.split("/"))
