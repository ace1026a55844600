"""A page as blocks of text in the boxes that hold them: one walk over its tree, past what its markup shows to be furniture.

Source: text blocks and link density as in Kohlschütter et al., "Boilerplate Detection using Shallow Text Features" (2010).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from transforms.text import pruning

# Never text that a reader sees.
_UNSEEN = frozenset(
    "script style noscript template svg math iframe object embed video audio canvas select textarea input head datalist"
    " plaintext xmp noembed noframes".split()
)
_BOXES = frozenset(
    "html body div section main article header hgroup aside center p blockquote pre ul ol li dl dt dd table thead tbody tfoot"
    " tr td th caption h1 h2 h3 h4 h5 h6 figure figcaption address hr fieldset details summary form nav footer menu dialog"
    " button".split()
)
_CHANGING = re.compile(r"\d+")


@dataclass(slots=True)
class Box:
    """An element that parts text from text. `parent` is a place in `Blocks.boxes`, -1 for the root; parents come before children.

    `signature` is tag and class, or id where there is none, numbers aside: what the parts of one story share.
    """

    tag: str
    names: str
    parent: int
    depth: int
    signature: str


@dataclass(slots=True)
class Block:
    """A line of text that nothing but inline markup divides; `linked` of its characters stand in links, `box` holds it."""

    text: str
    box: int
    tag: str
    linked: int


@dataclass(frozen=True, slots=True)
class Blocks:
    """The boxes and blocks of a page in document order."""

    boxes: list[Box]
    blocks: list[Block]


def read(tree: lxml_html.HtmlElement, *, whole: bool = False) -> Blocks:
    """The boxes and blocks of a tree, without furniture unless the `whole` of it is wanted. The tree stays as it is."""
    furniture = None if whole else pruning.Furniture(tree)
    page = Blocks([], [])
    boxes, blocks = page.boxes, page.blocks
    signatures: dict[tuple[str, str], str] = {}
    current, links, linked = -1, 0, 0
    skipped: lxml_html.HtmlElement | None = None
    pieces: list[str] = []

    def close_block() -> None:
        nonlocal linked
        if not pieces:
            return
        text = "".join(pieces)
        pieces.clear()
        for line in text.split("\n") if "\n" in text else (text,):
            words = " ".join(line.split())
            if words:
                blocks.append(Block(words, current, boxes[current].tag if current >= 0 else "", min(linked, len(words))))
                linked = max(0, linked - len(words))
        linked = 0

    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if tag in _UNSEEN or (furniture is not None and furniture.includes(element)):
                if tag in _BOXES:
                    close_block()
                skipped = element
                walker.skip_subtree()
                continue
            if tag in _BOXES:
                close_block()
                names = element.get("class") or ""
                kind = tag, names or f"#{element.get('id') or ''}"
                if kind not in signatures:
                    signatures[kind] = " ".join((tag, _CHANGING.sub("", kind[1])))
                depth = boxes[current].depth + 1 if current >= 0 else 0
                boxes.append(Box(tag, names, current, depth, signatures[kind]))
                current = len(boxes) - 1
            elif tag == "a":
                links += 1
            elif tag == "br":
                pieces.append("\n")
            text = element.text
        else:
            if skipped is not None:
                skipped = None  # the end that belongs to the start just skipped
            elif tag in _BOXES:
                close_block()
                current = boxes[current].parent
            elif tag == "a":
                links -= 1
            text = element.tail
        if text:
            pieces.append(text.replace("\n", " ") if "\n" in text else text)
            if links:
                linked += len(text.strip())
    close_block()
    return page
