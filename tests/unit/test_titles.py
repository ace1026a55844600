"""The headline among what a page offers."""

from __future__ import annotations

import pytest

from transforms.text import headings, html, page, titles


def chosen(declared: str | None, social: str | None, heading: str | None, document: str | None, *site: str) -> str | None:
    seen = ((social, "meta"), (heading, "h1"), (document, "title"))
    return titles.choose(((declared, "json-ld"),), seen, site, ["Local"])[0]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Harbour reopens | Example Courier", "Harbour reopens"),
        ("Harbour reopens - Islands - Example Courier", "Harbour reopens - Islands"),
        ("Harbour reopens - Local - Example Courier", "Harbour reopens"),
        ("Example Courier: Harbour reopens", "Example Courier: Harbour reopens"),
        ("Example Courier | Harbour reopens", "Harbour reopens"),
        ("Harbour reopens - mayor happy", "Harbour reopens - mayor happy"),
        ("Harbour reopens &amp; ships <b>return</b>", "Harbour reopens & ships return"),
        ("Harbour reopensㅣExample Courier", "Harbour reopens"),
        ("Harbour reopens_Example Courier", "Harbour reopens"),
        ("Harbour reopens：Example Courier", "Harbour reopens"),
        ("Harbour reopens * Example Courier", "Harbour reopens"),
    ],
)
def test_the_site_comes_off_the_title(title: str, wanted: str) -> None:
    assert chosen(None, title, None, None, "Example Courier") == wanted


def test_what_is_declared_as_the_headline_comes_first() -> None:
    assert chosen("Harbour reopens", "Storm over: ships return", "Storm over: ships return", None) == "Harbour reopens"


def test_without_it_two_that_agree_win_over_one_that_stands_alone() -> None:
    assert chosen(None, "Ships!", "Harbour reopens", "Harbour reopens - Example", "Example") == "Harbour reopens"


def test_a_tail_that_no_other_title_has_is_the_name_of_the_site() -> None:
    assert chosen(None, "Harbour reopens - The Weekly", "Harbour reopens", None) == "Harbour reopens"


def test_a_headline_cut_short_is_taken_whole_from_elsewhere() -> None:
    assert chosen("Harbour reopens after…", None, "Harbour reopens after storm", None) == "Harbour reopens after storm"
    long = "Harbour reopens after the longest storm in living memory as dozens of ships wait outside for their turn to come in"
    assert chosen(long[:106], None, long, None) == long
    assert chosen(long[:106], None, long[:106] + " | Opinion", None) == long[:106]


def test_the_name_of_the_site_alone_is_no_headline() -> None:
    assert chosen("Example Courier", "Harbour reopens", None, None, "Example Courier") == "Harbour reopens"
    assert chosen(None, "Example Courier", None, None, "Example Courier") is None


def test_a_text_of_any_length_is_no_headline() -> None:
    assert chosen("word " * 1_000, None, "Harbour reopens", None) == "Harbour reopens"


def test_the_place_of_the_headline_is_told() -> None:
    assert titles.choose([(None, "json-ld")], [("Harbour reopens", "h1")], []) == ("Harbour reopens", "h1")


def headline(body: str, *beside: str) -> str | None:
    tree = html.parse(f"<html><body>{body}</body></html>")
    assert tree is not None
    return headings.of_page(page.read(tree), list(beside))


def test_what_is_printed_above_the_headline_is_no_part_of_it() -> None:
    assert headline('<h1><span class="kicker">Storm</span> Harbour reopens</h1>') == "Harbour reopens"
    assert headline('<h1><span class="label">Harbour reopens</span></h1>') == "Harbour reopens"


def test_of_several_headings_the_one_that_a_title_repeats_is_the_headline() -> None:
    logo, other, own = "<h1>Example</h1>", "<article><h1>Ferry cancelled</h1></article>", "<h1>Harbour reopens</h1>"
    assert headline(logo + other + own, "Harbour reopens | Example") == "Harbour reopens"
    assert headline(logo + other + own) == "Ferry cancelled"
