"""Dates as they are written: ISO 8601 and its kin, mail headers, and the ways of many languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_tz

from transforms.text import months
from transforms.text.moments import DAY, MINUTE, SECOND, Moment

_ISO = re.compile(r"(?<!\d)(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)")
_COMPACT = re.compile(
    r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<h>\d{2})(?P<n>\d{2})(?P<s>\d{2})?(?P<zone>.*))?", re.I | re.S
)
_DAY_MONTH = re.compile(r"(?<!\d)(?P<d>\d{1,2})(?P<sep>[./-]) ?(?P<m>\d{1,2})(?P=sep) ?(?P<y>[12]\d{3})(?!\d)")
_EAST_ASIAN = re.compile(r"(?P<y>[12]\d{3}) ?[年년] ?(?P<m>\d{1,2}) ?[月월] ?(?P<d>\d{1,2}) ?[日일]?")
_VIETNAMESE = re.compile(r"(?<!\d)(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}),?(?: năm)? (?P<y>[12]\d{3})(?!\d)", re.I)
_NAME = r"(?P<name>[^\W\d_][^\s\d,;:/|()\[\]-]{1,15})"
_WITH_NAME = (
    # 3 May 2031, 3. Mai 2031, 1er mai 2031, 3 de mayo de 2031, 03-May-2031
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|°|η)?\.?(?: (?:de|di|of)? ?|-|/)(?:d['’])?{_NAME},?"
        r"(?: (?:de |del |of |พ\.ศ\. ?)?|-|/)(?P<y>[12]\d{3})(?!\d)",
        re.I,
    ),
    # May 3, 2031
    re.compile(rf"{_NAME} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>[12]\d{{3}})(?!\d)", re.I),
    # 2031. május 3., 2031 m. gegužės 3 d.
    re.compile(rf"(?<!\d)(?P<y>[12]\d{{3}})\.?(?: m\.)? {_NAME} (?P<d>\d{{1,2}})(?!\d)", re.I),
)
_CLOCK = re.compile(
    r"(?P<before>午前|午後|上午|下午|오전|오후)? ?(?<!\d)(?P<h>\d{1,2})"
    r"(?: ?[:.h：點点] ?(?P<n>\d{2})(?!\d|[./-]\d{4})| ?[時时시](?![間间간])(?: ?(?P<e>\d{1,2})(?!\d))?"
    # An hour alone: 2031-05-03T10Z, 6 pm.
    r"|(?<=\dT\d\d)(?=Z|[+-]\d)|(?= ?[ap]\.?m\b))"
    r"(?: ?[:.分분] ?(?P<s>\d{2})(?!\d)(?:[.,:](?P<f>\d{1,9}))?)? ?(?P<half>[ap]\. ?m\.|[ap]\.?m\b\.?)?",
    re.I,
)
# Between a day and a clock time these say that the time is not of that day: a second day, or the word for a change.
_ANOTHER = re.compile(
    r"\d{4}|updat|modif|aktuali|mis à jour|actuali|aggiorn|atualiz|bijgewerkt|gewijzigd|oppdat|opdat|uppdat|päivit|обновл|оновл"
    r"|güncel|diperbarui|更新|수정",
    re.I,
)
_AFTERNOON = frozenset({"午後", "下午", "오후"})
_AFTER_CLOCK = re.compile(r"^(?:[分분秒초] ?)?(?:(?:uhr|hrs?|hours|h|ore)\b\.?,? ?)?", re.I)
_OFFSET = re.compile(r"^\(?(?:UTC|GMT|Z)? *(?P<sign>[+\u2212-]) ?(?P<h>\d{1,2}):?(?P<m>\d{2})?(?!\d)")
_ZONE_NAME = re.compile(r"^\(? *([A-Z]{1,5}\b|[a-z]{1,5}(?=\)?$))")  # in small letters it may be any word
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
# With one of the zones that mail has: any other word is read as UTC by the library.
_MAIL = re.compile(
    r"(?:[a-z]{3,9},? )?\d{1,2} [a-z]{3,9} \d{2,4} \d{1,2}:\d{2}(?::\d{2})?"
    r" ?(?:[+-]\d{4}|UTC?|GMT|Z|[ECMP][SD]T)(?: \(.{0,20}\))?",
    re.I,
)
_BROWSER = re.compile(r"^[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) ([12]\d{3}) (\d\d:\d\d:\d\d.*)")
# Where the month comes first; languages that write the year first, or countries that write both ways, are not sure of either.
_MONTH_FIRST = frozenset({"en-us", "en-ph", "es-us", "en-pr", "en-gu"})
_UNSURE = frozenset({"en", "en-ca", "fr-ca", "en-za", "es-pr"})
_YEAR_FIRST = frozenset({"zh", "ja", "ko", "hu", "lt", "mn", "eu", "fil", "tl"})
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_BUDDHIST_YEAR = re.compile(r"(?<!\d)2[4-6]\d{2}(?!\d)")
_PERSIAN_MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
_PERSIAN = re.compile(rf"(?<!\d)(?P<d>\d{{1,2}}) (?P<name>{'|'.join(_PERSIAN_MONTHS)}) (?:ماه )?(?P<y>1[34]\d{{2}})(?!\d)")
_PERSIAN_DIGITS = re.compile(r"(?<!\d)(?P<y>1[34]\d{2})[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})(?!\d)")


def read(text: str, language: str | None = None) -> Moment | None:
    """The date in a text of one line, in the calendar and order that its language writes; None where none is certain.

    Raises:
        ValueError: what looks like a date is none.
        OverflowError: no datetime can hold it.
    """
    tag = (language or "").lower().replace("_", "-")
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in text)
    text = _gregorian(text, tag)
    iso = _ISO.search(text)
    if iso:
        return _at(text, iso, int(iso["m"]))
    short = _COMPACT.fullmatch(text)
    if short:
        return _compact(short)
    for pattern in (_EAST_ASIAN, _VIETNAMESE):
        match = pattern.search(text)
        if match:
            return _at(text, match, int(match["m"]))
    match = _DAY_MONTH.search(text)
    if match:
        return _day_and_month(text, match, tag)
    return _mail(text) or _with_name(text, tag)


def compact(text: str) -> Moment | None:
    """YYYYMMDD, with or without hhmm and hhmmss behind it. Raises ValueError where that is no date."""
    match = _COMPACT.fullmatch(text)
    return _compact(match) if match else None


def _compact(match: re.Match[str]) -> Moment:
    day = _day(match, int(match["m"]), int(match["d"]))
    if match["h"] is None:
        return Moment(day, DAY)
    return _timed(day, int(match["h"]), match["n"], match["s"], match["zone"])


def _day_and_month(text: str, match: re.Match[str], tag: str) -> Moment | None:
    day, month = int(match["d"]), int(match["m"])
    if month > 12:
        return _at(text, match, day, month)
    # Points are written between day and month only where the day comes first.
    if day <= 12 and day != month and match["sep"] != ".":
        if tag in _MONTH_FIRST:
            return _at(text, match, day, month)
        unsure = not tag or tag in _UNSURE or tag.split("-", maxsplit=1)[0] in _YEAR_FIRST
        if unsure:
            return None  # 03/05/2031 is March to some and May to others
    return _at(text, match, month)


def _mail(text: str) -> Moment | None:
    """Source: RFC 2822, 3.3, and 4.3 for years of two digits and zones by name."""
    mail = parsedate_tz(text) if _MAIL.fullmatch(text) else None
    if mail is None or mail[0] < 1000 or mail[9] is None:
        return None
    local = datetime(*mail[:6], tzinfo=timezone(timedelta(seconds=mail[9])))
    known = "-0000" not in text
    return Moment(local.astimezone(UTC), SECOND if text.count(":") > 1 else MINUTE, mail[9] // 60 if known else None)


def _with_name(text: str, tag: str) -> Moment | None:
    text = _BROWSER.sub(r"\2 \1 \3 \4", text)  # Date.toString() of browsers
    for pattern in _WITH_NAME:
        for match in pattern.finditer(text):
            month = months.number(match["name"], tag.split("-", maxsplit=1)[0])
            if month:
                return _at(text, match, month)
    return None


def _at(text: str, found: re.Match[str], month: int, day: int | None = None) -> Moment:
    """The day that was found, at the clock time nearest to it, where that is not another day's."""
    whole = _day(found, month, day or int(found["d"]))
    clock = _clock(text, found)
    if not clock:
        return Moment(whole, DAY)
    hour = int(clock["h"])
    afternoon = (clock["half"] or "").lower()[:1] == "p" or clock["before"] in _AFTERNOON
    if (clock["half"] or clock["before"]) and hour <= 12:
        hour = hour % 12 + (12 if afternoon else 0)
    zone = text[clock.end() : found.start() if clock.end() <= found.start() else None]
    return _timed(whole, hour, clock["n"] or clock["e"] or "0", clock["s"], zone, clock["f"])


