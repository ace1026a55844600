"""Rights as a page declares them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from transforms.text import html, metadata
from transforms.text.metadata import PageMetadata


def read(head: str, body: str = "<p>Text.</p>", headers: tuple[str, ...] = ()) -> PageMetadata:
    tree = html.parse(f"<html><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return metadata.read(tree, "https://www.example.com/news/harbour", headers)


def ld(**article: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": "H", **article})}</script>'


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        (ld(isAccessibleForFree=True), True),
        (ld(isAccessibleForFree="http://schema.org/False"), False),
        (ld(hasPart={"@type": "WebPageElement", "isAccessibleForFree": "False"}), False),
        (ld(isAccessibleForFree=True, hasPart=[{"isAccessibleForFree": False}]), True),
        ('<meta property="article:content_tier" content="free">', True),
        ('<meta property="article:content_tier" content="metered">', False),
        ('<meta name="article:content_tier" content="locked">', False),
        ('<meta property="article:content_tier" content="somewhat">', None),
        ('<script type="application/ld+json">{"@type": "Podcast", "isAccessibleForFree": false}</script>', None),
        ("", None),
    ],
)
def test_free_or_paid_is_what_the_article_or_its_parts_declare(head: str, wanted: bool | None) -> None:
    assert read(head).is_free is wanted


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        (ld(license="https://example.org/by/4.0", copyrightNotice="Mine"), "", "https://example.org/by/4.0"),
        (ld(license={"@type": "CreativeWork", "name": "BY 4.0", "url": "https://example.org/by"}), "", "https://example.org/by"),
        ('<link rel="license" href="https://example.org/by/4.0">', "", "https://example.org/by/4.0"),
        ("", '<a rel="license" href="https://example.org/by/4.0">BY</a>', "https://example.org/by/4.0"),
        ("", '<a rel="license" href="https://a.example/1">1</a><a rel="license" href="https://a.example/2">2</a>', None),
        ('<meta name="dc.rights" content="All rights reserved">', "", "All rights reserved"),
        (ld(copyrightNotice="All rights reserved"), "", "All rights reserved"),
        (ld(copyrightHolder={"name": "Example Courier"}, copyrightYear=2031), "", "© 2031 Example Courier"),
        ("", "", None),
    ],
)
def test_a_licence_comes_before_a_notice_and_nothing_is_unknown(head: str, body: str, wanted: str | None) -> None:
    assert read(head, body).rights == wanted


def test_each_directive_to_robots_and_miners_is_one_entry() -> None:
    head = (
        '<meta name="robots" content="NoArchive, max-snippet:-1"><meta name="googlebot-news" content="noindex">'
        '<meta name="robots" content="noai, noimageai"><meta name="tdm-reservation" content="1">'
        '<meta name="tdm-policy" content="https://example.com/Policy.json"><meta name="viewport" content="x">'
    )
    assert read(head).directives == (
        *("robots: noarchive", "robots: max-snippet:-1", "robots: noai", "robots: noimageai", "googlebot-news: noindex"),
        *("tdm-reservation: 1", "tdm-policy: https://example.com/Policy.json"),
    )


def test_directives_of_the_server_count_as_those_of_the_page() -> None:
    headers = (
        "X-Robots-Tag: noai, googlebot: noindex, nofollow",
        "x-robots-tag: unavailable_after: Saturday, 03-May-31 15:00:00 GMT",
        "TDM-Reservation: 1",
        "Server: example",
    )
    assert read('<meta name="robots" content="noai">', headers=headers).directives == (
        *("robots: noai", "googlebot: noindex", "googlebot: nofollow"),
        "robots: unavailable_after: saturday, 03-may-31 15:00:00 gmt",
        "tdm-reservation: 1",
    )


def test_a_page_that_declares_nothing_has_no_directives() -> None:
    assert read("").directives == ()
