"""What a user may set about reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.io.columns import target_field
from transforms.schemas.ranges import check_range

MIB = 1 << 20


@dataclass(frozen=True)
class SourceSettings:
    """The config's section `source`.

    `columns` maps a field of ours to a column of theirs (`{published: first_seen, text: story}`; a dotted name reaches into
    nested records, an empty one says that there is no such column); what it does not name is recognised by its usual names.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    unit_bytes: int = 16 * MIB  # bytes of a unit as they lie in the storage
    unit_files: int = 64  # small files in one unit
    max_record_bytes: int = 32 * MIB  # of one document, decompressed

    def __post_init__(self) -> None:
        """Raises ValueError with a sentence that names the key, its value and what is valid."""
        for key in self.columns:
            target_field(key)
        check_range("source", self, "unit_bytes unit_files max_record_bytes", 1)
