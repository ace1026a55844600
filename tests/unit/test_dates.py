"""Times as publishers write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.text import dates


@pytest.mark.parametrize(
    ("value", "instant", "precision", "offset"),
    [
        ("2031-05-03T15:47:42+02:00", (2031, 5, 3, 13, 47, 42), "second", 120),
        ("2031-05-03T15:47:42Z", (2031, 5, 3, 15, 47, 42), "second", 0),
        ("2031-05-03 15:47", (2031, 5, 3, 15, 47, 0), "minute", None),
        ("2031-05-03T15:47+0530", (2031, 5, 3, 10, 17, 0), "minute", 330),
        ("2031-05-03T15:47:42-07:00[America/Phoenix]", (2031, 5, 3, 22, 47, 42), "second", -420),
        ("2031-05-03", (2031, 5, 3, 0, 0, 0), "day", None),
        ("20310503", (2031, 5, 3, 0, 0, 0), "day", None),
        ("20310503T154742Z", (2031, 5, 3, 15, 47, 42), "second", 0),
        ("Sat, 03 May 2031 15:47:42 GMT", (2031, 5, 3, 15, 47, 42), "second", 0),
        ("Sat, 3 May 2031 15:47:42 +0200", (2031, 5, 3, 13, 47, 42), "second", 120),
        ("Sat May 03 2031 10:00:00 GMT+0200 (CEST)", (2031, 5, 3, 8, 0, 0), "second", 120),
        ("May 3, 2031 3:47 PM EST", (2031, 5, 3, 20, 47, 0), "minute", -300),
        ("3 May 2031", (2031, 5, 3, 0, 0, 0), "day", None),
        ("2031年5月3日 15:47", (2031, 5, 3, 15, 47, 0), "minute", None),
        ("03.05.2031, 15:47", (2031, 5, 3, 15, 47, 0), "minute", None),
        (1935676062, (2031, 5, 4, 15, 47, 42), "second", 0),
        (1935676062000, (2031, 5, 4, 15, 47, 42), "second", 0),
        ("1935676062", (2031, 5, 4, 15, 47, 42), "second", 0),
        (1935676062.0, (2031, 5, 4, 15, 47, 42), "second", 0),
    ],
)
def test_reads(value: str | float, instant: tuple[int, int, int, int, int, int], precision: str, offset: int | None) -> None:
    found = dates.parse(value)
    assert found is not None
    assert found.instant.replace(microsecond=0) == datetime(*instant, tzinfo=UTC)
    assert (found.precision, found.offset_minutes) == (precision, offset)


@pytest.mark.parametrize(
    "value", ["", "today", "2 hours ago", "2031-13-40", "03/05/2031", "nan", float("nan"), float("inf"), None, True]
)
def test_what_is_no_certain_date_is_none_and_never_now(value: str | float | None) -> None:
    assert dates.parse(value) is None


@pytest.mark.parametrize("value", [0, "0", "1970-01-01T00:00:00Z", "1970-01-01T01:00:00+01:00", "1970-01-01"])
def test_the_zero_of_unix_time_is_known_for_what_it_is(value: str | int) -> None:
    found = dates.parse(value)
    assert found is not None
    assert found.is_epoch


@pytest.mark.parametrize(
    "value",
    [
        *(-62_135_596_800, -62_135_596_800_000, 10**399, -(10**399), 1e300, 5e9),
        *("0001-01-01T00:00:00", "0001-01-01T00:00:00+05:00", "9999-12-31", "1799-12-31T23:59:59Z", "2100-01-02", "9" * 400),
        "-62135596800",
    ],
)
def test_what_lies_outside_of_all_news_is_none_and_said_to_be_impossible(value: str | float) -> None:
    assert dates.parse(value) is None
    assert dates.is_impossible(value)


@pytest.mark.parametrize("value", ["1800-01-01", "2100-01-01", -5_364_662_400, 0, "", "today", float("nan"), float("inf"), None])
def test_what_is_possible_or_no_time_at_all_is_not_impossible(value: str | float | None) -> None:
    assert not dates.is_impossible(value)


WRITTEN = st.from_regex(
    r"-?\d{1,20}(\.\d+)?|\d{1,5}[-/.]\d{1,2}[-/.]\d{1,4}([T ]\d{1,2}:\d{2}(:\d{2})?([+-]\d{2}:?\d{2}|Z)?)?", fullmatch=True
)

HUGE = st.builds(lambda sign, size: sign * 10**size, st.sampled_from([1, -1]), st.integers(0, 400))


@given(st.text(max_size=60) | WRITTEN | st.floats() | st.integers() | HUGE)
def test_never_raises_and_keeps_to_the_times_of_news(value: str | float) -> None:
    found = dates.parse(value)
    assert found is None or (found.instant.tzinfo is UTC and dates.EARLIEST <= found.instant <= dates.LATEST)
    assert not (found and dates.is_impossible(value))


@given(st.integers(631_152_000, 3_786_825_600), st.integers(-12 * 60, 14 * 60))
def test_iso_times_come_back_to_the_second(seconds: int, offset: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    sign, minutes = ("-" if offset < 0 else "+"), abs(offset)
    found = dates.parse(f"{moment:%Y-%m-%dT%H:%M:%S}{sign}{minutes // 60:02}:{minutes % 60:02}")
    assert found is not None
    assert found.offset_minutes == offset
    assert (moment - found.instant).total_seconds() == offset * 60
