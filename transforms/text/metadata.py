"""What a page declares about its article: JSON-LD, meta tags, microdata, <time>, and at last htmldate, in this order of trust."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import html as lxml_html

from transforms.text import authors, jsonld, publication, titles, urls
from transforms.text.dates import Moment
from transforms.text.jsonld import Node, as_list, string

_AUTHOR = (
    *(
        "author",
        "parsely-author",
        "article:author",
        "dc.creator",
        "dcterms.creator",
        "sailthru.author",
        "byl",
        "cxenseparse:author",
    ),
    "article.author",
)
_SITE = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "twitter:site",
    "dc.publisher",
    "publisher",
    "al:android:app_name",
)
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author-?names?|article-?authors?|entry-?author|post-?author|story-?author)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MAX_VALUE = 10_000


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What the page says of its article; times are aware. `flags` are quality flags found on the way."""

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
    body_chars: int = 0
    is_live: bool = False
    is_article: bool = False
    flags: tuple[str, ...] = ()


def read(tree: lxml_html.HtmlElement, url: str | None = None) -> PageMetadata:
    """Reads the metadata of a parsed page. `url` is where the page was fetched, where known. The tree stays as it is."""
    meta = _meta(tree)
    nodes = jsonld.nodes(tree)
    canonical = _canonical(tree, meta, url)
    document = tree.findtext(".//title")
    heading = _heading(tree, [document or "", _first(meta, "og:title") or ""])
    article = _main(nodes, canonical or url, _first(meta, "og:title") or heading)
    publisher = titles.clean(string(_resolve(article.get("publisher"), nodes))) or titles.clean(_first(meta, "og:site_name"))
    site = [s for key in _SITE for s in meta.get(key, ())] + [publisher or ""] + _host_names(canonical or url)
    published, source, impossible = publication.published(tree, article, meta, canonical or url)
    return PageMetadata(
        title=titles.choose(
            string(article.get("headline")) or string(article.get("name")),
            _first(meta, "og:title", "twitter:title"),
            heading,
            document,
            site,
        ),
        authors=_authors(tree, article, nodes, meta, publisher),
        canonical_url=canonical,
        publisher=publisher,
        description=titles.clean(
            _first(meta, "og:description", "description", "twitter:description") or string(article.get("description"))
        ),
        section=titles.clean(
            string(article.get("articleSection"))
            or _first(meta, "article:section", "section", "cxenseparse:section", "parsely-section")
        ),
        keywords=_keywords(article, meta),
        published=published,
        published_source=source,
        modified=publication.modified(article, meta),
        language=_language(tree, article, meta),
        is_free=_is_free(article, nodes),
        rights=titles.clean(string(article.get("license")) or _first(meta, "dc.rights", "dcterms.rights", "copyright")),
        body_chars=max((len(b) for b in as_list(article.get("articleBody")) if isinstance(b, str)), default=0),
        is_article=(bool(article) and (jsonld.rank(article) or 0) < 6) or (_first(meta, "og:type") or "").lower() == "article",
        is_live="liveblogposting" in jsonld.types(article),
        flags=("impossible_date",) if impossible else (),
    )


def _meta(tree: lxml_html.HtmlElement) -> dict[str, list[str]]:
    """Contents of the page's meta elements by lower-case name, in order, empty ones left out."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(attribute)
            if name:
                found.setdefault(name.strip().lower(), []).append(content[:_MAX_VALUE])
    return found


def _first(meta: dict[str, list[str]], *names: str) -> str | None:
    return next((meta[name][0] for name in names if name in meta), None)


def _canonical(tree: lxml_html.HtmlElement, meta: dict[str, list[str]], url: str | None) -> str | None:
    """The address that the page calls its own; a front page's address does not stand for an article."""
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    for candidate in [*links, *meta.get("og:url", ()), *meta.get("parsely-link", ())]:
        absolute = urls.canonicalise(urls.absolute(candidate, url))
        if absolute and not urls.is_front(absolute):
            return absolute
    return urls.canonicalise(url)


def _host_names(url: str | None) -> list[str]:
    host = urls.domain(url)
    if not host:
        return []
    labels = host.split(".")
    return [host, "www." + host, *labels[:-1], ".".join(labels[-2:])]


