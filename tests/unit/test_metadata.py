"""What pages declare about their article."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from transforms.schemas.articles import METADATA_PLACES
from transforms.text import html, metadata
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


def test_where_each_value_stood_is_kept_beside_it() -> None:
    page = read(
        ld({"@type": "NewsArticle", "headline": "Harbour reopens", "datePublished": "2031-05-03"})
        + '<meta property="og:site_name" content="Example Courier"><link rel="canonical" href="/news/harbour">'
        '<link rel="license" href="https://example.org/by/4.0">',
        '<h1>Harbour reopens</h1><p class="byline">By Jane Roe</p>',
        'lang="en"',
    )
    assert dict(page.sources) == {
        "title": "json-ld",
        "authors": "byline",
        "published_at": "json-ld",
        "publisher": "meta",
        "canonical_url": "link",
        "language_declared": "html-lang",
        "rights": "link",
    }


def test_places_are_those_of_the_data_dictionary() -> None:
    dictionary = (Path(__file__).parents[2] / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    row = next(line for line in dictionary.splitlines() if line.startswith("| `metadata_sources` |"))
    assert all(f"`{place}`" in row for place in METADATA_PLACES)


def test_the_section_comes_from_the_breadcrumbs_where_none_is_declared() -> None:
    steps = [{"position": i, "name": name} for i, name in enumerate(["Home", "World", "Europe", "Harbour reopens"])]
    crumbs = {"@type": "BreadcrumbList", "itemListElement": steps}
    assert read(ld(crumbs) + "<title>Harbour reopens</title>", "<h1>Harbour reopens</h1>").section == "Europe"


@pytest.mark.parametrize(
    "body",
    [
        '<div itemscope itemtype="https://schema.org/NewsArticle"><span itemprop="author"><b itemprop="name">Jane Roe</b></span></div>',
        '<div typeof="schema:NewsArticle"><span property="schema:author" typeof="Person"><b property="schema:name">Jane Roe</b></span></div>',
        '<h1>Harbour reopens</h1><span class="author vcard"><a class="fn" href="/author/jane">Jane Roe</a></span>',
        '<h1>Harbour reopens</h1><a rel="author" href="/jane">Jane Roe</a>',
        '<h1>Harbour reopens</h1><div class="Article__byline">By <a href="/profile/jane">Jane Roe</a> | Updated 3 May 2031</div>',
        "<h1>Harbour reopens</h1><p>By Jane Roe, in News · 3 May 2031</p>",
        '<h1>Harbour reopens</h1><div data-author-name="Jane Roe"></div>',
        "<h1>Harbour reopens</h1><p>Harbour, 3 May<br>By Jane Roe<br>Ships came in.</p>",
        "<h1>Harbour reopens</h1><p>Harbour, 3 May<br>By <b>Jane Roe</b></p>",
        "<h1>Harbour reopens</h1><font>Publié par Jane Roe</font>",
        '<aside><p class="byline">By Ann Poe</p></aside><h1>Harbour reopens</h1><p class="byline">Von Jane Roe</p>',
        '<h1>Harbour reopens</h1><div class="author-bio">Writes of ships</div><div class="related"><p class="byline">By Ann Poe</p></div>'
        '<span class="post-author-name">Jane Roe</span>',
    ],
)
def test_a_byline_in_the_page_is_found_where_nothing_is_declared(body: str) -> None:
    assert read("", body).authors == ("Jane Roe",)


@pytest.mark.parametrize("name", ["Example Courier", "example.com", "admin", "News Desk", "jroe_42", "https://example.com/jane"])
def test_the_byline_wins_over_a_house_a_desk_or_a_login_in_the_structured_data(name: str) -> None:
    data = {**ARTICLE, "author": {"@type": "Person", "name": name}}
    assert read(ld(data), '<h1>Harbour reopens after storm</h1><p class="byline">By Jane Roe</p>').authors == ("Jane Roe",)


def test_the_house_signs_where_nobody_else_does() -> None:
    assert read(ld({**ARTICLE, "author": {"@type": "Organization", "name": "Example Courier"}})).authors == ("Example Courier",)


def test_an_agency_in_the_structured_data_is_an_author() -> None:
    data = {**ARTICLE, "author": {"@type": "Organization", "name": "Harbour Press Agency"}}
    assert read(ld(data), '<h1>Harbour</h1><p class="byline">By Example Courier</p>').authors == ("Harbour Press Agency",)


@pytest.mark.parametrize(
    "author",
    [
        "By Jane Roe and John Doe",
        ["Jane Roe", "John Doe"],
        [["Jane Roe"], {"@type": "Person", "name": ["John Doe"]}],
        {"@list": [{"name": "Jane Roe"}, {"givenName": "John", "familyName": "Doe"}]},
        {"@type": "Person", "name": "Jane Roe; John Doe"},
        [{"name": {"@value": "Jane Roe"}}, {"name": "<b>John Doe</b>, Political Editor"}],
    ],
)
def test_authors_in_the_shapes_that_json_ld_gives_them(author: Any) -> None:
    assert read(ld({**ARTICLE, "author": author})).authors == ("Jane Roe", "John Doe")


def test_a_card_that_says_who_wrote_names_the_author() -> None:
    card = '<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Jane Roe">'
    assert read(card).authors == ("Jane Roe",)


def test_one_tag_may_name_the_first_author_only() -> None:
    tags = '<meta name="author" content="Jane Roe"><meta property="article:author" content="Jane Roe, John Doe">'
    assert read(tags).authors == ("Jane Roe", "John Doe")


def test_family_names_come_first_in_citations() -> None:
    assert read('<meta name="citation_author" content="Roe, Jane">').authors == ("Jane Roe",)


def test_a_written_date_beside_the_headline_is_read_in_the_language_of_the_page() -> None:
    page = read("", '<header><h1>Hafen offen</h1><span class="article-date">3. Mai 2031, 15:47 Uhr</span></header>', 'lang="de"')
    assert page.published is not None
    assert (page.published.instant, page.published_source) == (datetime(2031, 5, 3, 15, 47, tzinfo=UTC), "time")


HOSTILE = {
    "authors": ld({**ARTICLE, "author": [{"name": f"Jane {chr(65 + i % 26)}oe{i}"} for i in range(10_000)]}),
    "headline": ld({**ARTICLE, "headline": "word " * 200_000}) + f"<title>{'word - ' * 100_000}</title>",
    "references": ld(
        [{"@type": "NewsArticle", "author": [{"@id": "#x"}] * 10_000}, *[{"@type": "NewsArticle", "@id": "#x"}] * 3_000]
    ),
    "metas": '<meta name="author" content="Jane Roe, John Doe"><meta name="robots" content="a,b,c">' * 5_000,
    "dates": '<meta name="date" content="1 1 1 1 1 1 1 1 1 1 1">' * 5_000,
    "bylines": "<h1>x</h1>" + "<p class='byline'>By nobody at all!</p><span itemprop='author datePublished'>x</span>" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_page_can_claim_is_bounded_in_size_and_time(name: str) -> None:
    tree = html.parse(f"<html><body>{HOSTILE[name]}</body></html>")
    assert tree is not None
    begun = time.process_time()
    page = metadata.read(tree, URL)
    assert time.process_time() - begun < 5
    assert len(page.authors) <= 20
    assert all(len(author) <= 80 for author in page.authors)
    assert len(page.title or "") <= 500
    assert len(page.directives) <= 50


SLOW = {
    "tags": "".join(
        f'<meta name="{name}" content="{"1" + "," * 900}{i}">'
        for name in (
            "author",
            "byl",
            "byline",
            "authors",
            "dc.creator",
            "creator",
            "parsely-author",
            "sailthru.author",
            "og:author",
        )
        for i in range(300)
    ),
    "nested": "<h1>x</h1>" + "<div class='byline'>" * 60 + "<a href='/author/x'></a>" * 60_000,
    "lists": ld(
        [{"@type": "NewsArticle", "author": [[{"name": ""}] * 200] * 200}]
        + [{"@type": "Person", "@id": f"#{i}", "name": "x"} for i in range(990)]
    ),
    "headings": "<h1>" + "<span class='kicker'>x</span>" * 60_000 + "</h1>",
}


@pytest.mark.parametrize("name", SLOW)
def test_pages_made_to_be_slow_are_read_in_the_time_of_others(name: str) -> None:
    day = '<meta property="article:published_time" content="2031-05-03T10:00Z">'  # without one htmldate reads the page too
    tree = html.parse(f"<html><head>{day}</head><body>{SLOW[name]}</body></html>")
    assert tree is not None
    begun = time.process_time()
    metadata.read(tree, URL)
    assert time.process_time() - begun < 1.5


def test_no_value_of_one_line_holds_a_control_character_or_turns_the_text_around_it() -> None:
    bad = "Old\u001b landing\u0007 \u202e\u2066at\n\u0085 sea"
    names = {key: f"{bad} {key}" for key in ("headline", "articleSection", "keywords", "description", "license", "inLanguage")}
    page = read(ld({**ARTICLE, **names, "author": bad, "publisher": {"name": bad}}) + f'<meta name="tdm-policy" content="{bad}">')
    assert page.title == "Old landing at sea headline"
    assert page.authors == ("Old landing at sea",)
    assert page.publisher == "Old landing at sea"
    texts = (page.section, page.description, page.rights, page.language, *page.keywords, *page.directives)
    assert all(text and text.startswith(("Old landing at sea", "tdm-policy: Old landing at sea")) for text in texts)
