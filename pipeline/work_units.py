"""The run's work units, as JSON lines in staging: the pipeline's description stays small however many inputs there are."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import apache_beam as beam

from transforms import files
from transforms.schemas.steps import UnitPart, WorkUnit


def write_work_units(path: str, units: Iterable[WorkUnit]) -> int:
    """Writes one line a unit, largest first so that workers that are dealt units in turn get about equal shares."""
    ordered = sorted(units, key=lambda unit: (-_bytes(unit), unit.index))
    with files.create(path) as stream:
        for unit in ordered:
            stream.write(json.dumps(dataclasses.asdict(unit), ensure_ascii=True).encode() + b"\n")
    return len(ordered)


def read_work_units(path: str) -> Iterator[WorkUnit]:
    with files.open_input(path) as stream:
        for line in stream:
            record = json.loads(line)
            yield WorkUnit(record["index"], tuple(UnitPart(**part) for part in record["parts"]))


def _bytes(unit: WorkUnit) -> int:
    return sum((part.size if part.stop is None else part.stop) - part.start for part in unit.parts)


@dataclass
class ReadWorkUnits(beam.PTransform):  # type: ignore[misc]  # Beam's base class is untyped
    """Root -> PCollection[WorkUnit]; the grouping spreads them over all workers."""

    path: str

    def expand(self, root: beam.Pipeline) -> beam.PCollection:
        return (
            root
            | "UnitsFile" >> beam.Create([self.path])
            | "ReadUnits" >> beam.FlatMap(read_work_units)
            | "KeyByIndex" >> beam.Map(lambda unit: (unit.index, unit))
            | "SpreadUnits" >> beam.GroupByKey()
            | "Unit" >> beam.FlatMapTuple(lambda _, units: list(units)[:1])
        )
