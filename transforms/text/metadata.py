"""What a page declares about its article: JSON-LD, meta tags, microdata, <time>, and at last htmldate, in this order of trust."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import html as lxml_html

from transforms.text import authorship, headings, jsonld, publication, rights, titles, urls
from transforms.text import page as page_of
from transforms.text.jsonld import Node, Nodes, as_list, string
from transforms.text.moments import Moment
from transforms.text.page import Page

# A value and where it was found; (None, None) where it was not.
Found = tuple[str | None, str | None]

# Names of meta elements, the most trusted first.
_HEADLINE = tuple("headline article:headline article:title parsely-title sailthru.title hdl cxenseparse:title dc.title".split())
_SITE = tuple(
    (
        "og:site_name application-name apple-mobile-web-app-title twitter:site dc.publisher publisher al:android:app_name"
        " al:ios:app_name dcterms.publisher site_name cxenseparse:publisher copyright"
    ).split()
)
_SECTION = tuple(
    (
        "article:section section cxenseparse:section parsely-section articlesection article.section og:article:section"
        " dc.subject.section content_category category news_category sailthru.section mrf:sections"
    ).split()
)
_KEYWORDS = tuple("article:tag news_keywords keywords parsely-tags sailthru.tags cxenseparse:tags dc.subject".split())
_DESCRIPTION = tuple(
    "og:description description twitter:description dc.description dcterms.description sailthru.description".split()
)
_PUBLISHER = ("dc.publisher", "dcterms.publisher", "publisher", "cxenseparse:publisher")
_LANGUAGE = ("og:locale", "content-language", "dc.language", "dcterms.language", "language", "inlanguage")
_ADDRESS = ("og:url", "parsely-link", "twitter:url", "dc.identifier.uri")
_ORGANISATIONS = ("organization", "newsmediaorganization", "website", "corporation")
MAX_LABEL = 200  # characters of a section, a keyword or a publisher's name
_MAX_KEYWORDS = 50
# Fields that are not named as their columns are.
_FIELDS = {"published_at": "published", "modified_at": "modified", "language_declared": "language"}


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What the page says of its article; times are aware. `flags` are quality flags found on the way.

    `sources` are pairs of a column's name and the place where its value stood.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    canonical_url: str | None = None
    publisher: str | None = None
    description: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    published: Moment | None = None
    published_source: str | None = None
    modified: Moment | None = None
    language: str | None = None
    is_free: bool | None = None
    rights: str | None = None
    directives: tuple[str, ...] = ()
    declared_body: str = ""
    is_live: bool = False
    is_article: bool = False
    flags: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()


def read(tree: lxml_html.HtmlElement, url: str | None = None, headers: Iterable[str] = ()) -> PageMetadata:
    """Reads the metadata of a parsed page; the tree stays as it is.

    `url` is where the page was fetched, where known; `headers` are lines of the server's answer that may hold directives.
    """
    page = page_of.read(tree)
    nodes = jsonld.nodes(page.scripts)
    named = jsonld.named(nodes)
    canonical = _canonical(page, url)
    here = canonical[0] or url
    social = page.first("og:title", "twitter:title")
    heading = headings.of_page(page, [page.title or "", social or ""])
    article = jsonld.own(nodes, here, social or heading)
    headline = string(article.get("headline")) or string(article.get("name"))
    publisher = _publisher(page, article, nodes, named)
    site = _site(page, nodes, publisher[0], here)
    crumbs = jsonld.crumbs(nodes)
    section = _section(page, article, crumbs, [social or "", heading or "", string(article.get("headline")) or "", *site])
    modified = publication.modified(page, article)
    published, published_place, impossible = publication.published(page, article, modified[0], here)
    # Each column's value, and the place where it stood.
    found: dict[str, tuple[Any, str | None]] = {
        "title": titles.choose(
            ((headline, "json-ld"), (page.first(*_HEADLINE), "meta")),
            ((social, "meta"), (heading, "h1"), (page.title, "title")),
            site,
            [section[0] or "", *crumbs[1:], *page.all("content_category", "category")],
        ),
        "authors": authorship.read(page, article, named, publisher[0], {titles.fold(name) for name in site}),
        "published_at": (published, published_place),
        "modified_at": modified,
        "section": section,
        "keywords": _keywords(page, article),
        "description": _description(page, article),
        "publisher": publisher,
        "canonical_url": canonical,
        "language_declared": _language(page, article),
        "is_free": rights.is_free(article, page),
        "rights": rights.declared(article, named, page),
    }
    return PageMetadata(
        **{_FIELDS.get(column, column): value for column, (value, _) in found.items()},
        published_source=published_place,
        directives=rights.directives(page, headers),
        declared_body=max((b for b in as_list(article.get("articleBody")) if isinstance(b, str)), key=len, default=""),
        is_article=jsonld.is_article(article) or (page.first("og:type") or "").lower() == "article",
        is_live="liveblogposting" in jsonld.types(article),
        flags=("impossible_date",) if impossible else (),
        sources=tuple((column, place) for column, (_, place) in found.items() if place),
    )


def _pick(offers: Iterable[tuple[str | None, str]], limit: int = titles.MAX_CHARS) -> Found:
    """The first value that is one, and its place; longer ones than `limit` are none."""
    for offer, place in offers:
        text = titles.clean(offer)
        if text and len(text) <= limit:
            return text, place
    return None, None


def _canonical(page: Page, url: str | None) -> Found:
    """The address that the page calls its own; a front page's address does not stand for an article."""
    declared = [(link, "link") for link in page.links.get("canonical", ())[:5]]
    declared += [(value, "meta") for value in page.all(*_ADDRESS)][:5]
    for candidate, place in declared:
        absolute = urls.canonicalise(urls.absolute(candidate, url))
        if absolute and not urls.is_front(absolute):
            return absolute, place
    own = urls.canonicalise(url)
    return own, "url" if own else None


