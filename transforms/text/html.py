"""HTML to a tree and to the article's body."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from transforms.text import containers, embedded
from transforms.text.plain import normal_form
from transforms.text.pruning import prune

# Deeper trees overflow the stack of recursive code in libraries below us; browsers stop at 512.
MAX_DEPTH = 400
# An element with thousands of attributes costs seconds; no page means them.
MAX_ATTRIBUTES = 200
# A body of fewer characters is looked at again by the slow extraction.
SHORT_BODY = 250
# Share of what the page seems to hold under which a body is implausible.
PLAUSIBLE_SHARE = 0.6

# Elements above which a page gets the fast extraction only, and above which it gets none but our own: trafilatura's time grows
# faster than the page, to a minute for 19 MB.
LARGE_TREE = 20_000
HUGE_TREE = 60_000

# Tags whose like may stand inside them without end, for pages that are parsed again without nesting.
_NESTING = re.compile(
    r"</?(?!(?:p|h[1-6]|br|title|meta|link|script|style|head|body|html|a|time)\b)[a-z][^<>]*>",
    re.IGNORECASE,
)
_FLAT = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "script", "style"})

_SUSPECT = etree.XPath(f"boolean(//*[count(ancestor::*) >= {MAX_DEPTH - 1}] | //*[@*[{MAX_ATTRIBUTES + 1}]])")
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DOCTYPE = re.compile(r"^\s*<\s?!\s?DOCTYPE[^>]*/[^<>]*>", re.IGNORECASE)
_SELF_CLOSED = re.compile(r"(<html[^>]*?)\s*/>", re.IGNORECASE)


def parse(text: str) -> lxml_html.HtmlElement | None:
    """The tree of a page, None where there is no markup to speak of. Comments and processing instructions are gone."""
    text = _INVALID.sub("", text)
    head = _SELF_CLOSED.sub(r"\1>", _DOCTYPE.sub("", text[:4096], count=1), count=1)
    text = head + text[4096:]
    tree, whole = _parse(text)
    if not whole:
        tree, _ = _parse(_NESTING.sub("\n", text))
    if tree is not None:
        _guard(tree)
    return tree


def _parse(text: str) -> tuple[lxml_html.HtmlElement | None, bool]:
    """The tree, and whether it is whole: libxml2 drops what is nested deeper than 2048 elements."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None, True
    return tree, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def body(tree: lxml_html.HtmlElement, declared_chars: int = 0) -> str:
    """The article's text in normal form, "" where none is found. Furniture is taken out of the tree.

    `declared_chars` is the length of the body that the page's structured data declares, 0 where it declares none.
    The fast extraction is right for nearly all pages; what is slower runs only where the page seems to hold much more.
    """
    data = embedded.markup(tree) if not _has_paragraphs(tree) else ""
    _drop_code(tree)
    key, mass = containers.largest(tree)
    prune(tree, mass)
    size = sum(1 for _ in tree.iter())
    text = _trafilatura(tree, fast=True) if size <= HUGE_TREE else ""
    expected = max(declared_chars, mass)
    if _is_plausible(text, expected):
        return text
    slow = _trafilatura(tree, fast=False) if size <= LARGE_TREE else text
    if len(text) < SHORT_BODY or abs(len(slow) - expected) < abs(len(text) - expected):
        text = max(text, slow, key=len) if len(text) < SHORT_BODY else slow
    if _is_plausible(text, mass) and not data:
        return text
    whole = normal_form(containers.text_of(tree, key)) if key else ""
    if len(whole) > len(text) and (len(text) < SHORT_BODY or _holds(whole, text)):
        text = whole
    if not text:
        text = normal_form(containers.blocks(tree))
    if data:
        page = parse(data)
        if page is not None:
            prune(page, len(data))
            drawn = normal_form(containers.blocks(page))
            text = max(text, drawn, key=len)
    return text


def _drop_code(tree: lxml_html.HtmlElement) -> None:
    """Scripts and styles out of the tree; structured data stays, for trafilatura reads bodies from it."""
    for element in list(tree.iter("script", "style")):
        if "ld+json" not in (element.get("type") or "") and element.getparent() is not None:
            element.drop_tree()


def _is_plausible(text: str, expected: int) -> bool:
    return len(text) >= SHORT_BODY and len(text) >= PLAUSIBLE_SHARE * expected


def _holds(whole: str, part: str) -> bool:
    """Whether most of the lines of `part` are found in `whole`."""
    lines = [line for line in part.split("\n") if len(line) >= containers.MIN_PARAGRAPH]
    return sum(line in whole for line in lines) >= 0.6 * len(lines)


def _has_paragraphs(tree: lxml_html.HtmlElement) -> bool:
    return sum(len(containers.one_line(p)) for p in tree.iter("p")) >= SHORT_BODY


def _trafilatura(tree: lxml_html.HtmlElement, *, fast: bool) -> str:
    options = Extractor(output_format="python", fast=fast, comments=False, tables=True)
    document = bare_extraction(tree, options=options)
    text = getattr(document, "text", None)  # a Document, or None
    return normal_form(text or "")


def _guard(tree: lxml_html.HtmlElement) -> None:
    """Takes out what would cost recursion or seconds: over-deep branches are flattened, over-long attribute lists emptied."""
    if not _SUSPECT(tree):
        return
    depth, deep = 0, []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start":
            if len(element.attrib) > MAX_ATTRIBUTES:
                element.attrib.clear()
            if depth == MAX_DEPTH and len(element):
                deep.append(element)
    for branch in deep:
        for element in list(branch.iterdescendants()):
            if element.tag not in _FLAT:
                element.drop_tag()
