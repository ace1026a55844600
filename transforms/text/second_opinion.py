"""trafilatura's readings of a page, kept from what costs it seconds or its stack."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from transforms.text.plain import normal_form
from transforms.text.pruning import prune

# Deeper trees overflow the stack of recursive code in libraries below us; browsers stop at 512.
MAX_DEPTH = 400
# An element with thousands of attributes costs seconds; no page means them.
MAX_ATTRIBUTES = 200
# Elements above which a page gets the fast extraction only, and above which it gets none but our own: trafilatura's time grows
# faster than the page, to a minute for 19 MB.
LARGE_TREE = 20_000
HUGE_TREE = 60_000
# Elements times depth: what code costs that looks at an element's ancestors.
MOST_STEPS = 5_000_000

_SUSPECT = etree.XPath(f"boolean(//*[count(ancestor::*) >= {MAX_DEPTH - 1}] | //*[@*[{MAX_ATTRIBUTES + 1}]])")
_FLAT = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_TABLE_BARS = re.compile(r" ?\|[ |]*")


def trafilaturas(tree: lxml_html.HtmlElement, depth: int) -> list[str]:
    """What trafilatura reads, fast and thorough, in normal form; nothing for pages that would cost it too much.

    The tree, of this `depth`, is pruned for it, and its code dropped.
    """
    etree.strip_elements(tree, "script", "style", "plaintext", "xmp", with_tail=False)
    size = sum(1 for _ in tree.iter())
    if size * depth > MOST_STEPS:
        return []
    _guard(tree)
    prune(tree)
    return [_trafilatura(tree, fast=fast) for fast, largest in ((True, HUGE_TREE), (False, LARGE_TREE)) if size <= largest]


def _trafilatura(tree: lxml_html.HtmlElement, *, fast: bool) -> str:
    options = Extractor(output_format="python", fast=fast, comments=False, tables=True)
    document = bare_extraction(tree, options=options)
    text = getattr(document, "text", None)  # a Document, or None
    return normal_form(
        "\n".join(_TABLE_BARS.sub("\t", line.strip("| ")) if line[:1] == "|" else line for line in (text or "").split("\n"))
    )


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
