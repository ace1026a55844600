"""Reads files in tests: whole, or in parts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.io import SourceSettings, read_unit
from pipeline.io.detect import known_name
from pipeline.io.opened import compression_of
from pipeline.io.source import Range, Record
from transforms.schemas.documents import RawDocument
from transforms.schemas.rejects import Code, Reject
from transforms.schemas.steps import UnitPart, WorkUnit

DEFAULTS = SourceSettings()


def read(path: Path, settings: SourceSettings = DEFAULTS) -> list[Record]:
    """Everything that one file gives."""
    return in_parts(path, [(0, None)], settings)


def in_parts(path: Path, ranges: Iterable[Range], settings: SourceSettings = DEFAULTS) -> list[Record]:
    """Everything that one file gives when it is cut so, in the order of the parts."""
    size = path.stat().st_size if path.exists() else 0
    name, compression = known_name(str(path)), compression_of(path.name)[1]
    parts = [UnitPart(str(path), size, name, compression, start, stop) for start, stop in ranges]
    return [record for part in parts for record in read_unit(WorkUnit(0, (part,)), settings)]


def documents(path: Path, settings: SourceSettings = DEFAULTS) -> list[RawDocument]:
    """The documents of a file in which nothing is refused."""
    found = read(path, settings)
    assert not [record for record in found if isinstance(record, Reject)]
    return [record for record in found if isinstance(record, RawDocument)]


def rejects(path: Path, settings: SourceSettings = DEFAULTS) -> list[Reject]:
    return [record for record in read(path, settings) if isinstance(record, Reject)]


def codes(path: Path, settings: SourceSettings = DEFAULTS) -> list[Code]:
    """The refusals of a file that gives nothing else."""
    found = read(path, settings)
    assert not [record for record in found if isinstance(record, RawDocument)]
    return [record.code for record in found if isinstance(record, Reject)]
