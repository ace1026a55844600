"""What a page declares of its use: free or paid, licence, and directives to robots and miners of text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from transforms.text import charset, jsonld, titles
from transforms.text.jsonld import Node, Nodes
from transforms.text.page import Page

MAX_DIRECTIVES = 50
MAX_DIRECTIVE = 200
MAX_RIGHTS = 1_000

_LICENCE_LINKS = etree.XPath("descendant::a[@rel='license'][@href]")
_TIERS = ("article:content_tier", "article.content_tier", "content_tier", "content-tier", "article:access", "article:paywall")
_PAID = frozenset(
    {"locked", "metered", "premium", "paid", "subscriber", "subscribers", "subscription", "registered", "registration"}
)
_FREE = frozenset({"free", "public", "open"})
_RIGHTS = (
    *("dcterms.license", "dc.rights.license", "cc:license", "license", "dc.rights", "dcterms.rights", "dcterms.rightsholder"),
    *("rights", "usageterms", "copyright", "rights-standard"),
)
# Names under which pages speak to crawlers. Source: RFC 9309 and the search engines' pages on meta robots; W3C TDMRep.
_AGENT = re.compile(r"(?:robots|[a-z0-9_-]{0,40}bot(?:-[a-z]{1,20})?|slurp|teoma|google-extended|anthropic-ai|[a-z]{2,20}-ai)")
_TDM = ("tdm-reservation", "tdm-policy")
# Values that have a colon of their own; what stands before any other colon of an X-Robots-Tag is a crawler's name.
_WITH_VALUE = re.compile(r"(?:unavailable_after|max-snippet|max-image-preview|max-video-preview)\s*:", re.IGNORECASE)
_LATE = re.compile(r"(?:[a-z0-9_-]{2,60}\s*:\s*)?unavailable_after\s*:", re.IGNORECASE)
_TO_AGENT = re.compile(r"\s*([A-Za-z0-9_-]{2,60})\s*:\s*(.*)", re.DOTALL)


def is_free(article: Node, page: Page) -> tuple[bool | None, str | None]:
    """Whether the article can be read without paying, as declared, and the place; (None, None) where nothing is said.

    Source: schema.org isAccessibleForFree, of the article or else of its parts (any that is closed); article:content_tier.
    """
    own = _boolean(article.get("isAccessibleForFree"))
    if own is not None:
        return own, "json-ld"
    parts = [
        _boolean(part.get("isAccessibleForFree")) for part in jsonld.as_list(article.get("hasPart")) if isinstance(part, dict)
    ]
    if any(part is not None for part in parts):
        return all(part is not False for part in parts), "json-ld"
    for tier in page.all(*_TIERS):
        word = tier.strip().lower()
        if word in _PAID or word in _FREE:
            return word in _FREE, "meta"
    if "isaccessibleforfree" in page.meta:
        return _boolean(page.meta["isaccessibleforfree"][0]), "meta"
    marked = _boolean(page.microdata("isaccessibleforfree"))
    return (marked, "microdata") if marked is not None else (None, None)


def _boolean(value: Any) -> bool | None:
    for item in jsonld.as_list(value):
        word = str(item)[:100].strip().lower().rsplit("/", 1)[-1]
        if word in ("true", "1", "yes"):
            return True
        if word in ("false", "0", "no"):
            return False
    return None


def declared(article: Node, named: Nodes, page: Page) -> tuple[str | None, str | None]:
    """The licence's address or the wording of the rights, and the place; a licence comes before a notice of copyright."""
    offers = (
        (_licence(article.get("license")), "json-ld"),
        (next(iter(page.links.get("license", ())), None), "link"),
        (page.first(*_RIGHTS), "meta"),
        (_licence(article.get("usageInfo")), "json-ld"),
        (jsonld.string(article.get("copyrightNotice")), "json-ld"),
        (_holder(article, named), "json-ld"),
        (page.microdata("license"), "microdata"),
        (_anchor(page), "link"),
    )
    return next(((text[:MAX_RIGHTS], place) for offer, place in offers if (text := titles.clean(offer))), (None, None))


def _licence(value: Any) -> str | None:
    for item in jsonld.as_list(value):
        text = (item.get("url") or item.get("@id") or item.get("name")) if isinstance(item, dict) else item
        if isinstance(text, str) and text.strip():
            return text
    return None


def _holder(article: Node, named: Nodes) -> str | None:
    name = jsonld.string(jsonld.resolve(article.get("copyrightHolder"), named))
    year = jsonld.string(article.get("copyrightYear"))
    return " ".join(part for part in ("©", year, name) if part) if name else None


def _anchor(page: Page) -> str | None:
    """The one licence that links of the page name; several are of pictures."""
    found = {a.get("href") for a in _LICENCE_LINKS(page.tree)[:20]}
    return str(found.pop()) if len(found) == 1 else None


def directives(page: Page, headers: Iterable[str] = ()) -> tuple[str, ...]:
    """One text for each directive, as "robots: noarchive" or "tdm-reservation: 1", each once; the page's come first.

    `headers` are lines of the answer's header ("X-Robots-Tag: noai"); others than those that hold directives are passed over.
    """
    found: list[str] = []
    for name, values in page.meta.items():
        if name in _TDM or _AGENT.fullmatch(name):
            for value in values:
                found += _entries(name, value)
    for line in headers:
        name, _, value = line.partition(":")
        name = name.strip().lower()
        if name in _TDM:
            found += _entries(name, value)
        elif name == "x-robots-tag":
            found += _tagged(value)
    return tuple(dict.fromkeys(found))[:MAX_DIRECTIVES]


def _tagged(value: str) -> list[str]:
    """Source: the X-Robots-Tag header, where "googlebot: noindex, nofollow" speaks to one crawler up to the next name."""
    agent, found = "robots", []
    for part in _parts(value):
        to = None if _WITH_VALUE.match(part) else _TO_AGENT.fullmatch(part)
        if to:
            agent, part = to[1].lower(), to[2]
        found += _entries(agent, part)
    return found


def _entries(name: str, value: str) -> list[str]:
    if name == "tdm-policy":
        address = charset.one_line(value[:MAX_RIGHTS])
        return [f"{name}: {address}"[:MAX_DIRECTIVE]] if address else []
    return [f"{name}: {charset.one_line(part.lower())}"[:MAX_DIRECTIVE] for part in _parts(value)]


def _parts(value: str) -> list[str]:
    # A day behind unavailable_after may hold commas; what stands behind it is read with it.
    value = value[:MAX_RIGHTS]
    late = _LATE.search(value)
    end = late.start() if late else len(value)
    return [part for part in (*map(str.strip, value[:end].split(",")), value[end:].strip()) if part]
