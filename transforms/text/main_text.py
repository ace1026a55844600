"""Which blocks of a page are its article: the paragraphs of one region, their headings and lists, the standfirst."""

from __future__ import annotations

from collections.abc import Collection

from transforms.text import region as regions
from transforms.text import standfirst
from transforms.text.blocks import Block, Blocks
from transforms.text.layout import HEADINGS, LINKED, PARAGRAPHS, Layout, is_paragraph, reads_as_text
from transforms.text.region import Region

# Above this share of linked characters even a paragraph in its place is a list of links.
_LINKED_PARAGRAPH = 0.8
# Boxes with this share of the article are homes of its headings.
_HOME_SHARE = 0.2
# Boxes that are looked at around a block.
_LEVELS = 6

_LISTS, _QUOTES = ("ul", "ol", "dl", "table"), ("blockquote",)
_ITEMS = frozenset({"li", "dt", "dd", "td", "th", "tr", "caption"})


def text_of(page: Blocks, description: str | None = None) -> str:
    """The article's text, a block a line, "" where the page has no paragraphs.

    `description` is the page's own, which a standfirst repeats.
    """
    chosen = select(page, description)
    lines: list[str] = []
    row = last = -1
    for block, keep in zip(page.blocks, chosen, strict=True):
        if not keep:
            continue
        cell = page.boxes[block.box].parent if block.tag in ("td", "th") else -1
        if cell >= 0 and cell == row and block.box != last:
            lines[-1] += "\t" + block.text
        else:
            lines.append(block.text)
        row, last = cell, block.box
    return "\n".join(lines)


def select(page: Blocks, description: str | None = None) -> list[bool]:
    """For each block of the page whether it is part of the article."""
    layout = Layout.of(page)
    chosen = [False] * len(page.blocks)
    region = regions.find(layout)
    if region is None:
        return chosen
    for n, block in enumerate(page.blocks):
        chosen[n] = block.box >= 0 and _is_body(layout, region, block)
    first = chosen.index(True) if True in chosen else None
    if first is None:
        return chosen
    end = regions.next_story(layout, region)
    if end > first:
        chosen[end:] = [False] * (len(chosen) - end)
    _add_headings(layout, region, chosen, first)
    lead = standfirst.find(layout, chosen.index(True), description)
    if lead is not None:
        chosen[lead] = True
    return chosen


def _is_body(layout: Layout, region: Region, block: Block) -> bool:
    """Whether a block is a paragraph, an item or a quotation of the article; headings come later."""
    holder, size = layout.holder(block), len(block.text)
    if not region.inside[block.box]:
        # Of a story behind a paywall the first paragraphs stand before its box.
        return holder in region.around and block.tag == "p" and is_paragraph(block) and reads_as_text(block)
    if block.linked > _LINKED_PARAGRAPH * size or block.tag in HEADINGS or block.tag == "h1":
        return False
    tags = _tags_up(layout, region, block.box)
    if "aside" in tags:
        return False
    if not _ITEMS.isdisjoint(tags[:3]):
        return block.linked <= LINKED * size and _is_part(layout, region, block, _LISTS, (*_LISTS, "li", "figure"))
    if "blockquote" in tags[:4] and block.linked <= LINKED * size and _is_part(layout, region, block, _QUOTES, _QUOTES):
        return True
    kinds = [layout.signature(box) for box in (holder, layout.up(holder), layout.home(block))]
    if block.tag == "p":
        return holder == region.top or region.signature in kinds
    if holder == region.top or kinds[0] == region.signature:
        running = region.running[block.box] and block.linked <= LINKED * size
        return (
            running or is_paragraph(block) or (kinds[0] == region.signature and block.tag in PARAGRAPHS and reads_as_text(block))
        )
    return kinds[2] == region.signature and is_paragraph(block) and reads_as_text(block)


def _tags_up(layout: Layout, region: Region, box: int) -> list[str]:
    """The tags from a box outwards, as far as the article's own box and no more than a few."""
    tags: list[str] = []
    while box >= 0 and box != region.top and len(tags) < _LEVELS:
        tags.append(layout.box(box).tag)
        box = layout.up(box)
    return tags


def _is_part(layout: Layout, region: Region, block: Block, kinds: Collection[str], nesting: Collection[str]) -> bool:
    """Whether the list or quotation around a block stands where the article's paragraphs stand, or one box deeper."""
    box = block.box
    for _ in range(2 * _LEVELS):
        if box < 0 or box == region.top:
            return False
        outer = layout.up(box)
        if layout.box(box).tag in kinds and not (outer >= 0 and layout.box(outer).tag in nesting):
            return any(i >= 0 and (i == region.top or layout.signature(i) == region.signature) for i in (outer, layout.up(outer)))
        box = outer
    return False


def _add_headings(layout: Layout, region: Region, chosen: list[bool], first: int) -> None:
    """Chooses the headings below the headline that stand where chosen blocks do, and have no links right below them."""
    blocks = layout.page.blocks
    size: dict[int, int] = {}
    for block, keep in zip(blocks, chosen, strict=True):
        if keep:
            home = layout.home(block)
            size[home] = size.get(home, 0) + len(block.text)
    homes = {home for home, chars in size.items() if chars >= _HOME_SHARE * sum(size.values())}
    homes |= {layout.up(home) for home in homes}
    follows = text_below = False
    headline = max((n for n in range(first) if blocks[n].tag == "h1"), default=-1)
    for n in range(len(blocks) - 1, headline, -1):
        block = blocks[n]
        is_text = block.linked <= LINKED * len(block.text)
        if block.tag in HEADINGS and block.box >= 0 and region.inside[block.box]:
            if follows and text_below and is_text:
                home = layout.home(block)
                chosen[n] = home in homes or region.signature in (layout.signature(layout.holder(block)), layout.signature(home))
            continue
        follows |= chosen[n]
        text_below = is_text or chosen[n]
