"""Reads a work unit."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.io.detect import format_of
from pipeline.io.opened import opened
from pipeline.io.refusal import refuse
from pipeline.io.registry import SOURCES
from pipeline.io.settings import SourceSettings
from pipeline.io.source import Record
from transforms.schemas.rejects import Rejected
from transforms.schemas.steps import UnitPart, WorkUnit


def read_unit(unit: WorkUnit, settings: SourceSettings) -> Iterator[Record]:
    """Every record of the unit as a document or a refusal, in order, streamed; bad data never raises."""
    for part in unit.parts:
        yield from read_part(part, settings)


def read_part(part: UnitPart, settings: SourceSettings) -> Iterator[Record]:
    """As `read_unit`, for one file or part of one."""
    try:
        with opened(part) as file:
            # A file was looked into before it was cut: its parts are of the format that the plan found.
            cut = part.start > 0 or part.stop is not None
            source = SOURCES[part.format if cut else format_of(file)]
            yield from source.read(file, settings)
    except Rejected as refused:
        yield refuse(part.uri, 0, refused.code, refused.message)
