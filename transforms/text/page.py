"""What a page holds beside its text: meta elements, links, structured data, headings, marked properties; each looked up once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree
from lxml.html import HtmlElement

MAX_VALUE = 10_000  # characters of one meta value
MAX_VALUES = 100  # of one name
MAX_HEADINGS = 20
MAX_MARKED = 2_000
_NAMES = ("property", "name", "itemprop", "http-equiv")
_VOCABULARIES = ("schema:", "rnews:", "dc:", "dcterms:", "og:article:")
_MARKED = etree.XPath("descendant::*[@itemprop or (@property and not(self::meta))]")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass
class Page:
    """A parsed page. What is rarely asked for is looked up when it is; the tree stays as it is."""

    tree: HtmlElement
    meta: dict[str, list[str]] = field(default_factory=dict)  # contents by lower-case name, in order, empty ones left out
    links: dict[str, list[str]] = field(default_factory=dict)  # addresses by lower-case relation
    scripts: list[str] = field(default_factory=list)  # JSON-LD as written
    headings: list[HtmlElement] = field(default_factory=list)  # h1
    times: list[HtmlElement] = field(default_factory=list)  # <time>
    title: str | None = None  # the <title> element's text

    @cached_property
    def language(self) -> str | None:
        """What the <html> element, or else <body>, declares."""
        body = self.tree.find("body")
        for element in (self.tree,) if body is None else (self.tree, body):
            declared = element.get("lang") or element.get(_XML_LANG) or element.get("xml:lang")
            if declared and declared.strip():
                return str(declared.strip()[:40])
        return None

    @cached_property
    def marked(self) -> dict[str, list[HtmlElement]]:
        """Elements by property, in order: microdata's `itemprop` and RDFa's `property`, in lower case without vocabulary."""
        found: dict[str, list[HtmlElement]] = {}
        for element in _MARKED(self.tree)[:MAX_MARKED]:
            for name in (element.get("itemprop") or element.get("property") or "").lower().split():
                found.setdefault(name.rsplit("/", 1)[-1].rsplit(":", 1)[-1], []).append(element)
        return found

    def first(self, *names: str) -> str | None:
        """The first content of the first of these meta names that the page has."""
        return next((self.meta[name][0] for name in names if name in self.meta), None)

    def all(self, *names: str) -> Iterator[str]:
        """All contents of these meta names, name by name."""
        return (value for name in names for value in self.meta.get(name, ()))

    def microdata(self, name: str) -> str | None:
        """The value of the first element marked with a property (in lower case); None on pages with JSON-LD, which goes first."""
        if self.scripts:
            return None
        return next((value for element in self.marked.get(name, ())[:5] if (value := marked_value(element))), None)


def read(tree: HtmlElement) -> Page:
    """Collects a page in one walk over the few kinds of elements that carry metadata."""
    page = Page(tree)
    for element in tree.iter("meta", "link", "script", "h1", "time", "title"):
        tag = element.tag
        if tag == "meta":
            _add_meta(page.meta, element)
        elif tag == "link":
            href = (element.get("href") or "").strip()
            for relation in (element.get("rel") or "").lower().split()[:5] if href else ():
                _add(page.links, relation, href)
        elif tag == "script":
            if element.text and "ld+json" in (element.get("type") or "").lower():
                page.scripts.append(element.text)
        elif tag == "h1":
            if len(page.headings) < MAX_HEADINGS:
                page.headings.append(element)
        elif tag == "time":
            if len(page.times) < MAX_VALUES:
                page.times.append(element)
        elif page.title is None and element.getparent() is not None and element.getparent().tag != "svg":
            page.title = (element.text or "")[:MAX_VALUE]
    return page


def text_of(element: HtmlElement, limit: int = MAX_VALUE, joiner: str = "") -> str:
    """The element's text on one line, at most about `limit` characters; `joiner` goes between the texts of elements."""
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        parts.append(part[:limit])
        size += len(part)
        if size > limit:
            break
    return " ".join(joiner.join(parts)[: limit + 1].split())


def marked_value(element: HtmlElement) -> str | None:
    """Source: HTML Living Standard, microdata, "values": an attribute that fits the element, else its text."""
    for attribute in ("content", "datetime"):
        if value := (element.get(attribute) or "").strip():
            return str(value[:MAX_VALUE])
    named = next((e for e in element.iter() if e is not element and _is_name(e)), None)
    return text_of(element if named is None else named, 1_000) or None


def _is_name(element: HtmlElement) -> bool:
    return (element.get("itemprop") or element.get("property") or "").lower() in ("name", "schema:name", "foaf:name")


def _add_meta(meta: dict[str, list[str]], element: HtmlElement) -> None:
    content = (element.get("content") or "").strip()
    if not content:
        return
    for attribute in _NAMES:
        name = element.get(attribute)
        if name:
            name = name.strip().lower()
            _add(meta, name, content)
            for prefix in _VOCABULARIES:
                if name.startswith(prefix):
                    _add(meta, name.replace(":", ".", 1) if prefix[0] == "d" else name[len(prefix) :], content)


def _add(found: dict[str, list[str]], name: str, value: str) -> None:
    values = found.setdefault(name[:100], [])
    if len(values) < MAX_VALUES:
        values.append(value[:MAX_VALUE])
