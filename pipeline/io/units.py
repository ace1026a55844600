"""Cuts an inventory into work units: small files together, large ones in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.io.detect import format_of, known_name
from pipeline.io.listing import InputFile
from pipeline.io.opened import compression_of, opened
from pipeline.io.registry import SOURCES
from pipeline.io.settings import SourceSettings
from transforms.schemas.rejects import Rejected
from transforms.schemas.steps import UnitPart, WorkUnit

_UNITS_PER_WORKER = 4
_LEAST_BYTES = 256 << 10
_LEAST_FILES = 8
_FILE_COST = 16 << 10  # opening a file and making a document of it costs like so many bytes
_COMPRESSED_COST = 4  # work lies in what comes out


def plan_units(inputs: Sequence[InputFile], settings: SourceSettings, parallelism: int) -> Iterator[WorkUnit]:
    """Units of about the same work, the same for the same inventory; looks into large files only.

    A unit is closed at `unit_bytes` or `unit_files`; of a small inventory units are made smaller, so that each of
    `parallelism` workers gets several.
    """
    share = _UNITS_PER_WORKER * max(1, parallelism)
    files = sorted(inputs, key=lambda file: file.uri)
    total = sum(_cost(part) for part in map(_whole, files))
    most_bytes = min(settings.unit_bytes, max(_LEAST_BYTES, total // share))
    most_files = min(settings.unit_files, max(_LEAST_FILES, -(-len(files) // share)))

    index = cost = 0
    held: list[UnitPart] = []
    for file in files:
        parts = _parts(file, most_bytes)
        more = _cost(_whole(file)) // len(parts)
        for part in parts:
            if held and (len(held) >= most_files or cost + more > most_bytes):
                yield WorkUnit(index, tuple(held))
                index, cost, held = index + 1, 0, []
            held.append(part)
            cost += more
    if held:
        yield WorkUnit(index, tuple(held))


def _whole(file: InputFile) -> UnitPart:
    return UnitPart(file.uri, file.size, known_name(file.uri), compression_of(file.uri)[1])


def _cost(part: UnitPart) -> int:
    return _FILE_COST + part.size * (_COMPRESSED_COST if part.compression else 1)


def _parts(file: InputFile, target: int) -> list[UnitPart]:
    """The file whole, or in parts of about `target` bytes where it is larger and its format can be cut."""
    whole = _whole(file)
    source = SOURCES.get(whole.format)
    if _cost(whole) < 2 * target or (source is not None and not source.splittable):
        return [whole]
    try:
        with opened(whole) as stream:
            name = format_of(stream)
            if not SOURCES[name].splittable:
                return [whole]
            stored = target // (_COMPRESSED_COST if whole.compression else 1)
            ranges = SOURCES[name].ranges(stream, stored)
    except Rejected:
        return [whole]  # reading it says what is wrong
    if len(ranges) == 1:
        return [whole]
    return [UnitPart(file.uri, file.size, name, whole.compression, start, stop) for start, stop in ranges]
