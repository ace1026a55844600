"""HTML to a tree."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html

# Tags whose like may stand inside them without end, for pages that are parsed again without nesting.
_NESTING = re.compile(
    r"</?(?!(?:p|h[1-6]|br|title|meta|link|script|style|head|body|html|a|time)\b)[a-z][^<>]*>",
    re.IGNORECASE,
)
# One class for all elements: lxml's own lookup asks Python for each.
_LOOKUP = etree.ElementDefaultClassLookup(element=lxml_html.HtmlElement)
_INVALID = bytes(i for i in range(32) if i not in (9, 10, 13))
# A slash in either makes libxml2 lose the page.
_DOCTYPE = re.compile(r"^\s*+<\s?!\s?DOCTYPE[^<>]*+>", re.IGNORECASE)
_ROOT = re.compile(r"<html[^<>]*+>", re.IGNORECASE)


def parse(text: str) -> lxml_html.HtmlElement | None:
    """The tree of a page, None where there is no markup to speak of. Comments and processing instructions are gone."""
    head = _DOCTYPE.sub(lambda match: "" if "/" in match[0] else match[0], text[:4096], count=1)
    text = _ROOT.sub(lambda match: match[0].rstrip(" />\t\r\n") + ">", head, count=1) + text[4096:]
    tree, whole = _parse(text)
    if not whole:
        tree, _ = _parse(_NESTING.sub("\n", text))
    return tree


def _parse(text: str) -> tuple[lxml_html.HtmlElement | None, bool]:
    """The tree, and whether it is whole: libxml2 drops what is nested deeper than 2048 elements."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True)
    parser.set_element_class_lookup(_LOOKUP)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace").translate(None, _INVALID), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None, True
    return tree, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