def _heading(tree: lxml_html.HtmlElement, titles_beside: list[str]) -> str | None:
    """The page's h1: where there are several, the one that <title> or og:title repeats, else the first."""
    texts = [text for h in tree.iter("h1") if (text := " ".join("".join(h.itertext()).split()))]
    others = [titles.fold(title) for title in titles_beside]
    return next((t for t in texts if any(titles.fold(t) in other for other in others)), texts[0] if texts else None)


def _main(nodes: list[Node], url: str | None, title: str | None) -> Node:
    """The node that describes the page's own article: by type, then by address or title, then the first. {} where none does."""
    ranked = [(place, i, node) for i, node in enumerate(nodes) if (place := jsonld.rank(node)) is not None]

    def fit(entry: tuple[int, int, Node]) -> tuple[bool, bool, int, int]:
        place, index, node = entry
        own = {urls.canonicalise(string(node.get(key))) for key in ("url", "@id", "mainEntityOfPage")}
        same_title = bool(title) and titles.fold(string(node.get("headline"))) == titles.fold(title)
        article = place < 6
        return (not article, not (same_title or (url is not None and urls.canonicalise(url) in own)), place, index)

    return min(ranked, key=fit)[2] if ranked else {}


def _resolve(value: Any, nodes: list[Node]) -> Any:
    """References ({"@id": ...} alone) replaced by the nodes they name."""
    resolved = []
    for item in as_list(value):
        if isinstance(item, dict) and "@id" in item and not item.get("name"):
            item = next((n for n in nodes if n.get("@id") == item["@id"] and n.get("name")), item)
            if not item.get("name"):
                continue
        resolved.append(item)
    return resolved


def _authors(
    tree: lxml_html.HtmlElement, article: Node, nodes: list[Node], meta: dict[str, list[str]], publisher: str | None
) -> tuple[str, ...]:
    named: list[str] = []
    for item in _resolve(article.get("author") or article.get("creator"), nodes):
        name = item.get("name") if isinstance(item, dict) else item
        named += [n for n in as_list(name) if isinstance(n, str)]
    found = authors.names(named, publisher)
    if found and not (len(found) == 1 and titles.fold(found[0]) == titles.fold(publisher)):
        return found
    tagged = authors.names([v for key in _AUTHOR for v in meta.get(key, ())[:10] if "://" not in v], publisher)
    if tagged:
        return tagged
    marked = tree.xpath(
        "//*[contains(@itemprop,'author')]//*[@itemprop='name'] | //a[contains(@rel,'author')] | //*[@itemprop='author'][not(*)]"
    )
    for places in (marked[:5], _bylines(tree)):
        seen = authors.names([" ".join(place.itertext()) for place in places], publisher)
        if seen:
            return seen
    return found


def _bylines(tree: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    """The first short element whose class calls it a byline, or an author's name."""
    for element in tree.iter("address", "a", "span", "p", "div", "li"):
        if _BYLINE.search(element.get("class") or "") and 3 < len(" ".join(element.itertext()).strip()) <= 80:
            return [element]
    return []


def _keywords(article: Node, meta: dict[str, list[str]]) -> tuple[str, ...]:
    declared = [k for k in as_list(article.get("keywords")) if isinstance(k, str)] or [
        string(k) or "" for k in as_list(article.get("keywords"))
    ]
    values = declared or meta.get("article:tag", []) or meta.get("news_keywords", []) or meta.get("keywords", [])
    separator = r"[,;、]" if len(values) == 1 else r"\x00"
    cleaned = (titles.clean(part) for value in values for part in re.split(separator, value))
    return tuple(dict.fromkeys(k for k in cleaned if k))[:50]


def _language(tree: lxml_html.HtmlElement, article: Node, meta: dict[str, list[str]]) -> str | None:
    return (
        tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang")
        or string(article.get("inLanguage")) or _first(meta, "og:locale", "content-language", "dc.language", "language")
    )  # fmt: skip


def _is_free(article: Node, nodes: list[Node]) -> bool | None:
    for node in (article, *nodes):
        value = node.get("isAccessibleForFree")
        text = str(value).strip().lower().rsplit("/", 1)[-1]
        if text in ("true", "false", "1", "0"):
            return text in ("true", "1")
    return None
