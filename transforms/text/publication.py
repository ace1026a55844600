"""When a page was published and changed, by its own word; by htmldate's reading where it says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from transforms.text import dates
from transforms.text.jsonld import Node, string
from transforms.text.moments import DAY, Moment
from transforms.text.page import Page, marked_value, text_of

# htmldate's time grows with the page, about half a second a megabyte; a larger page that declares no date has none.
MAX_BYTES = 2_000_000
_NEAR = timedelta(hours=26)  # times of one event, one of them a day or of an unknown zone
_PUBLISHED = (
    *("article:published_time", "article:published", "og:published_time", "og:article:published_time"),
    *("article:publication_date", "article:publish_date", "article:post_date", "article:published_date", "og:pubdate"),
    *("date_published", "datepublished", "publish_date", "publish-date", "publishdate", "published_time", "published_date"),
    *("publication_date", "publication-date", "published", "published-date", "pubdate", "pub_date", "post_date"),
    *("dc.date.issued", "dc.date.published", "dcterms.issued", "dcterms.date", "dcterms.created", "dc.date", "dc.date.created"),
    *("dcterms.available", "citation_publication_date", "citation_online_date", "parsely-pub-date", "sailthru.date"),
    *("cxenseparse:recs:publishtime", "cxenseparse:publishtime", "article.published", "article_date_original"),
    *("article.created", "article:created_time", "originalpublicationdate", "date", "datecreated", "created", "release_date"),
)
_MODIFIED = (
    *("article:modified_time", "og:updated_time", "article:modified", "article:updated_time", "og:modified_time", "datemodified"),
    *("dcterms.modified", "dc.date.modified", "modified", "modified_time", "last-modified", "lastmod", "article.updated"),
    *("article:modified_date", "last_updated", "updated_time"),
)
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|datetime|time|timestamp|published|pub-?date|publish(?:ed)?-?(?:date|time|on))(?:$|[\s_-])", re.I
)
_AROUND = frozenset({"article", "header", "main"})
_LEVELS, _MAX_BESIDE = 3, 200  # above the headline, and elements looked at in each
_DATE_TAGS = ("span", "div", "p", "li", "small", "abbr")


def modified(page: Page, article: Node) -> tuple[Moment | None, str | None]:
    """When the page was last changed, and the place."""
    declared = dates.parse(string(article.get("dateModified")), page.language)
    if declared:
        return declared, "json-ld"
    for value in page.all(*_MODIFIED):
        if moment := dates.parse(value, page.language):
            return moment, "meta"
    for element in page.marked.get("datemodified", ())[:3]:
        if moment := dates.parse(marked_value(element), page.language):
            return moment, "microdata"
    return None, None


def published(page: Page, article: Node, later: Moment | None, url: str | None) -> tuple[Moment | None, str | None, bool]:
    """The time of publication and where it stands: the most trusted place, made precise by the others of the same day.

    `later` is when the page was changed. The third value says whether an impossible time was declared, and passed over.
    """
    offers: list[tuple[Moment, str]] = []
    impossible = False
    for value, source in _declared(page, article):
        moment = dates.parse(value, page.language)
        if moment:
            offers.append((moment, source))
            if len(offers) == 1 and moment.offset_minutes is not None and moment.precision != DAY and not moment.is_epoch:
                break  # nothing behind it can make it better
        else:
            impossible |= dates.is_impossible(value, page.language)
    offers = [o for o in offers if not o[0].is_epoch] or offers[:1]
    if not offers:
        return *(_beside_headline(page) or _guess(page, url)), impossible
    return *_completed(offers, later), impossible


def _completed(offers: list[tuple[Moment, str]], later: Moment | None) -> tuple[Moment, str]:
    """The first offer; where it lacks an offset, the one near it that has one, else with the offset of the page's change."""
    first, source = offers[0]
    if first.offset_minutes is not None:
        return first, source
    for moment, other in offers[1:]:
        if moment.offset_minutes is not None and moment.precision != DAY and abs(moment.instant - first.instant) < _NEAR:
            return moment, source if _same_minute(first.at_offset(moment.offset_minutes), moment) else other
    if later and later.offset_minutes is not None and later.precision != DAY:
        first = first.at_offset(later.offset_minutes)
    return first, source


def _same_minute(one: Moment, other: Moment) -> bool:
    if one.precision == DAY:
        return False
    return one.instant.replace(second=0, microsecond=0) == other.instant.replace(second=0, microsecond=0)


def _declared(page: Page, article: Node) -> Iterator[tuple[Any, str]]:
    """What the page calls the time of its publication, most trusted first."""
    for key in ("datePublished", "dateCreated", "uploadDate"):
        value = article.get(key)
        yield value if isinstance(value, str | int | float) else string(value), "json-ld"
    for value in page.all(*_PUBLISHED):
        yield value, "meta"
    for name in ("datepublished", "datecreated"):
        for element in page.marked.get(name, ())[:3]:
            yield marked_value(element), "microdata"
    # hAtom, and elements that HTML 5 once marked as the time of publication, before other times within the article.
    plain = [t for t in page.times if t.get("pubdate") is not None or "published" in (t.get("class") or "").lower()]
    for element in (*plain, *[t for t in page.times if t.get("datetime") and _is_within(t)])[:2]:
        yield element.get("datetime") or text_of(element, 100), "time"


def _is_within(element: HtmlElement) -> bool:
    return any(above.tag in _AROUND for above in element.iterancestors())


def _beside_headline(page: Page) -> tuple[Moment, str] | None:
    """A date in words that stands by itself in a place made for it, near the page's headline."""
    if not page.headings:
        return None
    heading = page.headings[0]
    around = heading.getparent() if heading.getparent() is not None else heading
    for _ in range(_LEVELS):
        for element in islice(around.iter(*_DATE_TAGS), _MAX_BESIDE):
            if _DATE_CLASS.search(element.get("class") or ""):
                text = text_of(element, dates.MAX_CHARS)
                moment = dates.parse(text, page.language) if len(text) < dates.MAX_CHARS else None
                if moment:
                    return moment, "time"
        if around.getparent() is None or around.tag in ("body", "main", "article"):
            return None
        around = around.getparent()
    return None


def _guess(page: Page, url: str | None) -> tuple[Moment | None, str | None]:
    """htmldate's answer for pages that declare no date: a day. Its upper limit is fixed, for its own would be today."""
    if len(etree.tostring(page.tree)) > MAX_BYTES:
        return None, None
    try:
        found = find_date(
            page.tree,
            url=url,
            original_date=True,
            extensive_search=True,
            min_date="1990-01-01",
            max_date="2100-01-01",
            deferred_url_extractor=True,
        )
    except Exception:  # noqa: BLE001 - htmldate raises many kinds on odd pages, and a missing date is no reason to refuse one
        return None, None
    moment = dates.parse(found)
    return (moment, "htmldate") if moment else (None, None)
