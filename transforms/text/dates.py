"""Times as publishers write them, read into UTC with what is known of their precision and offset.

Nothing here knows the present: a text that holds no date gives None, never today.
"""

from __future__ import annotations

import math
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from transforms.text import written_dates
from transforms.text.moments import DAY, SECOND, Moment

MAX_CHARS = 100  # a text with more is cut
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# A number is a time of Unix, and its size tells the unit; shorter ones are years, or count something else.
_LEAST_CHARS = 9
_UNITS = ((1e11, 1.0), (1e14, 1e3), (1e17, 1e6), (math.inf, 1e9))  # numbers below the first: units a second
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Stands for all times that no datetime can hold.
_BEYOND = Moment(datetime.max.replace(tzinfo=UTC), DAY)


def parse(value: str | float | None, language: str | None = None) -> Moment | None:
    """Reads ISO 8601 and its variants, RFC 2822, epoch seconds, milliseconds or microseconds, and written dates.

    `language` is the text's, as a BCP 47 tag: it decides what 03/05/2031 means and what calendar years are counted in.
    Clock times without an offset are taken as UTC, with `offset_minutes` None. Returns None for anything else, for a day that
    could be one of two, and for times outside of EARLIEST..LATEST.
    """
    found = _read(value, language)
    return found if found is not None and found.is_possible else None


def is_impossible(value: str | float | None, language: str | None = None) -> bool:
    """Whether the value names a time, but none in EARLIEST..LATEST."""
    found = _read(value, language)
    return found is not None and not found.is_possible


def _read(value: str | float | None, language: str | None) -> Moment | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        if isinstance(value, int | float):
            return _epoch(float(value))
        text = " ".join(value[: 10 * MAX_CHARS].split())[:MAX_CHARS]
        if not text:
            return None
        return _number(text) if _NUMBER.fullmatch(text) else written_dates.read(text, language)
    except OverflowError:
        return _BEYOND
    except ValueError:
        return None


def _epoch(number: float) -> Moment | None:
    if not math.isfinite(number):
        return None
    scale = next(scale for limit, scale in _UNITS if abs(number) < limit)
    # Whole microseconds: floats of seconds do not survive a second conversion.
    instant = _EPOCH + timedelta(microseconds=round(number / scale * 1e6))
    return Moment(instant, SECOND, None if number == 0 else 0)


def _number(text: str) -> Moment | None:
    if len(text) in (8, 12, 14) and text.isdecimal():
        with suppress(ValueError):
            if found := written_dates.compact(text):
                return found
    return _epoch(float(text)) if len(text) >= _LEAST_CHARS or text in ("0", "0.0") else None
