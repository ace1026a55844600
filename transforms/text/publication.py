"""When a page was published and changed, by its own word; by htmldate's reading where it says nothing."""

from __future__ import annotations

from typing import Any

from htmldate import find_date
from lxml import html as lxml_html

from transforms.text import dates
from transforms.text.dates import Moment
from transforms.text.jsonld import Node, string

_PUBLISHED = (
    *(
        "article:published_time",
        "article:published",
        "og:published_time",
        "og:article:published_time",
        "article:publication_date",
    ),
    *(
        "date_published",
        "datepublished",
        "publish_date",
        "publish-date",
        "publishdate",
        "published_time",
        "publication_date",
        "published",
    ),
    *(
        "pubdate",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.date",
        "dcterms.created",
        "dc.date",
        "dc.date.created",
        "parsely-pub-date",
    ),
    *("sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "article.published", "article_date_original"),
    *("originalpublicationdate", "date", "created"),
)
_MODIFIED = (
    *("article:modified_time", "og:updated_time", "article:modified", "datemodified", "last-modified"),
    *("dcterms.modified", "dc.date.modified", "modified"),
)


def modified(article: Node, meta: dict[str, list[str]]) -> Moment | None:
    """When the page was last changed."""
    declared = dates.parse(string(article.get("dateModified")))
    return declared or next((m for name in _MODIFIED for value in meta.get(name, ()) if (m := dates.parse(value))), None)


def published(
    tree: lxml_html.HtmlElement, article: Node, meta: dict[str, list[str]], url: str | None
) -> tuple[Moment | None, str | None, bool]:
    """The time of publication and where it stands: the most trusted place, made precise by the others of the same day.

    The third value says whether an impossible time was declared, and passed over.
    """
    offers: list[tuple[Moment, str]] = []
    impossible = False

    def offer(value: Any, source: str) -> None:
        nonlocal impossible
        declared = value if isinstance(value, str | int | float) else string(value)
        moment = dates.parse(declared)
        if moment:
            offers.append((moment, source))
        else:
            impossible |= dates.is_impossible(declared)

    for key in ("datePublished", "dateCreated", "uploadDate"):
        offer(article.get(key), "json-ld")
    for name in _PUBLISHED:
        for value in meta.get(name, ()):
            offer(value, "meta")
    for element in tree.xpath("//*[contains(@itemprop,'datePublished')]")[:3]:
        offer(element.get("datetime") or element.get("content") or "".join(element.itertext()), "microdata")
    for element in tree.xpath(
        "//time[@pubdate] | //article//time[@datetime] | //header//time[@datetime] | //main//time[@datetime]"
    )[:2]:
        offer(element.get("datetime") or "".join(element.itertext()), "time")
    offers = [o for o in offers if not o[0].is_epoch] or offers[:1]
    if not offers:
        return *_guess(tree, url), impossible
    first, source = offers[0]
    if first.offset_minutes is None:
        for moment, other in offers[1:]:
            near = abs((moment.instant - first.instant).total_seconds()) < 26 * 3600
            if near and moment.offset_minutes is not None and moment.precision != dates.DAY:
                same_clock = first.precision != dates.DAY and (
                    first.at_offset(moment.offset_minutes).instant.replace(second=0, microsecond=0)
                    == moment.instant.replace(second=0, microsecond=0)
                )
                return moment, source if same_clock else other, impossible
        later = modified(article, meta)
        if later and later.offset_minutes is not None and later.precision != dates.DAY:
            first = first.at_offset(later.offset_minutes)
    return first, source, impossible


def _guess(tree: lxml_html.HtmlElement, url: str | None) -> tuple[Moment | None, str | None]:
    """htmldate's answer for pages that declare no date: a day. Its upper limit is fixed, for its own would be today."""
    try:
        found = find_date(
            tree,
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
