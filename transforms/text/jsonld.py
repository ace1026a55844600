"""The article that a page's JSON-LD describes."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html

Node = dict[str, Any]

_MAX_CHARS = 3_000_000
_MAX_NODES = 5_000
_BEFORE = re.compile(r"^(?:/\*.{0,200}?\*/|//\s{0,9}<!\[CDATA\[|<!\[CDATA\[|<!--)", re.DOTALL)
_BEHIND = re.compile(r"(?:/\*[^*]{0,200}\*/|//\s{0,9}\]\]>|\]\]>|-->|;)$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_START = re.compile(r"[{\[]")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
# Kinds of nodes that describe the page's own article, best first. Source: schema.org, subtypes of Article and CreativeWork.
_BEST = ("newsarticle", "article", "blogposting", "posting", "report", "review")
_LAST = ("webpage", "itempage", "creativework", "videoobject", "audioobject", "imagegallery", "mediagallery")
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "mainentityofpage")


def nodes(tree: lxml_html.HtmlElement) -> list[Node]:
    """Every node at the top of the page's JSON-LD, in order: lists, @graph and main entities opened, broken JSON repaired."""
    found: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text and len(script.text) <= _MAX_CHARS:
            for value in _load(script.text):
                for node in _open(value, 0):
                    found.append(node)
                    if len(found) >= _MAX_NODES:
                        return found
    return found


def types(node: Node) -> list[str]:
    """The node's types in lower case, without vocabulary."""
    return [t.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for t in as_list(node.get("@type")) if isinstance(t, str)]


def rank(node: Node) -> int | None:
    """How well a node's type fits an article, 0 best; None for other things (organisations, lists, crumbs)."""
    best: int | None = None
    for name in types(node):
        for i, ending in enumerate(_BEST):
            if name.endswith(ending) and not name.startswith("claimreview"):
                best = min(i, best) if best is not None else i
                break
        else:
            if name in _LAST:
                place = len(_BEST) + _LAST.index(name)
                best = min(place, best) if best is not None else place
    return best


def as_list(value: Any) -> list[Any]:
    """A value that may be one or many, as a list; None is none."""
    return value if isinstance(value, list) else [] if value is None else [value]


def string(value: Any) -> str | None:
    """The first text in a value: itself, an element of a list, or an object's name, value or id."""
    for item in as_list(value):
        if isinstance(item, dict):
            item = item.get("name") or item.get("@value") or item.get("headline") or item.get("@id")
            item = item[0] if isinstance(item, list) and item else item
        if isinstance(item, int | float) and not isinstance(item, bool):
            item = str(item)
        if isinstance(item, str) and item.strip():
            return item
    return None


def _load(text: str) -> Iterator[Any]:
    text = _BEHIND.sub("", _BEFORE.sub("", text.strip())).strip()
    for repaired in (text, _BAD_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub(r"\1", text)), html.unescape(text)):
        try:
            yield json.loads(repaired, strict=False)
        except (ValueError, RecursionError):
            continue
        return
    # Several values in one script, or rubbish behind the first.
    decoder, match = json.JSONDecoder(strict=False), _START.search(text)
    while match:
        try:
            value, end = decoder.raw_decode(text, match.start())
        except (ValueError, RecursionError):
            return
        yield value
        match = _START.search(text, end)


def _open(value: Any, depth: int) -> Iterator[Node]:
    if depth > 6:
        return
    for item in as_list(value):
        if isinstance(item, list):
            yield from _open(item, depth + 1)
        elif isinstance(item, dict):
            yield item
            for key in _INSIDE:
                if isinstance(item.get(key), dict | list):
                    yield from _open(item[key], depth + 1)
