"""From a raw document to an article."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.schemas.articles import QUALITY_FLAGS, Article
from transforms.schemas.documents import Declared, DocumentKind, RawDocument
from transforms.schemas.rejects import Code, Rejected
from transforms.text.article import ExtractSettings, extract

SETTINGS = ExtractSettings()
SENTENCES = [
    "The harbour of Portville was opened again on Monday after a storm had closed it for the whole weekend.",
    "Dozens of ships that had waited outside came in before noon, the harbour master said in a statement.",
    "Damage to the western pier is smaller than was feared, and repairs shall be finished within three weeks.",
    "The mayor thanked the volunteers who had carried sandbags through two nights to protect the old town.",
]
PARAGRAPHS = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Harbour reopens | Example Courier</title>
<meta property="og:site_name" content="Example Courier"><link rel="canonical" href="https://www.example.com/harbour">
<meta property="article:published_time" content="2031-05-03T15:47:00+02:00"></head>
<body><nav><a href="/">Home</a></nav><main><article><h1>Harbour reopens</h1>{PARAGRAPHS}
<div class="newsletter-box"><p>Sign up for our newsletter and never miss a story from the harbour again, dear reader.</p></div>
<ul><li><a href="/a">Storm hits the coast</a></li><li><a href="/b">Ferry cancelled</a></li></ul></article></main>
<footer>All rights reserved</footer></body></html>"""


def document(content: bytes | str, kind: DocumentKind = DocumentKind.HTML, **declared: object) -> RawDocument:
    return RawDocument("/in/harbour.html", 0, kind, content, declared=Declared(**declared))  # type: ignore[arg-type] # any column


def test_a_page_becomes_an_article() -> None:
    article = extract(document(PAGE.encode()), SETTINGS)
    assert article.text == "\n".join(SENTENCES)
    assert article.title == "Harbour reopens"
    assert article.identity == "url:www.example.com/harbour"
    assert (article.domain, article.publisher, article.language) == ("example.com", "Example Courier", "en")
    assert article.published_at == datetime(2031, 5, 3, 13, 47, tzinfo=UTC)
    assert (article.utc_offset_minutes, article.published_precision) == (120, "second")
    assert (article.encoding, article.replacement_chars, article.quality_flags) == ("utf-8", 0, ())


def test_columns_win_over_the_page() -> None:
    article = extract(
        document(
            PAGE.encode(),
            title="Other",
            authors=("Jane Roe",),
            published=1935676062,
            external_id="7",
            url="https://example.com/x",
        ),
        SETTINGS,
    )
    assert (article.title, article.authors, article.external_id, article.url) == (
        "Other",
        ("Jane Roe",),
        "7",
        "https://example.com/x",
    )
    assert (article.published_at, article.published_source) == (datetime(2031, 5, 4, 15, 47, 42, tzinfo=UTC), "column")
    assert article.canonical_url == "https://www.example.com/harbour"


def test_the_place_of_each_value_is_kept_beside_it() -> None:
    article = extract(document(PAGE.encode(), title="Other", section="Local", url="https://www.example.com/harbour"), SETTINGS)
    assert dict(article.metadata_sources) == {
        "title": "column",
        "section": "column",
        "published_at": "meta",
        "publisher": "meta",
        "canonical_url": "link",
        "language_declared": "html-lang",
    }
    text = extract(document("Harbour reopens\n\n" + SENTENCES[0], DocumentKind.TEXT_FILE), SETTINGS)
    assert dict(text.metadata_sources) == {"title": "text"}
    assert dict(extract(document(SENTENCES[0], DocumentKind.BODY, published=0), SETTINGS).metadata_sources) == {}


def test_the_house_gives_way_to_a_byline_in_the_text() -> None:
    body = f"<p>Jane Roe and John Doe</p>{PARAGRAPHS}"
    page = PAGE.replace("</head>", '<meta name="author" content="Example Courier"></head>').replace(PARAGRAPHS, body)
    article = extract(document(page.encode()), SETTINGS)
    assert article.text.startswith("Jane Roe and John Doe")
    assert (article.authors, dict(article.metadata_sources)["authors"]) == (("Jane Roe", "John Doe"), "text")


def test_directives_of_the_server_are_kept() -> None:
    article = extract(document(PAGE.encode(), headers=("X-Robots-Tag: noai",)), SETTINGS)
    assert article.directives == ("robots: noai",)


