"""Times as publishers write them, read into UTC with what is known of their precision and offset.

Nothing here knows the present: a text that holds no date gives None, never today.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

DAY, MINUTE, SECOND = "day", "minute", "second"
# No news was published outside of these times: what claims it was is a default value or a number of another kind.
EARLIEST, LATEST = datetime(1800, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

_ISO = re.compile(
    r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)"
    r"(?:(?:[T\s,_-]+|T)(?P<clock>\d{1,2}:\d{2}.*))?",
    re.IGNORECASE | re.DOTALL,
)
_COMPACT = re.compile(
    r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<h>\d{2})(?P<n>\d{2})(?P<s>\d{2})?(?P<zone>.*))?$",
    re.IGNORECASE | re.DOTALL,
)
_CJK = re.compile(r"(?P<y>[12]\d{3})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일]?(?P<clock>.*)", re.DOTALL)
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2})(?P<sep>[./-])(?P<m>\d{1,2})(?P=sep)(?P<y>[12]\d{3})(?P<clock>.*)", re.DOTALL)
_MONTH_NAME = re.compile(
    r"(?:(?P<d>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?)?(?P<name>[A-Za-z]{3,9})\.?,?\s+(?:(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+)?"
    r"(?P<y>[12]\d{3})(?P<clock>.*)",
    re.DOTALL,
)
_CLOCK = re.compile(
    r"(?P<h>\d{1,2})[:.時시](?P<n>\d{2})(?:[:.](?P<s>\d{2})(?:[.,:](?P<f>\d{1,9}))?)?\s*(?P<half>[ap]\.?\s?m\b\.?)?\s*(?P<zone>.*)",
    re.IGNORECASE | re.DOTALL,
)
_OFFSET = re.compile(r"^\(?(?:UTC|GMT|Z)?\s*(?P<sign>[+\u2212-])\s?(?P<h>\d{1,2}):?(?P<m>\d{2})?(?!\d)")
_ZONE_NAME = re.compile(r"^\(?\s*([A-Z]{1,5})\b", re.IGNORECASE)
# Hours east of UTC, for abbreviations with one common meaning.
_ZONES = {
    name: hours
    for hours, names in (
        *((-8, "PST"), (-7, "PDT MST"), (-6, "MDT"), (-5, "EST CDT"), (-4, "EDT"), (-3, "BRT ART"), (0, "Z UTC GMT WET")),
        *((1, "WEST WAT CET MEZ"), (2, "CEST MESZ EET SAST CAT"), (3, "EEST EAT MSK TRT"), (5, "PKT"), (7, "WIB")),
        *((8, "SGT HKT PHT"), (9, "JST KST"), (10, "AEST"), (11, "AEDT"), (12, "NZST"), (13, "NZDT")),
    )
    for name in names.split()
}
_MONTHS = {name: i for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_PREFIX = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.IGNORECASE)


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


def parse(value: str | float | None) -> Moment | None:
    """Reads ISO 8601 and its variants, RFC 2822, epoch seconds, milliseconds or microseconds, and plain written dates.

    Clock times without an offset are taken as UTC, with `offset_minutes` None. Returns None for anything else, and for times
    outside of EARLIEST..LATEST.
    """
    found = _read(value)
    return None if found is None or _is_outside(found) else found


def is_impossible(value: str | float | None) -> bool:
    """Whether the value names a time, but none in EARLIEST..LATEST."""
    found = _read(value)
    return found is not None and _is_outside(found)


def _is_outside(moment: Moment) -> bool:
    return not EARLIEST <= moment.instant <= LATEST


def _read(value: str | float | None) -> Moment | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        if isinstance(value, int | float):
            return _epoch(float(value))
        text = " ".join(value.split())[:100]
        if not text:
            return None
        return _number(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else _written(text)
    except OverflowError:
        return _BEYOND
    except ValueError:
        return None


# Stands for all times that no datetime can hold.
_BEYOND = Moment(datetime.max.replace(tzinfo=UTC), DAY)


def _epoch(number: float) -> Moment | None:
    if not math.isfinite(number):
        return None
    size = abs(number)
    scale = 1.0 if size < 1e11 else 1e3 if size < 1e14 else 1e6 if size < 1e17 else 1e9
    # Whole microseconds: floats of seconds do not survive a second conversion.
    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=round(number / scale * 1e6))
    return Moment(instant, SECOND, None if scale == 1.0 and number == 0 else 0)


def _number(text: str) -> Moment | None:
    compact = _COMPACT.fullmatch(text)
    if compact and len(text) in (8, 12, 14):
        try:
            return _build(compact, compact["h"], compact["n"], compact["s"], None, "")
        except ValueError:
            pass
    return None if len(text) < 9 and text not in ("0", "0.0") else _epoch(float(text))


def _written(text: str) -> Moment | None:
    iso = _ISO.search(text) if text[:1].isdigit() else _ISO.match(_PREFIX.sub("", text))
    if iso:
        return _with_clock(iso, iso["clock"])
    compact = _COMPACT.fullmatch(text)
    if compact:
        return _build(compact, compact["h"], compact["n"], compact["s"], None, compact["zone"] or "")
    for pattern in (_CJK, _DAY_FIRST):
        match = pattern.search(text)
        if match:
            if (
                pattern is _DAY_FIRST
                and match["sep"] == "/"
                and int(match["m"]) <= 12
                and int(match["d"]) <= 12
                and match["m"] != match["d"]
            ):
                return None  # 03/05/2024 is March to some and May to others
            return _with_clock(match, match["clock"])
    mail = parsedate_tz(text)
    if (
        mail
        and mail[0] >= 1000
        and (mail[9] is not None or ":" in text)
        and re.match(r"^(?:[A-Za-z]{3,9},? )?\d{1,2} [A-Za-z]{3}", text)
    ):
        offset = mail[9]
        known = offset is not None and not text.rstrip().endswith("-0000")
        local = datetime(*mail[:6], tzinfo=timezone(timedelta(seconds=offset or 0)))
        return Moment(local.astimezone(UTC), SECOND if text.count(":") > 1 else MINUTE, (offset or 0) // 60 if known else None)
    script = re.match(r"[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) ([12]\d{3}) (\d\d:\d\d:\d\d.*)", text)  # Date.toString() of browsers
    if script:
        text = f"{script[2]} {script[1]} {script[3]} {script[4]}"
    for match in _MONTH_NAME.finditer(text):
        month = _MONTHS.get(match["name"][:3].lower())
        day = match["d"] or match["d2"]
        if month and day and not (match["d"] and match["d2"]):
            return _with_clock(match, match["clock"], month, int(day))
    return None


def _with_clock(date: re.Match[str], rest: str | None, month: int | None = None, day: int | None = None) -> Moment | None:
    clock = _CLOCK.search(rest or "")
    if not clock:
        return _build(date, None, None, None, None, "", month, day)
    hour = int(clock["h"])
    half = (clock["half"] or "").lower()[:1]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return _build(date, str(hour), clock["n"], clock["s"], clock["f"], clock["zone"], month, day)


def _build(
    date: re.Match[str],
    hour: str | None,
    minute: str | None,
    second: str | None,
    fraction: str | None,
    zone: str,
    month: int | None = None,
    day: int | None = None,
) -> Moment:
    year, month, day = int(date["y"]), month or int(date["m"]), day or int(date["d"])
    if hour is None:
        return Moment(datetime(year, month, day, tzinfo=UTC), DAY)
    whole = datetime(year, month, day, tzinfo=UTC)
    if int(hour) > 24 or int(minute or 0) > 59:
        raise ValueError("no such time of day")
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    local = whole + timedelta(hours=int(hour), minutes=int(minute or 0), seconds=int(second or 0), microseconds=micro)
    offset = _offset(zone)
    return Moment(local - timedelta(minutes=offset or 0), SECOND if second is not None else MINUTE, offset)


def _offset(zone: str) -> int | None:
    """Minutes east of UTC that a text after a clock time names, None where it names none."""
    zone = zone.strip()
    match = _OFFSET.match(zone)
    if match:
        minutes = int(match["h"]) * 60 + int(match["m"] or 0)
        return (1 if match["sign"] == "+" else -1) * minutes if minutes <= 14 * 60 else None
    name = _ZONE_NAME.match(zone)
    hours = _ZONES.get(name[1].upper()) if name else None
    return None if hours is None else hours * 60
