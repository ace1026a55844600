"""The article that a page's JSON-LD describes."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from transforms.text import titles, urls

Node = dict[str, Any]
Nodes = dict[str, Node]  # by @id

_MAX_CHARS = 3_000_000
_MAX_NODES = 1_000
_MAX_ITEMS = 200  # of one list
_BEFORE = re.compile(r"^(?:/\*.{0,200}?\*/|//\s{0,9}<!\[CDATA\[|<!\[CDATA\[|<!--)", re.DOTALL)
_BEHIND = re.compile(r"(?:/\*[^*]{0,200}\*/|//\s{0,9}\]\]>|\]\]>|-->|;)$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_START = re.compile(r"[{\[]")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
# Kinds of nodes that describe the page's own article, best first. Source: schema.org, subtypes of Article and CreativeWork.
_BEST = ("newsarticle", "article", "blogposting", "posting", "report", "review")
_LAST = ("webpage", "itempage", "creativework", "videoobject", "audioobject", "imagegallery", "mediagallery")
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "mainentityofpage")


def nodes(scripts: Iterable[str]) -> list[Node]:
    """Every node at the top of a page's JSON-LD, in order: lists, @graph and main entities opened, broken JSON repaired."""
    found: list[Node] = []
    for script in scripts:
        if len(script) <= _MAX_CHARS:
            for value in _load(script):
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


def is_article(node: Node) -> bool:
    """Whether a node is an article by its type, not a page or a medium that may hold one."""
    place = rank(node)
    return place is not None and place < len(_BEST)


def own(found: list[Node], url: str | None, title: str | None) -> Node:
    """The node that describes the page's own article: by type, then by address or title, then the first. {} where none does."""
    ranked = [(place, i, node) for i, node in enumerate(found) if (place := rank(node)) is not None]
    if len(ranked) < 2:
        return ranked[0][2] if ranked else {}
    here, wanted = urls.canonicalise(url), titles.fold(title)

    def fit(entry: tuple[int, int, Node]) -> tuple[bool, bool, int, int]:
        place, index, node = entry
        same = bool(wanted) and titles.fold((string(node.get("headline")) or "")[: titles.MAX_CHARS]) == wanted
        if not same and here is not None:
            same = here in {urls.canonicalise(string(node.get(key))) for key in ("url", "@id", "mainEntityOfPage")}
        return (place >= len(_BEST), not same, place, index)

    return min(ranked, key=fit)[2]


def as_list(value: Any) -> list[Any]:
    """A value that may be one or many, as a list of at most _MAX_ITEMS; None is none."""
    return value[:_MAX_ITEMS] if isinstance(value, list) else [] if value is None else [value]


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


def named(found: list[Node]) -> Nodes:
    """The nodes that have a name and an @id to refer to them by, the first of each @id."""
    return {node["@id"]: node for node in reversed(found) if isinstance(node.get("@id"), str) and node.get("name")}


def resolve(value: Any, named: Nodes) -> list[Any]:
    """One or many values; references ({"@id": ...} alone) are replaced by the nodes they name, dropped where there is none."""
    resolved = []
    for item in as_list(value):
        if isinstance(item, dict) and isinstance(item.get("@id"), str) and not item.get("name"):
            item = named.get(item["@id"])
            if item is None:
                continue
        resolved.append(item)
    return resolved


def texts(value: Any) -> list[str]:
    """All texts in a value that may be one or many: strings, and the names of objects."""
    found = (string(item) for item in as_list(value))
    return [text for text in found if text]


def names(found: list[Node], *kinds: str) -> list[str]:
    """Names of the nodes of these types (lower case)."""
    return [name for node in found if any(kind in kinds for kind in types(node)) and (name := string(node.get("name")))]


def crumbs(found: list[Node]) -> list[str]:
    """Names along the page's first breadcrumb list, from the site's front down, as they are ordered there."""
    for node in found:
        if "breadcrumblist" in types(node):
            items = [item for item in as_list(node.get("itemListElement")) if isinstance(item, dict)]
            return [name for item in items if (name := string(item.get("name")) or string(item.get("item")))]
    return []


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
