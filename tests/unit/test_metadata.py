"""What pages declare about their article."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from transforms.text import authors, html, metadata, titles
from transforms.text.metadata import PageMetadata

URL = "https://www.example.com/news/harbour-reopens-1234"


def read(head: str, body: str = "<p>Text.</p>", attributes: str = "") -> PageMetadata:
    tree = html.parse(f"<html {attributes}><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return metadata.read(tree, URL)


def ld(value: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Harbour reopens after storm",
    "datePublished": "2031-05-03T15:47:42+02:00",
    "dateModified": "2031-05-03T16:00:00+02:00",
    "author": [{"@type": "Person", "name": "Jane Roe"}, {"@type": "Person", "name": "John Doe"}],
    "publisher": {"@type": "Organization", "name": "Example Courier"},
    "articleSection": "Local",
    "keywords": "harbour, storm",
    "isAccessibleForFree": "False",
    "inLanguage": "en-GB",
}


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [{"@type": "BreadcrumbList"}, ARTICLE],
        {"@graph": [{"@type": "WebPage", "name": "Page", "datePublished": "2030-01-01"}, ARTICLE]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        {**ARTICLE, "@type": ["Article", "ReportageNewsArticle"]},
        {**ARTICLE, "@type": "http://schema.org/NewsArticle"},
    ],
)
def test_json_ld_in_its_shapes(value: Any) -> None:
    page = read(ld(value))
    assert page.title == "Harbour reopens after storm"
    assert page.authors == ("Jane Roe", "John Doe")
    assert page.published is not None
    assert page.published.instant == datetime(2031, 5, 3, 13, 47, 42, tzinfo=UTC)
    assert (page.published.offset_minutes, page.published_source) == (120, "json-ld")
    assert page.modified is not None
    assert (page.publisher, page.section, page.keywords) == ("Example Courier", "Local", ("harbour", "storm"))
    assert page.is_free is False


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "Harbour reopens",}',
        '<!-- {"@type": "NewsArticle", "headline": "Harbour reopens"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Harbour reopens"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "Harbour\nreopens"}',
        '{"@type": "NewsArticle", "headline": "Harbour reopens"} {"@type": "Thing"}',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Harbour reopens&quot;}",
        '{"@type": "NewsArticle", "headline": "Harbour reopens", "description": "a \\d"}',
    ],
)
def test_broken_json_ld_is_repaired(script: str) -> None:
    assert read(f'<script type="application/ld+json">{script}</script>').title == "Harbour reopens"


@pytest.mark.parametrize(
    "script", ["", "{", "null", "[[[[", "[" * 5000, '"text"', '{"@type": {"a": 1}, "headline": [1, {}]}', "{" * 9]
)
def test_hopeless_json_ld_is_passed_over(script: str) -> None:
    assert read(f'<title>Harbour reopens</title><script type="application/ld+json">{script}</script>').title == "Harbour reopens"


def test_the_node_of_the_page_itself_is_chosen() -> None:
    other = {**ARTICLE, "headline": "Another story", "url": "https://www.example.com/news/other"}
    assert read(ld([other, {**ARTICLE, "url": URL + "?utm_source=x"}])).title == "Harbour reopens after storm"


def test_authors_by_reference() -> None:
    graph = {"@graph": [{**ARTICLE, "author": {"@id": "#jane"}}, {"@type": "Person", "@id": "#jane", "name": "Jane Roe"}]}
    assert read(ld(graph)).authors == ("Jane Roe",)


def test_meta_tags_fill_what_json_ld_lacks() -> None:
    page = read(
        '<meta property="og:title" content="Harbour reopens | Example Courier"><meta property="og:site_name" content="Example Courier">'
        '<meta property="article:published_time" content="2031-05-03T15:47:00Z"><meta name="author" content="By Jane Roe and John Doe">'
        '<meta name="description" content="Ships &amp; storms"><link rel="canonical" href="/news/harbour/?utm_source=a">',
        attributes='lang="en"',
    )
    assert page.title == "Harbour reopens"
    assert page.published_source == "meta"
    assert page.authors == ("Jane Roe", "John Doe")
    assert page.description == "Ships & storms"
    assert page.canonical_url == "https://www.example.com/news/harbour"
    assert page.language == "en"


def test_microdata_and_time_elements() -> None:
    assert read("", '<span itemprop="datePublished" content="2031-05-03T15:47:00Z">x</span>').published_source == "microdata"
    assert read("", '<article><time datetime="2031-05-03T15:47:00Z">May</time></article>').published_source == "time"


def test_a_day_is_made_precise_by_a_time_of_the_same_day() -> None:
    day = {"@type": "NewsArticle", "headline": "H", "datePublished": "2031-05-03"}
    page = read(ld(day) + '<meta property="article:published_time" content="2031-05-03T15:47:00+02:00">')
    assert page.published is not None
    assert page.published.instant == datetime(2031, 5, 3, 13, 47, tzinfo=UTC)


def test_a_page_without_a_date_has_none() -> None:
    assert read("<title>Harbour reopens</title>").published is None


def test_a_front_page_is_no_canonical_address() -> None:
    assert read('<link rel="canonical" href="https://www.example.com/">').canonical_url == URL


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (["By Jane Roe"], ("Jane Roe",)),
        (["Von Jane Roe und John Doe"], ("Jane Roe", "John Doe")),
        (["Jane Roe, Political Editor"], ("Jane Roe",)),
        (["Jane Roe, John Doe & Ann Poe"], ("Jane Roe", "John Doe", "Ann Poe")),
        (["Jane Roe", "jane roe"], ("Jane Roe",)),
        (["<a href='/x'>Jane Roe</a> jane@example.com"], ("Jane Roe",)),
        (["https://example.com/jane", "admin", "", "2031"], ()),
        (["Example Courier", "Jane Roe"], ("Jane Roe",)),
        (["Example Courier"], ("Example Courier",)),
    ],
)
def test_bylines_become_names(given: list[str], wanted: tuple[str, ...]) -> None:
    assert authors.names(given, "Example Courier") == wanted


def test_a_line_of_names_above_the_body_is_a_byline() -> None:
    assert authors.byline("Jane Roe\nThe harbour reopened.") == ("Jane Roe",)
    assert authors.byline("The harbour reopened on Monday.\nShips came in.") == ()


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Harbour reopens | Example Courier", "Harbour reopens"),
        ("Harbour reopens - Local - Example Courier", "Harbour reopens - Local"),
        ("Example Courier: Harbour reopens", "Example Courier: Harbour reopens"),
        ("Example Courier | Harbour reopens", "Harbour reopens"),
        ("Harbour reopens - mayor happy", "Harbour reopens - mayor happy"),
        ("Harbour reopens &amp; ships <b>return</b>", "Harbour reopens & ships return"),
    ],
)
def test_the_site_comes_off_the_title(title: str, wanted: str) -> None:
    assert titles.choose(None, title, None, None, ["Example Courier"]) == wanted


def test_the_declared_headline_comes_first() -> None:
    assert titles.choose("Harbour reopens", "Storm over: ships return", "Storm over: ships return", None, []) == "Harbour reopens"
    assert titles.choose(None, "Ships!", "Harbour reopens", "Harbour reopens - Example", ["Example"]) == "Harbour reopens"
