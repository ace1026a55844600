"""Bylines that stand in a page's body: marked as authors, in places made for them, or below the headline with a "By"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from transforms.text import authors, bywords
from transforms.text.page import Page, text_of

MAX_CHARS = 150  # of a byline
MAX_ELEMENTS = 20_000  # looked at, from the top of the page
MAX_HREF = 500
_CANDIDATES = 60
MAX_INSIDE = 300  # elements within a byline
_NEAR = 150  # elements below the headline within which a text that begins with "By" is a byline
_MAX_BELOW = 3_000
_TAGS = tuple(
    "h1 a abbr address b br cite dd div em font footer h2 h3 h4 h5 h6 header i li p section small span strong td ul".split()
)
# Parts of class names, or whole ones, that places for bylines have in the content systems of news.
_PLACE = re.compile(
    r"by-?line|(?:^|[\s_-])(?:by|by-?author|written-?by|posted-?by|authors?|author-?(?:names?|title|links?|list"
    r"|display)|(?:article|post|entry|story|news|content|meta|item|single)[_-]*(?:authors?|writer|reporter|by)"
    r"|contributors?(?:-?names?)?|writers?(?:-?names?)?|reporters?(?:-?names?)?|journalists?(?:-?names?)?"
    r"|columnist(?:-?name)?|signature|firma|autor(?:es|en|in)?|autore|autori|auteurs?|verfasser|redacteur|redactor"
    r"|periodista|penulis|yazar"
    r"|(?:p-|h-)author|fn|vcard|source-?author|credit-?line|muhabir|autorzy|avtor|lekhak)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Of the same words: portraits, boxes about an author, lists of other stories, dates.
_OTHER = re.compile(
    r"(?:bio(?:graphy)?|avatar|image|img|photo|picture|thumb|icon|social|follow|share|related|more|teaser|card|promo"
    r"|comment|caption|credit(?!-?line)|figure|time|date|newsletter|subscribe|description|about|latest|recommend"
    r"|popular|sidebar|widget|contact|soc(?:ial)?med)",
    re.IGNORECASE,
)
_OUTSIDE_TAGS = frozenset(
    {"nav", "footer", "aside", "form", "figure", "figcaption", "blockquote", "template", "noscript", "button"}
)
_OUTSIDE = re.compile(
    r"(?:comment|related|recommend|sidebar|widget|teaser|promo|popular|most-?read|latest|newsletter|trending|carousel"
    r"|slider|footer|(?:^|[\s_-])(?:menu|nav|more|card)(?:$|[\s_-]))",
    re.IGNORECASE,
)
_HEADINGS_AND_LINKS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "a"})
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:es|en)?|autore|autori|auteurs?|by|people|person|profile|profiles|staff|journalists?"
    r"|journaliste|reporters?|contributors?|writers?|columnists?|team|redaktion|redakcja|penulis|yazar|byline"
    r"|correspondents?|bio|firmas?|user|users)/",
    re.IGNORECASE,
)
# What stands in such places beside names, folded.
_NO_NAMES = frozenset(
    "twitter facebook instagram linkedin whatsapp email telegram youtube rss mastodon threads bluesky tiktok website follow"
    " print save listen share comments comment advertisement profile bio articles posts subscribe more login copy link".split()
)
_LINKS = etree.XPath("descendant::a[contains(@rel, 'author')]")
_DATA = ("data-author", "data-author-name", "data-authors", "data-byline", "data-article-author")
_WITH_DATA = etree.XPath(f"descendant::*[{' or '.join(f'@{name}' for name in _DATA)}]")


def find(page: Page, publisher: str | None) -> Iterator[tuple[tuple[str, ...], str]]:
    """Names and the place (microdata, link, byline) of each byline in the page, the most trusted first."""
    for element in (*page.marked.get("author", ()), *page.marked.get("creator", ()))[:10]:
        if not _is_outside(element):
            yield _checked(_marked_names(element), publisher), "microdata"
    linked = [a for a in _LINKS(page.tree)[:500] if "author" in a.get("rel").lower().split() and not _is_outside(a)]
    yield _checked([text_of(a, MAX_CHARS, " ") for a in linked[:5]], publisher), "link"
    for element in _places(page):
        yield _checked(_place_names(element), publisher), "byline"
    for element in _WITH_DATA(page.tree)[:3]:
        yield _checked([element.get(name) for name in _DATA if element.get(name)][:1], publisher), "byline"


def _checked(values: list[str], publisher: str | None) -> tuple[str, ...]:
    """Names as a byline shows them; () where something else stands in its place."""
    found = authors.names(values, publisher)
    if any(not _NO_NAMES.isdisjoint(authors.fold(name).split()) for name in found):
        return ()
    if any(len(name) > 60 or len(name.split()) > 6 or name[0].islower() or name.endswith(("?", "!")) for name in found):
        return ()
    return found


def _marked_names(element: HtmlElement) -> list[str]:
    """Source: schema.org Person in microdata or RDFa: the names within, else the text."""
    if element.get("content"):
        return [element.get("content") or ""]
    named = [
        e
        for e in islice(element.iter(), MAX_INSIDE)
        if e is not element and "name" in (e.get("itemprop") or e.get("property") or "").lower().split()
    ]
    values = [e.get("content") or text_of(e, MAX_CHARS, " ") for e in named[:10]]
    return values or [text for text in [text_of(element, MAX_CHARS + 1, " ")] if len(text) <= MAX_CHARS]


def _places(page: Page) -> Iterator[HtmlElement]:
    """Elements that may be the byline: those below the headline, then those above it, each in the order of the page."""
    headline = page.headings[0] if page.headings else None
    above: list[HtmlElement] = []
    seen: dict[str, bool] = {}
    since = -1  # elements behind the headline
    given = 0
    for i, element in enumerate(page.tree.iter(*_TAGS)):
        if i > MAX_ELEMENTS or since > _MAX_BELOW or given >= _CANDIDATES:
            break
        if element is headline:
            since = 0
            continue
        name = element.get("class") or element.get("id") or element.get("data-testid") or ""
        if name not in seen:
            seen[name] = bool(name) and _PLACE.search(name[:300]) is not None and not _OTHER.search(name[:300])
        fits = seen[name] or element.tag == "address" or (0 <= since < _NEAR and _begins_with_by(element))
        if since >= 0:
            since += 1
        if not fits or _is_outside(element):
            continue
        if since < 0:
            above.append(element)
        else:
            given += 1
            yield element
    yield from above[:_CANDIDATES]


def _begins_with_by(element: HtmlElement) -> bool:
    text = element.tail if element.tag == "br" else element.text
    if not text or not 1 < len(text) <= MAX_CHARS * 2 or element.tag in _HEADINGS_AND_LINKS:
        return False
    return bywords.BY.match(" ".join(text.split())[:40] + " ") is not None


def _place_names(element: HtmlElement) -> list[str]:
    if next(islice(element.iter(), MAX_INSIDE, None), None) is not None:
        return []
    text = _behind_break(element) if element.tag == "br" else text_of(element, MAX_CHARS + 1, " ")
    if not 2 < len(text) <= MAX_CHARS:
        return []
    linked = [text_of(a, MAX_CHARS, " ") for a in element.iter("a") if _PROFILE.search((a.get("href") or "")[:MAX_HREF])]
    linked = [name for name in linked if len(name) > 2]
    if linked:
        return linked[:10]
    begun = bywords.BY.match(text)
    # "By Jane Roe, in News, 3 May": the section and the day are behind the name.
    return [re.split(r",\s+(?:in|on|at)\s", text, maxsplit=1)[0]] if begun else [text]


def _behind_break(element: HtmlElement) -> str:
    """The line that a <br> begins, up to the next one."""
    parts = [element.tail or ""]
    for beside in islice(element.itersiblings(), 5):
        if beside.tag == "br":
            break
        parts += [text_of(beside, MAX_CHARS, " ") if isinstance(beside.tag, str) else "", beside.tail or ""]
    return " ".join(" ".join(part[: MAX_CHARS + 1] for part in parts).split())


def _is_outside(element: HtmlElement) -> bool:
    """Whether the element stands in a part of the page that speaks of other things than its article."""
    for i, above in enumerate((element, *element.iterancestors())):
        if above.tag in ("article", "main", "body") or i > 12:
            return False
        if (
            above.tag in _OUTSIDE_TAGS
            or (i and above.tag == "a")
            or _OUTSIDE.search(f"{above.get('class') or ''} {above.get('id') or ''}"[:300])
        ):
            return True
    return False
