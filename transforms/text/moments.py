"""A point in time with what is known of its precision and offset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

DAY, MINUTE, SECOND = "day", "minute", "second"
# No news was published outside of these times: what claims it was is a default value or a number of another kind.
EARLIEST, LATEST = datetime(1800, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in UTC; `precision` is day, minute or second; `offset_minutes` east of UTC, None where none was given.

    A day without a time stands at 00:00 UTC of the publisher's day.
    """

    instant: datetime
    precision: str
    offset_minutes: int | None = None

    def at_offset(self, minutes: int) -> Moment:
        """The same clock time, taken as local at that offset; moments with an offset, and days, stay as they are."""
        if self.offset_minutes is not None or self.precision == DAY:
            return self
        return Moment(self.instant - timedelta(minutes=minutes), self.precision, minutes)

    @property
    def is_epoch(self) -> bool:
        """Whether this is the zero of Unix time in some zone: what broken software writes for "unknown"."""
        return abs(self.instant - datetime(1970, 1, 1, tzinfo=UTC)) <= timedelta(hours=14)

    @property
    def is_possible(self) -> bool:
        """Whether news was published then."""
        return EARLIEST <= self.instant <= LATEST