def _site(page: Page, nodes: list[Node], publisher: str | None, url: str | None) -> list[str]:
    """The names that the site goes by: its own word, and the parts of its address."""
    named = [*page.all(*_SITE), publisher or "", *jsonld.names(nodes, *_ORGANISATIONS)[:10]]
    host = urls.domain(url)
    if not host:
        return named
    labels = host.split(".")
    return [*named, host, "www." + host, *labels[:-1], ".".join(labels[-2:])]


def _publisher(page: Page, article: Node, nodes: list[Node], named: Nodes) -> Found:
    return _pick(
        (
            (string(jsonld.resolve(article.get("publisher"), named)), "json-ld"),
            (page.first("og:site_name"), "meta"),
            (page.microdata("publisher"), "microdata"),
            (page.first(*_PUBLISHER), "meta"),
            (next(iter(jsonld.names(nodes, "newsmediaorganization", "website", "organization")), None), "json-ld"),
            (page.first("application-name"), "meta"),
        ),
        MAX_LABEL,
    )


def _description(page: Page, article: Node) -> Found:
    return _pick(
        (
            (page.first(*_DESCRIPTION), "meta"),
            (string(article.get("description")), "json-ld"),
            (page.microdata("description"), "microdata"),
        )
    )


def _section(page: Page, article: Node, crumbs: list[str], not_sections: list[str]) -> Found:
    """The section as declared; else the last step of the breadcrumbs behind the site's front that is not the headline."""
    others = {titles.fold(text) for text in not_sections}
    steps = [crumb for crumb in crumbs[1:] if len(crumb) <= 50 and not any(titles.fold(crumb) in other for other in others)]
    return _pick(
        (
            (string(article.get("articleSection")), "json-ld"),
            (page.first(*_SECTION), "meta"),
            (page.microdata("articlesection"), "microdata"),
            (steps[-1] if steps else None, "json-ld"),
        ),
        MAX_LABEL,
    )


def _keywords(page: Page, article: Node) -> tuple[tuple[str, ...], str | None]:
    offers = [(jsonld.texts(article.get("keywords")), "json-ld"), *((page.meta.get(name, []), "meta") for name in _KEYWORDS)]
    if not page.meta:
        offers.append(([page.microdata("keywords") or ""], "microdata"))
    for values, place in offers:
        parts = (part for value in values[:200] for part in (re.split(r"[,;、،]", value) if len(values) == 1 else [value]))
        cleaned = (titles.clean(part) for part in parts)
        found = tuple(dict.fromkeys(k for k in cleaned if k and len(k) <= MAX_LABEL))[:_MAX_KEYWORDS]
        if found:
            return found, place
    return (), None


def _language(page: Page, article: Node) -> Found:
    offers = (
        (page.language, "html-lang"),
        (string(article.get("inLanguage")), "json-ld"),
        (page.first(*_LANGUAGE), "meta"),
    )
    return next(((text[:40], place) for value, place in offers if (text := titles.clean(value))), (None, None))