def _clock(text: str, found: re.Match[str]) -> re.Match[str] | None:
    behind = _CLOCK.search(text, found.end())
    before = next(reversed([*_CLOCK.finditer(text, 0, found.start())]), None)
    near = [
        (len(gap), clock)
        for clock, gap in (
            (behind, text[found.end() : behind.start()] if behind else ""),
            (before, text[before.end() : found.start()] if before else ""),
        )
        if clock and not _ANOTHER.search(gap)
    ]
    return min(near, key=lambda entry: entry[0])[1] if near else None


def _day(found: re.Match[str], month: int, day: int) -> datetime:
    return datetime(int(found["y"]), month, day, tzinfo=UTC)


def _timed(day: datetime, hour: int, minute: str, second: str | None, zone: str, fraction: str | None = None) -> Moment:
    """A clock time of a day; `fraction` are the digits behind the second's point."""
    if hour > 24 or int(minute) > 59:
        raise ValueError("no such time of day")
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    local = day + timedelta(hours=hour, minutes=int(minute), seconds=int(second or 0), microseconds=micro)
    offset = _offset(zone)
    return Moment(local - timedelta(minutes=offset or 0), SECOND if second is not None else MINUTE, offset)


def _offset(zone: str) -> int | None:
    """Minutes east of UTC that a text behind a clock time names, None where it names none."""
    zone = _AFTER_CLOCK.sub("", zone.strip())
    match = _OFFSET.match(zone)
    if match:
        minutes = int(match["h"]) * 60 + int(match["m"] or 0)
        return (1 if match["sign"] == "+" else -1) * minutes if minutes <= 14 * 60 else None
    name = _ZONE_NAME.match(zone)
    hours = _ZONES.get(name[1].upper()) if name else None
    return None if hours is None else hours * 60


def _gregorian(text: str, tag: str) -> str:
    """The text with Buddhist years (Thai) and days of the Persian calendar in the Gregorian one."""
    if tag.startswith("th") or _THAI.search(text):
        return _BUDDHIST_YEAR.sub(lambda m: str(int(m[0]) - 543), text)
    text = _PERSIAN.sub(_solar(lambda m: _PERSIAN_MONTHS.index(m["name"]) + 1), text)
    return _PERSIAN_DIGITS.sub(_solar(lambda m: int(m["m"])), text) if tag.startswith("fa") else text


def _solar(month_of: Callable[[re.Match[str]], int]) -> Callable[[re.Match[str]], str]:
    """Writes a match in the Persian calendar as an ISO day. Source: the 33-year rule of leap years, right from 1799 to 2256."""

    def convert(match: re.Match[str]) -> str:
        year, month, day = int(match["y"]) + 1595, month_of(match), int(match["d"])
        within = (month - 1) * 31 if month < 7 else (month - 7) * 30 + 186
        days = 365 * year + year // 33 * 8 + (year % 33 + 3) // 4 + within + day
        return date.fromordinal(days - 356_033).isoformat()

    return convert
