"""Sources: what lies in the storage, cut into work units, read into raw documents."""

from __future__ import annotations

from pipeline.io.listing import InputFile, list_inputs
from pipeline.io.locations import InputError, local_root, plain_location
from pipeline.io.reading import read_unit
from pipeline.io.registry import SOURCES
from pipeline.io.settings import SourceSettings
from pipeline.io.source import Source
from pipeline.io.units import plan_units

__all__ = [
    "SOURCES",
    "InputError",
    "InputFile",
    "Source",
    "SourceSettings",
    "list_inputs",
    "local_root",
    "plain_location",
    "plan_units",
    "read_unit",
]