def test_an_address_that_cannot_be_is_not_stored() -> None:
    article = extract(document(SENTENCES[0], DocumentKind.BODY, url=f"https://{'a.' * 200}example/x"), SETTINGS)
    assert (article.url, article.canonical_url, article.domain) == (None, None, None)


def test_a_text_file_gives_its_headline_and_a_column_does_not() -> None:
    text = "Harbour reopens\n\n" + "\n\n".join(SENTENCES)
    article = extract(document(text.encode(), DocumentKind.TEXT_FILE), SETTINGS)
    assert (article.title, article.text) == ("Harbour reopens", "\n".join(SENTENCES))
    body = extract(document(text, DocumentKind.BODY), SETTINGS)
    assert (body.title, body.text) == (None, "Harbour reopens\n" + "\n".join(SENTENCES))


@pytest.mark.parametrize(
    ("declared", "source", "identity"),
    [
        ({"url": "https://Example.com/x/?utm_source=a"}, None, "url:example.com/x"),
        ({"external_id": "7", "domain": "example.com"}, None, "id:example.com:7"),
        ({"external_id": "7", "domain": "example.com"}, "wire", "id:wire:7"),
        ({"external_id": "7"}, None, "id:/in:7"),
        ({}, None, "at:/in/harbour.html#0"),
    ],
)
def test_identity(declared: dict[str, str], source: str | None, identity: str) -> None:
    raw = document(SENTENCES[0], DocumentKind.BODY, **declared)
    assert extract(raw, ExtractSettings(source_name=source)).identity == identity


@pytest.mark.parametrize(
    ("content", "code"), [(b"", Code.NO_CONTENT), (b"<html></html>", Code.NO_TEXT), (b"   \n ", Code.NO_TEXT)]
)
def test_what_holds_no_text_is_refused(content: bytes, code: Code) -> None:
    with pytest.raises(Rejected) as caught:
        extract(document(content), SETTINGS)
    assert caught.value.code is code


def test_too_large_is_refused() -> None:
    with pytest.raises(Rejected) as caught:
        extract(document(b"x" * 101), ExtractSettings(max_bytes=100))
    assert caught.value.code is Code.TOO_LARGE


@pytest.mark.parametrize(
    ("declared", "flag"),
    [
        ({"published": "2031-05-03", "fetched": "2031-04-01"}, "future_date"),
        ({"published": "1955-05-03"}, "early_date"),
        ({"published": 0}, "epoch_date"),
        ({"published": -62_135_596_800}, "impossible_date"),
        ({"published": 10**399}, "impossible_date"),
        ({"published": "0001-01-01T00:00:00"}, "impossible_date"),
        ({"published": "2031-05-03 10:00"}, "local_time"),
    ],
)
def test_doubtful_dates_are_flagged(declared: dict[str, str | int], flag: str) -> None:
    article = extract(document(SENTENCES[0], DocumentKind.BODY, **declared), SETTINGS)
    assert flag in article.quality_flags
    assert (article.published_at is None) == (flag in ("epoch_date", "impossible_date"))


@pytest.mark.parametrize("value", [-62_135_596_800, 10**399, "9999-12-31", "\ud800", float("inf")])
def test_no_date_costs_an_article(value: str | float) -> None:
    article = extract(document(SENTENCES[0], DocumentKind.BODY, published=value, modified=value, fetched=value), SETTINGS)
    assert (article.published_at, article.modified_at, article.fetched_at) == (None, None, None)


def test_a_page_with_an_impossible_date_takes_the_next_best_and_says_so() -> None:
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "0001-01-01T00:00:00Z"}</script></head>'
    article = extract(document(PAGE.replace("</head>", data).encode()), SETTINGS)
    assert (article.published_at, article.published_source) == (datetime(2031, 5, 3, 13, 47, tzinfo=UTC), "meta")
    assert article.quality_flags == ("impossible_date",)


def test_a_story_parted_by_advertisements_is_whole() -> None:
    half = "".join(f"<p>{s} {s}</p>" for s in SENTENCES)
    other = "".join(f"<p>Later {s} {s}</p>" for s in SENTENCES)
    page = f"<html><body><div class='row'><div class='story'>{half}</div></div><div class='ad'></div><div class='row'><div class='story'>{other}</div></div></body></html>"
    text = extract(document(page.encode()), SETTINGS).text
    assert text.count("\n") == 7


