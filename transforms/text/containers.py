"""Where a page's paragraphs are: the containers of one kind that hold most text, and what stands in them."""

from __future__ import annotations

import re

from lxml import html as lxml_html

MIN_PARAGRAPH = 40
_BLOCKS = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre"})
_OUTSIDE = frozenset(
    {"nav", "footer", "aside", "form", "figcaption", "figure", "script", "style", "noscript", "template", "head", "button"}
)
_CHANGING = re.compile(r"\d+")


def largest(tree: lxml_html.HtmlElement) -> tuple[str, int]:
    """The signature of the containers that hold most paragraph text on the page, and the characters in it; ("", 0) for none.

    A page's story may lie in several containers parted by advertisements; they share tag and class, which is the signature.
    """
    masses: dict[str, int] = {}
    for paragraph in tree.iter("p"):
        text = one_line(paragraph)
        if len(text) < MIN_PARAGRAPH or sum(len(one_line(a)) for a in paragraph.iter("a")) > 0.5 * len(text):
            continue
        if any(ancestor.tag in _OUTSIDE for ancestor in paragraph.iterancestors()):
            continue
        for container in _near(paragraph):
            key = signature(container)
            masses[key] = masses.get(key, 0) + len(text)
    return max(masses.items(), key=lambda item: item[1], default=("", 0))


def text_of(tree: lxml_html.HtmlElement, key: str) -> str:
    """The paragraphs, headings and items in the containers of a signature, one a line, in order."""
    lines = []
    for element in tree.iter(*_BLOCKS):
        if any(ancestor.tag in _OUTSIDE or ancestor.tag in _BLOCKS for ancestor in element.iterancestors()):
            continue
        if any(signature(container) == key for container in element.iterancestors()):
            lines.append(one_line(element))
    return "\n".join(line for line in lines if line)


def blocks(tree: lxml_html.HtmlElement) -> str:
    """Every paragraph, heading and item of a tree, one a line; its whole text where it has none of these."""
    lines = [
        one_line(e) for e in tree.iter(*_BLOCKS) if not any(a.tag in _BLOCKS or a.tag in _OUTSIDE for a in e.iterancestors())
    ]
    root = tree.find("body")
    return "\n".join(line for line in lines if line) or one_line(tree if root is None else root)


def signature(element: lxml_html.HtmlElement) -> str:
    """Tag and class of an element, numbers aside."""
    return f"{element.tag} {_CHANGING.sub('', element.get('class') or '')}"


def one_line(element: lxml_html.HtmlElement) -> str:
    """The text of an element with single spaces."""
    return " ".join("".join(element.itertext()).split())


def _near(paragraph: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    parent = paragraph.getparent()
    grand = parent.getparent() if parent is not None else None
    return [container for container in (parent, grand) if container is not None and container.tag not in ("body", "html")]
