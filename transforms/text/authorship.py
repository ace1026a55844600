"""Who a page says wrote its article: structured data, meta elements, then the byline that stands in the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from transforms.text import authors, bylines, jsonld
from transforms.text.jsonld import Node, Nodes, string
from transforms.text.page import Page

# Names of meta elements, the most trusted first; in some of them the family name comes before a comma.
_AUTHOR = tuple(
    (
        "author parsely-author article:author article.author authors author_name articleauthor article_author byl byline"
        " sailthru.author cxenseparse:author article:author_name og:author dc.creator dcterms.creator citation_author creator"
        " mrf:authors cse_author twitter:author dc.contributor"
    ).split()
)
_INVERTED = frozenset({"dc.creator", "dcterms.creator", "citation_author", "dc.contributor"})
# What pages call the first of two labelled values on their cards, where it is who wrote. Source: twitter:label1 and data1.
_WRITTEN_BY = re.compile(
    r"written|author|verfasst|geschrieben|autor|escrit|écrit|auteur|scritto|geschreven|door|skrev|napisa|автор|yazan"
    r"|ditulis|kirjoit|作者|著者|執筆|글쓴이|작성자",
    re.IGNORECASE,
)


def read(page: Page, article: Node, named: Nodes, publisher: str | None, site: set[str]) -> tuple[tuple[str, ...], str | None]:
    """Persons and desks from the first place that names others than the house; else what the first place has that names any."""
    spare: tuple[tuple[str, ...], str | None] = ((), None)
    for names, place in _author_offers(page, article, named, publisher):
        told = tuple(name for name in names if not authors.says_nothing(name, site))
        if told:
            return told, place
        if names and not spare[0]:
            spare = names, place
    return spare


def _author_offers(page: Page, article: Node, named: Nodes, publisher: str | None) -> Iterator[tuple[tuple[str, ...], str]]:
    for key in ("author", "creator", "contributor"):
        yield authors.names(_declared_names(article.get(key), named), publisher), "json-ld"
    keys = [key for key in _AUTHOR if key in page.meta]

    @cache
    def tagged(key: str) -> tuple[str, ...]:
        return authors.names((v for v in page.meta[key] if "://" not in v), publisher, inverted=key in _INVERTED)

    for i, key in enumerate(keys):
        # One tag may name the first author only, where another names all.
        folded = _folded(tagged(key))
        fuller = (tagged(other) for other in keys[i + 1 :] if folded and folded < _folded(tagged(other)))
        yield next(fuller, tagged(key)), "meta"
    for number in ("1", "2"):
        if _WRITTEN_BY.search(page.first(f"twitter:label{number}") or ""):
            yield authors.names([page.first(f"twitter:data{number}") or ""], publisher), "meta"
    yield from bylines.find(page, publisher)


def _folded(names: Iterable[str]) -> set[str]:
    return {authors.fold(name) for name in names}


def _declared_names(value: Any, named: Nodes, depth: int = 0) -> list[str]:
    """Names in an `author`: texts, objects with names, references, and lists of these."""
    found: list[str] = []
    for item in jsonld.resolve(value, named):
        if isinstance(item, dict) and isinstance(item.get("@list"), list):
            item = item["@list"]
        if isinstance(item, list):
            found += _declared_names(item, named, depth + 1) if depth < 3 else []
        elif isinstance(item, dict):
            parts = [string(item.get(key)) or "" for key in ("givenName", "familyName")]
            found += jsonld.texts(item.get("name")) or [" ".join(parts).strip()]
        elif isinstance(item, str):
            found.append(item)
    return found
