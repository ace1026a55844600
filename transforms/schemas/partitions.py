"""Names of the folders in which a partitioned table lies."""

from __future__ import annotations

from datetime import datetime

from transforms.schemas.tables import PARTITION_COLUMN

NO_DATE = f"{PARTITION_COLUMN}=__HIVE_DEFAULT_PARTITION__"  # DuckDB reads this as NULL; any other word would make the column text


def partition(published_at: datetime | None, months: bool = False) -> str:
    """The Hive partition of a UTC time: its day, or its month's first day."""
    if published_at is None:
        return NO_DATE
    day = published_at.date()
    return f"{PARTITION_COLUMN}={(day.replace(day=1) if months else day).isoformat()}"