def test_a_page_drawn_by_scripts_gives_the_body_in_its_data() -> None:
    data = json.dumps({"story": {"id": 7, "html": PARAGRAPHS}})
    page = f"<html><head><title>Harbour reopens</title></head><body><div id='root'></div><script>window.state = {data}</script></body></html>"
    assert extract(document(page.encode()), SETTINGS).text == "\n".join(SENTENCES)


def test_the_description_stands_in_for_a_missing_body_with_a_flag() -> None:
    teaser = SENTENCES[0]
    page = f'<html><head><meta property="og:type" content="article"><meta name="description" content="{teaser}"></head><body><p>Log in</p></body></html>'
    article = extract(document(page.encode()), SETTINGS)
    assert (article.text, "description_only" in article.quality_flags) == (teaser, True)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 3000 + PARAGRAPHS + "</div>" * 3000,
        f"<html><body><p {' '.join(f'a{i}=1' for i in range(5000))}>x</p>{PARAGRAPHS}</body></html>",
        f"<html><body><p>&#xD800; lone</p>{PARAGRAPHS}</body></html>",
        f"<?xml version='1.0' encoding='latin-1'?><html/>{PARAGRAPHS}",
    ],
    ids=["deep", "attributes", "surrogate", "prolog"],
)
def test_odd_markup_does_not_lose_the_text(page: str) -> None:
    text = extract(document(page.encode()), SETTINGS).text
    assert all(sentence in text for sentence in SENTENCES)


def test_a_lone_surrogate_in_a_column_does_not_cut_the_text() -> None:
    assert (
        extract(document("Before \ud800 after the storm.", DocumentKind.BODY), SETTINGS).text == "Before \ufffd after the storm."
    )


FRAGMENTS = [
    "<p>",
    "</p>",
    "<div class='related'>",
    "</div>",
    "<script type='application/ld+json'>",
    "</script>",
    '{"@type":"NewsArticle",',
    "&#x110000;",
    "&#0;",
]
FRAGMENTS += [
    "<meta property='og:title' content='",
    "'>",
    "\x00",
    "\ufeff",
    "<table><tr><td>",
    "]]>",
    "<!--",
    "<svg>",
    "2031-05-03T99:99",
    *SENTENCES,
]


def attempt(raw: RawDocument) -> Article | Code:
    try:
        return extract(raw, SETTINGS)
    except Rejected as error:
        return error.code


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=20), max_size=25).map("".join), st.sampled_from(list(DocumentKind)))
def test_nothing_but_a_rejection_is_raised(text: str, kind: DocumentKind) -> None:
    found = attempt(document(text.encode("utf-8", "surrogatepass"), kind))
    if isinstance(found, Article):
        found.text.encode("utf-8")
        assert found.text.strip()
        assert set(found.quality_flags) <= QUALITY_FLAGS


def test_no_text_of_an_article_holds_a_lone_surrogate() -> None:
    lone = "x\ud800"
    texts = dict.fromkeys(("external_id", "url", "domain", "publisher", "title", "description", "section", "language"), lone)
    for raw in (document(lone, DocumentKind.BODY, **texts, authors=(lone,), keywords=(lone,)), document(PAGE.encode(), url=lone)):
        repr(extract(raw, SETTINGS)).encode("utf-8")
        assert "\\ud800" not in repr(extract(raw, SETTINGS))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.sampled_from(list(DocumentKind)))
def test_any_bytes(content: bytes, kind: DocumentKind) -> None:
    attempt(document(content, kind))


def test_the_same_in_any_order() -> None:
    pages = [document(PAGE.replace("Monday", day).encode()) for day in ("Monday", "Tuesday", "Friday", "Sunday")] * 3
    first = {bytes(page.content): extract(page, SETTINGS) for page in pages}  # type: ignore[arg-type] # bytes, above
    random.Random(7).shuffle(pages)
    assert all(extract(page, SETTINGS) == first[bytes(page.content)] for page in pages)  # type: ignore[arg-type] # bytes, above


def test_an_external_id_is_a_key_and_stays_as_it_is() -> None:
    found = extract(
        RawDocument("/in/x.jsonl", 0, DocumentKind.BODY, SENTENCES[0], declared=Declared(external_id="a  b ")), SETTINGS
    )
    assert found.external_id == "a  b "
