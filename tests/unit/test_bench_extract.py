"""The measures of extraction: speed side by side, and what a label and an answer make together. The peers are not needed."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from benchmarks import extract, extractors, quality
from benchmarks.extractors import Extractor, Found
from benchmarks.generate import generate_pages
from benchmarks.quality import Gold

OSLO = timezone(timedelta(hours=2))
GOLD = Gold(
    "a.html", "Die Fähre legte an.", "Fähre: legt an", ("Jo Haar", "Li Wu"), datetime(2031, 5, 5, 0, 20, tzinfo=OSLO), "nb"
)
RIGHT = Found("Die Fähre legte an!", "FÄHRE – legt an", ("Li Wu", "Jo Haar"), datetime(2031, 5, 4, 22, 20, 30, tzinfo=UTC), "no")


def test_an_answer_that_says_the_same_is_right_throughout() -> None:
    assert quality.score(GOLD, RIGHT) == dict.fromkeys(quality.MEASURES, 1.0)


def test_nothing_found_is_wrong_throughout() -> None:
    assert quality.score(GOLD, None) == dict.fromkeys(quality.MEASURES, 0.0)
    nothing = Found("", None, (), None, None)
    assert quality.score(GOLD, nothing) == dict.fromkeys(quality.MEASURES, 0.0)


def test_what_is_not_labelled_is_not_scored() -> None:
    bare = Gold("a.html", "Die Fähre", "", (), datetime(2031, 5, 5, tzinfo=OSLO), None)
    assert set(quality.score(bare, RIGHT)) == {"body F1", "day"}
    assert quality.scores([(bare, RIGHT)])["title"] is None


@pytest.mark.parametrize(
    ("found", "day", "minute"),
    [
        (date(2031, 5, 5), True, False),
        (datetime(2031, 5, 5, 0, 20), True, False),  # noqa: DTZ001 - an extractor that knows no offset
        (datetime(2031, 5, 4, 22, 20), False, True),  # noqa: DTZ001 - the same
        (datetime(2031, 5, 4, 22, 22, tzinfo=UTC), True, False),
        (datetime(2031, 5, 4, 21, 59, tzinfo=UTC), False, False),
        (None, False, False),
    ],
)
def test_days_count_where_the_publisher_is(found: date | None, day: bool, minute: bool) -> None:
    assert GOLD.published
    assert (quality.same_day(found, GOLD.published), quality.same_minute(found, GOLD.published)) == (day, minute)


def test_f1_counts_words_as_often_as_they_come() -> None:
    assert quality.f1("a a b", "a b b") == pytest.approx(2 / 3)
    assert quality.f1("東京都", "東京 都") == 1.0
    assert quality.f1("", "") == 0.0


def test_labels_are_read_and_their_absence_is_said(tmp_path: Path) -> None:
    record = {
        "file": "a.html",
        "text": "x",
        "title": "y",
        "authors": ["Z"],
        "published_at": "2031-05-05 00:20:00+02:00",
        "language": "de",
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(record) + "\n\n", encoding="utf-8")
    assert quality.read_gold(path) == [Gold("a.html", "x", "y", ("Z",), GOLD.published, "de")]
    with pytest.raises(SystemExit, match="no part of this repository"):
        quality.read_gold(tmp_path / "none.jsonl")


def test_a_name_has_one_half() -> None:
    halves = [quality.half(f"page-{n}.html.gz") for n in range(40)]
    assert set(halves) == {"even", "odd"}
    assert halves == [quality.half(f"page-{n}.html.gz") for n in range(40)]


def test_pages_are_read_in_order_and_their_absence_is_said(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_bytes(b"<p>b")
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(b"<p>a"))
    (tmp_path / "c.txt").write_bytes(b"c")
    assert extractors.read_pages(tmp_path) == [("a.html.gz", b"<p>a"), ("b.html", b"<p>b")]
    for folder in (tmp_path / "none", tmp_path / "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        with pytest.raises(SystemExit, match="html"):
            extractors.read_pages(folder)


def test_every_system_sees_every_page_once_a_round_and_each_goes_first() -> None:
    seen: list[tuple[str, bytes]] = []

    def system(name: str) -> Extractor:
        return Extractor(name, "", lambda content: seen.append((name, content)) or RIGHT)  # type: ignore[func-returns-value] # append

    pages = [b"1", b"2", b"3"]
    clocks = extract.measure([system("x"), system("y")], pages, rounds=2)
    timed = seen[2 * len(pages) :]  # what comes before is the warm-up
    assert sorted(timed) == sorted([(name, page) for name in "xy" for page in pages] * 2)
    assert {name for name, _ in timed[::2]} == {"x", "y"}
    assert [(len(clock.cpu), len(clock.wall), clock.failures) for clock in clocks] == [(2, 2, 0)] * 2


def test_ratios_are_of_one_round_each() -> None:
    assert extract.ratios(extract.Clock(cpu=[1.0, 2.0]), extract.Clock(cpu=[2.0, 3.0])) == [2.0, 1.5]


def test_a_system_that_finds_nothing_at_all_ends_the_benchmark() -> None:
    some = Extractor("some", "", lambda content: RIGHT if content == b"1" else None)
    (clock,) = extract.measure([some], [b"1", b"2"], rounds=1)
    assert clock.failures == 1
    with pytest.raises(SystemExit, match="none found text in none of the 1 pages"):
        extract.measure([Extractor("none", "", lambda _: None)], [b"1"], rounds=1)


def test_newspaper_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extractors, "find_spec", lambda _: None)
    with pytest.raises(SystemExit, match="make bench-extract"):
        extractors.newspaper()


def test_the_extractors_at_hand_find_a_generated_page() -> None:
    ((_, markup),) = generate_pages(1, seed=3)
    whole, fast, stripped, peer = (
        system.run(markup.encode())
        for system in (
            extractors.newsbeam(),
            extractors.newsbeam_without_language(),
            extractors.newsbeam_stripped(),
            extractors.trafilatura(),
        )
    )
    assert whole and fast and stripped and peer
    assert (whole.language, fast.language) == ("en", "und")
    assert whole.text == fast.text
    assert whole.title == fast.title == stripped.title == peer.title
    assert type(peer.published) is date
