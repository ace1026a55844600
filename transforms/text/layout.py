"""What can be told of a page's blocks from where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.text.blocks import Block, Blocks, Box
from transforms.text.plain import ends_sentence

# A block of fewer characters says little about where the article is.
MIN_PARAGRAPH = 40
# Above this share of linked characters a block is a list of links; up to the smaller one it may be text by itself.
LINKED, HARDLY_LINKED = 0.5, 0.3
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = frozenset("p div section article main body center td dd blockquote pre".split())
_CLOSERS, _ASKS = " \"'\u2019\u201d\u00bb)\u300d\u300f]", frozenset("?!\uff1f\uff01\u061f")


def is_paragraph(block: Block) -> bool:
    """Whether a block is long and free of links enough to tell where the article is."""
    return block.tag in PARAGRAPHS and len(block.text) >= MIN_PARAGRAPH and block.linked <= LINKED * len(block.text)


def reads_as_text(block: Block) -> bool:
    """Whether a block ends as a sentence does, and has hardly a link."""
    return is_sentence(block.text) and block.linked <= HARDLY_LINKED * len(block.text)


def is_sentence(text: str) -> bool:
    """Whether a text ends with a full stop, a question mark or an exclamation mark."""
    return ends_sentence(text) or text.rstrip(_CLOSERS)[-1:] in _ASKS


@dataclass(frozen=True, slots=True)
class Layout:
    """A page and, for each box, the number of blocks within it."""

    page: Blocks
    blocks_in: list[int]

    @classmethod
    def of(cls, page: Blocks) -> Layout:
        counts = [0] * len(page.boxes)
        for block in page.blocks:
            if block.box >= 0:
                counts[block.box] += 1
        return cls(page, summed(page.boxes, counts))

    def box(self, place: int) -> Box:
        return self.page.boxes[place]

    def up(self, place: int) -> int:
        return self.page.boxes[place].parent if place >= 0 else -1

    def signature(self, place: int) -> str | None:
        return self.page.boxes[place].signature if place >= 0 else None

    def holder(self, block: Block) -> int:
        """The box that a block stands in: a paragraph's or heading's own box is no place."""
        return self.up(block.box) if block.tag == "p" or block.tag == "pre" or block.tag in HEADINGS else block.box

    def home(self, block: Block) -> int:
        """The smallest box that holds more than this block: wrappers around it alone are passed over."""
        place = block.box
        while place >= 0 and self.blocks_in[place] <= 1:
            place = self.up(place)
        return place


def summed(boxes: list[Box], own: list[int]) -> list[int]:
    """For each box its own number and those of all boxes within it."""
    total = list(own)
    for i in range(len(boxes) - 1, 0, -1):
        if boxes[i].parent >= 0:
            total[boxes[i].parent] += total[i]
    return total
