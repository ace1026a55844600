"""Which reading of a page is taken for its body."""

from __future__ import annotations

import json
import time

import pytest

from transforms.text import body as bodies
from transforms.text import html
from transforms.text.body import Reader

A = "The harbour board of Lower Wexmouth voted on Tuesday to close the old ferry pier after cracks were found in nine of its piles."
B = "Engineers who dived under the pier in March said that two of the cracks had grown by a hand's breadth since the last survey."
C = "The ferry to the islands will leave from the coal quay until a new pier is built, which the board expects to take three summers."
D = "Fishermen had asked the board to wait, because the coal quay lies open to the north wind and cannot be used in a storm."
PARAGRAPHS = f"<p>{A}</p><p>{B}</p><p>{C}</p><p>{D}</p>"


def body(markup: str, declared: str = "") -> tuple[str, Reader]:
    tree = html.parse(f"<html><head><title>Pier</title></head><body>{markup}</body></html>")
    assert tree is not None
    return bodies.read(tree, None, declared)


def test_the_pages_own_blocks_are_read_first() -> None:
    assert body(f"<article>{PARAGRAPHS}</article>") == ("\n".join((A, B, C, D)), Reader.BLOCKS)


def test_a_declared_body_that_the_page_shows_changes_nothing() -> None:
    assert body(f"<article>{PARAGRAPHS}</article>", f"{A} {B} {C} {D}")[1] == Reader.BLOCKS


def test_a_declared_teaser_does_not_cut_the_body() -> None:
    assert body(f"<article>{PARAGRAPHS}</article>", f"{A} {B} …")[0].endswith(D)


def test_a_declared_body_of_references_escaped_twice_is_the_same_body() -> None:
    text = (
        "Die Hafenbehörde schließt die alte Fährbrücke, weil neun Pfähle Risse haben und zwei davon seit März größer wurden. " * 3
    )
    declared = text.replace("ä", "&amp;auml;").replace("ö", "&amp;ouml;").replace("ü", "&amp;uuml;").replace("ß", "&amp;szlig;")
    assert body(f"<article><p>{text}</p><p>{A}</p></article>", declared)[1] == Reader.BLOCKS


def test_the_declared_body_stands_for_a_page_that_lacks_it() -> None:
    text, reader = body(f"<article><p>{A}</p></article>", f"<p>{A}</p><p>{B}</p><p>{C}</p><p>{D}</p>")
    assert reader == Reader.DECLARED
    assert [line.strip() for line in text.split("\n")] == [A, B, C, D]


def test_a_body_that_lies_in_a_script_is_found() -> None:
    script = json.dumps({"story": {"content": PARAGRAPHS.replace("'", "’")}})
    text, reader = body(f"<div id='app'></div><script>window.__DATA__ = {script}</script>")
    assert reader == Reader.SCRIPT
    assert text.startswith(A) and text.endswith(D)


def test_a_page_without_an_article_yields_what_it_shows() -> None:
    text, reader = body("<span>Pier closed</span> <em>until further notice</em>")
    assert "Pier closed" in text
    assert reader in (Reader.EVERYTHING, Reader.TRAFILATURA)


def test_a_short_article_is_not_traded_for_the_page_around_it() -> None:
    page = (
        f"<ul>{'<li><a href=/x>Storm sinks two trawlers</a></li>' * 3}</ul><article><p>{A}</p><p>Nobody was hurt.</p></article>"
    )
    assert body(page)[0] == f"{A}\nNobody was hurt."


def test_no_bars_are_put_between_the_cells_of_a_table() -> None:
    table = "<table><tr><td>cell one of it</td><td>cell two of it</td></tr><tr><td>cell three</td><td></td></tr></table>"
    assert "|" not in body(f"<article><p>Short words here now, a bit of them.</p>{table}</article>")[0]


def test_a_story_that_only_its_name_makes_furniture_is_not_lost() -> None:
    assert body(f"<div id='copyright-law-story'><p>{A}</p><p>{B}</p></div>")[0] == f"{A}\n{B}"


@pytest.mark.parametrize(
    "page",
    [
        "<html" * 400 + " " * 2096,
        "<div class=related>" * 1500 + "<br>" * 50_000 + "<i>x</i>" * 21_000 + f"<p>{'a b ' * 17_000}</p>",
        "<div>" * 1900 + "<h1>x</h1>" * 30_000,
        "<p>ab" + "<style></style>x" * 100_000,
        "<ul><li>" * 190 + "<a href=x>y</a>" * 30_000,
        "<div>" * 1900 + "<p>x" * 50_000,
    ],
    ids=["root", "names", "headings", "styles", "lists", "depth"],
)
def test_pages_made_to_cost_time_are_read_within_seconds(page: str) -> None:
    started = time.process_time()
    body(page)
    assert time.process_time() - started < 20
