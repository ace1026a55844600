"""The article's body: our own reading of a page, or another where there is reason to doubt it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from html import unescape

from lxml import html as lxml_html

from transforms.text import blocks, embedded, html, main_text, second_opinion
from transforms.text.plain import normal_form

# A body of fewer characters is looked at again by the slow extraction.
SHORT_BODY = 250
# A reading that holds less than this share of the body that the page declares is not whole.
COVERAGE = 0.5
# By so much must another reading of a short body be longer to be taken for it.
SHORT_FACTOR = 1.5

_WORD = re.compile(r"\w+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>")
_PARAGRAPH_END = re.compile(r"</p>|<br ?/?>", re.IGNORECASE)


class Reader(StrEnum):
    """What took the body from a page."""

    BLOCKS = "newsbeam"  # the page's own blocks
    TRAFILATURA = "trafilatura"
    SCRIPT = "script"  # data in a script that draws the page
    DECLARED = "json-ld"  # the body that structured data gives
    EVERYTHING = "everything"  # all there is, where nothing looks like an article


def read(tree: lxml_html.HtmlElement, description: str | None = None, declared: str = "") -> tuple[str, Reader]:
    """The article's text in normal form, "" where none is found, and what read it. The tree may be taken apart for it.

    `description` is the page's own summary, `declared` the body that its structured data gives. Our own reading is right for
    nearly all pages; slower ones are asked where it found too little, or lacks what the page declares.
    """
    page = blocks.read(tree)
    text, everything = normal_form(main_text.text_of(page, description)), ""
    if not text:  # names may have made furniture of the story
        page = blocks.read(tree, whole=True)
        text, everything = normal_form(main_text.text_of(page, description)), normal_form(_every_block(page))
    declared = normal_form(_plain(declared))
    wanted = _words(declared) if len(declared) >= SHORT_BODY else Counter[str]()
    if len(text) >= SHORT_BODY and (not wanted or _coverage(text, wanted) >= COVERAGE):
        return text, Reader.BLOCKS
    depth = max((box.depth for box in page.boxes), default=0)
    offers = [(text, Reader.BLOCKS), *_slower(tree, depth)]
    if wanted:
        whole = [offer for offer in offers if _coverage(offer[0], wanted) >= COVERAGE]
        if whole:  # the shortest that holds what is declared has the least beside it
            return min(whole, key=lambda offer: len(offer[0]))
        return (declared, Reader.DECLARED) if len(declared) > SHORT_FACTOR * len(text) else offers[0]
    if len(text) < SHORT_BODY:
        longest = max(offers, key=lambda offer: len(offer[0]))
        if len(longest[0]) > SHORT_FACTOR * len(text):
            return longest
    return (text, Reader.BLOCKS) if text else (everything, Reader.EVERYTHING)


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))


def _coverage(text: str, wanted: Counter[str]) -> float:
    """The share of wanted words that a text holds, in [0, 1]."""
    return (_words(text) & wanted).total() / wanted.total()


def _plain(declared: str) -> str:
    """A declared body without the markup, and the references escaped twice, that some publishers leave in it."""
    for _ in range(2):
        declared = unescape(declared) if "&" in declared else declared
    return _TAG.sub(" ", _PARAGRAPH_END.sub("\n", declared)) if "<" in declared else declared


def _slower(tree: lxml_html.HtmlElement, depth: int) -> Iterator[tuple[str, Reader]]:
    """Other readings of the page. The tree is taken apart."""
    data = embedded.markup(tree)
    for text in second_opinion.trafilaturas(tree, depth):
        yield text, Reader.TRAFILATURA
    page = html.parse(data) if data else None
    if page is not None:
        yield normal_form(_every_block(blocks.read(page))), Reader.SCRIPT


def _every_block(page: blocks.Blocks) -> str:
    return "\n".join(block.text for block in page.blocks)
