"""What a source is: how one format is recognised, cut into parts, and read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from transforms.schemas.documents import RawDocument
from transforms.schemas.rejects import Reject

if TYPE_CHECKING:
    from pipeline.io.opened import OpenFile
    from pipeline.io.settings import SourceSettings

Record = RawDocument | Reject
Range = tuple[int, int | None]
WHOLE: list[Range] = [(0, None)]


class Source(Protocol):
    """One format. To add one: a file with such a class, and a line in `pipeline.io.SOURCES`."""

    @property
    def name(self) -> str:
        """The key in SOURCES and in `UnitPart.format`."""

    @property
    def extensions(self) -> tuple[str, ...]:
        """Endings of file names, with the dot, in lower case, without those of a compression."""

    @property
    def splittable(self) -> bool:
        """Whether `ranges` may cut a file into several parts."""

    def sniff(self, head: bytes) -> bool:
        """Whether a file that begins like this (decompressed) is surely of this format, whatever its name says."""

    def ranges(self, file: OpenFile, target: int) -> list[Range]:
        """Parts of about `target` stored bytes each; together they hold every record once. `[(0, None)]` is the whole."""

    def read(self, file: OpenFile, settings: SourceSettings) -> Iterator[Record]:
        """Every record that belongs to the part, in order; bad data becomes a `Reject`, never an exception."""


class WholeFile:
    """A mixin for formats that cannot be cut."""

    splittable = False

    def ranges(self, file: OpenFile, target: int) -> list[Range]:
        return WHOLE
