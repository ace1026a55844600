"""Times as publishers write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.text import dates, moments, months


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


@pytest.mark.parametrize(
    ("value", "language", "instant"),
    [
        ("3. Mai 2031, 15:47 Uhr", "de", (2031, 5, 3, 15, 47)),
        ("Publié le 1er août 2031 à 15h47", "fr", (2031, 8, 1, 15, 47)),
        ("3 de mayo de 2031", "es", (2031, 5, 3)),
        ("03 de maio de 2031 às 15h47", "pt-BR", (2031, 5, 3, 15, 47)),
        ("3 maggio 2031 ore 15:47", "it", (2031, 5, 3, 15, 47)),
        ("3 mei 2031 15:47", "nl", (2031, 5, 3, 15, 47)),
        ("3 maja 2031", "pl", (2031, 5, 3)),
        ("3 мая 2031 г., 15:47", "ru", (2031, 5, 3, 15, 47)),
        ("15:47, 3 травня 2031", "uk", (2031, 5, 3, 15, 47)),
        ("3 Mayıs 2031 Cumartesi 15:47", "tr", (2031, 5, 3, 15, 47)),
        ("3. května 2031", "cs", (2031, 5, 3)),
        ("lördag 3 maj 2031", "sv", (2031, 5, 3)),
        ("3 Μαΐου 2031", "el", (2031, 5, 3)),
        ("Sabtu, 3 Mei 2031", "id", (2031, 5, 3)),
        ("3 मई 2031", "hi", (2031, 5, 3)),
        ("٣ مايو ٢٠٣١", "ar", (2031, 5, 3)),
        ("2031. május 3.", "hu", (2031, 5, 3)),
        ("2031 m. gegužės 3 d.", "lt", (2031, 5, 3)),
        ("3 tháng 5, 2031", "vi", (2031, 5, 3)),
        ("3 พฤษภาคม 2574", "th", (2031, 5, 3)),
        ("۱۳ اردیبهشت ۱۴۱۰", "fa", (2031, 5, 3)),
        ("2031년 5월 3일 오후 3:47", "ko", (2031, 5, 3, 15, 47)),
        ("May 3rd, 2031", None, (2031, 5, 3)),
    ],
)
def test_written_dates_are_read_in_the_words_digits_and_calendars_of_many_languages(
    value: str, language: str | None, instant: tuple[int, ...]
) -> None:
    found = dates.parse(value, language)
    assert found is not None
    assert found.instant == datetime(*instant, tzinfo=UTC)  # type: ignore[arg-type, misc] # year to minute
    assert found.precision == ("minute" if len(instant) > 3 else "day")


@pytest.mark.parametrize(("language", "month"), [("en-US", 3), ("en-PH", 3), ("en-GB", 5), ("en-IN", 5), ("fr", 5), ("de-CH", 5)])
def test_days_and_months_in_figures_are_read_as_the_language_of_the_page_writes_them(language: str, month: int) -> None:
    found = dates.parse("03/05/2031", language)
    assert found is not None
    assert found.instant.month == month


@pytest.mark.parametrize("language", [None, "en", "en-CA", "ja", "hu"])
def test_days_and_months_in_figures_are_not_guessed_where_no_one_order_is_usual(language: str | None) -> None:
    assert dates.parse("03/05/2031", language) is None
    assert dates.parse("25/05/2031", language) is not None


def test_a_month_that_means_two_in_two_languages_needs_the_language() -> None:
    assert [months.number("listopada", language) for language in ("pl", "hr", None)] == [11, 10, None]


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
    assert found is None or (found.instant.tzinfo is UTC and moments.EARLIEST <= found.instant <= moments.LATEST)
    assert not (found and dates.is_impossible(value))


@given(st.integers(631_152_000, 3_786_825_600), st.integers(-12 * 60, 14 * 60))
def test_iso_times_come_back_to_the_second(seconds: int, offset: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    sign, minutes = ("-" if offset < 0 else "+"), abs(offset)
    found = dates.parse(f"{moment:%Y-%m-%dT%H:%M:%S}{sign}{minutes // 60:02}:{minutes % 60:02}")
    assert found is not None
    assert found.offset_minutes == offset
    assert (moment - found.instant).total_seconds() == offset * 60


@pytest.mark.parametrize(
    ("value", "instant", "offset"),
    [
        ("3 May 2031 10:00 pm", (2031, 5, 3, 22, 0), None),
        ("3 May 2031 12:30 am", (2031, 5, 3, 0, 30), None),
        ("3 May 2031 6 pm", (2031, 5, 3, 18, 0), None),
        ("3 May 2031 10:00 AEST", (2031, 5, 3, 0, 0), 600),
        ("3 May 2031 10:00 BST", (2031, 5, 3, 10, 0), None),
        ("3 May 2031 10:00 Art and culture", (2031, 5, 3, 10, 0), None),
        ("Sat, 3 May 31 10:00 EST", (2031, 5, 3, 15, 0), -300),
        ("Sat, 3 May 2031 10:00:00 -0000", (2031, 5, 3, 10, 0), None),
        ("3. Mai 2031, 18:05 Uhr MESZ", (2031, 5, 3, 16, 5), 120),
        ("2031年5月3日 午後6時5分", (2031, 5, 3, 18, 5), None),
        ("2031年5月3日 18時", (2031, 5, 3, 18, 0), None),
        ("2031-05-03T10Z", (2031, 5, 3, 10, 0), 0),
    ],
)
def test_an_offset_is_known_only_where_the_text_names_a_zone(value: str, instant: tuple[int, ...], offset: int | None) -> None:
    found = dates.parse(value)
    assert found is not None
    assert found.instant == datetime(*instant, tzinfo=UTC)  # type: ignore[arg-type, misc] # year to minute
    assert (found.precision == "day", found.offset_minutes) == (False, offset)


@pytest.mark.parametrize(
    ("value", "clock"),
    [
        ("Published 10:30 3 May 2031, updated 12:00 4 May 2031", "10:30 minute"),
        ("3 May 2031, updated 4 May 2031 12:00", "00:00 day"),
        ("3 May 2031, updated 12:00", "00:00 day"),
        ("03.05.2031, Stand 04.05.2031", "00:00 day"),
        ("2031年5月3日 6時間前", "00:00 day"),
        ("Updated 3 May 2031, 10:30", "10:30 minute"),
        ("Read in 2:30 · 3 May 2031, 10:15", "10:15 minute"),
    ],
)
def test_the_clock_time_of_another_day_or_change_is_not_taken(value: str, clock: str) -> None:
    found = dates.parse(value)
    assert found is not None
    assert f"{found.instant:%H:%M} {found.precision}" == clock
    assert found.instant.day == 3


@pytest.mark.parametrize("value", ["03/05/2031", "03-05-2031"])
def test_a_day_that_could_be_one_of_two_is_none_with_any_sign_between(value: str) -> None:
    assert dates.parse(value, "en") is None
    assert dates.parse(value, "en-GB") is not None


def test_languages_that_pages_make_up_are_not_kept() -> None:
    before = months._table.cache_info().currsize
    for i in range(500):
        assert months.number("mai", f"x{i}") == 5
    assert months._table.cache_info().currsize - before < 100
