"""The lines that sum an article up between its headline and its body."""

from __future__ import annotations

import re

from transforms.text.layout import HARDLY_LINKED, Layout, is_sentence

# How many blocks may lie between it and the article, and its least length with and without a sign of what it is.
_BLOCKS, _CHARS, _PLAIN_CHARS = 15, 40, 80
# Letters of a description that can be compared, and letters in a row that show two texts to be the same.
_DESCRIPTION, _SAME = 30, 50
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|leadtext|intro|summary|standfirst|sub-?title|sub-?head(?:line|ing)?|dek|deck|teaser-?text|excerpt|abstract"
    r"|chapo|chapeau|entradilla|bajada|copete|sommario|occhiello|ingress|manchet|epigraph|epigrafe|anriss|vorspann|description|article-?desc|spot)"
    r"(?=$|[\s_-]|\d)"
    r"|(?<=[a-z])(?:Lead|Intro|Summary|Standfirst|Sub[Tt]itle|Sub[Hh]ead(?:line|ing)?|Dek)(?=$|[\s_A-Z-])"
)
_WORDS = re.compile(r"\W+")


def find(layout: Layout, first: int, description: str | None) -> int | None:
    """The block before the article's `first` that sums it up, None where there is none.

    It is what repeats the page's description, what is named so, or a long heading or sentence under the h1.
    """
    blocks, boxes = layout.page.blocks, layout.page.boxes
    wanted = _letters(description or "")
    title = max((n for n in range(first) if blocks[n].tag == "h1"), default=None)
    plain = None
    for n in range(first - 1, -1, -1):
        block = blocks[n]
        if block.tag == "h1" or len(block.text) < _CHARS or block.linked > HARDLY_LINKED * len(block.text):
            continue
        if len(wanted) >= _DESCRIPTION and _is_same(_letters(block.text), wanted):
            return n
        if title is None or n < title or n < first - _BLOCKS or block.box < 0:
            continue
        parent = boxes[block.box].parent
        if _NAMES.search(boxes[block.box].names) or (block.tag == "p" and parent >= 0 and _NAMES.search(boxes[parent].names)):
            return n
        if len(block.text) >= _PLAIN_CHARS and (block.tag in ("h2", "h3") or (block.tag == "p" and is_sentence(block.text))):
            plain = n if plain is None else plain
    return plain


def _is_same(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) >= _SAME and (b[:_SAME] in a or a[:_SAME] in b))


def _letters(text: str) -> str:
    return _WORDS.sub("", text.casefold())
