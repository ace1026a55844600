"""Where on a page its article is: boxes of one kind that hold most of its paragraphs, and the box that they lie in."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.text.layout import Layout, is_paragraph, summed

# What a paragraph counts for its box's parent, as a share of what it counts for its box.
_OUTER = 0.9
# The article's box is the deepest one that holds this share of the paragraphs.
_REGION_SHARE = 0.85
# Characters of running text that stand in a box itself, outside of paragraphs, that make every line in it part of the article.
_RUNNING = 200


@dataclass(frozen=True, slots=True)
class Region:
    """The article's place: boxes of a signature within `top`; `inside` says for each box whether it lies there."""

    signature: str
    top: int
    around: frozenset[int]  # the boxes around `top` that are no more than wrappers of the article
    inside: list[bool]
    running: list[bool]  # boxes with running text of their own

    @classmethod
    def of(cls, layout: Layout, signature: str, top: int) -> Region:
        boxes = layout.page.boxes
        inside = [False] * len(boxes)
        for i, box in enumerate(boxes):
            inside[i] = i == top or (box.parent >= 0 and inside[box.parent])
        direct = [0] * len(boxes)
        for block in layout.page.blocks:
            if block.box >= 0 and block.tag != "p" and is_paragraph(block):
                direct[block.box] += len(block.text)
        outer = [layout.up(top), layout.up(layout.up(top))]
        around = frozenset(i for i in outer if i >= 0 and boxes[i].tag not in ("html", "body"))
        return cls(signature, top, around, inside, [chars >= _RUNNING for chars in direct])


def find(layout: Layout) -> Region | None:
    """The article's place on a page, None for a page without paragraphs."""
    found = _largest(layout)
    return Region.of(layout, *found) if found else None


def next_story(layout: Layout, region: Region) -> int:
    """The first block of the story that a page shows below its own: in another <article>, under an h1 of its own."""
    blocks, boxes = layout.page.blocks, layout.page.boxes
    story_of = [-1] * len(boxes)
    for i, box in enumerate(boxes):
        story_of[i] = i if box.tag == "article" else story_of[box.parent] if box.parent >= 0 else -1
    own: int | None = None
    for n, block in enumerate(blocks):
        if block.tag != "h1" or block.box < 0 or not region.inside[block.box]:
            continue
        story = story_of[block.box]
        if own is None:
            own = story
        elif story not in (own, -1):
            return n
    return len(blocks)


def _largest(layout: Layout) -> tuple[str, int] | None:
    """The signature of the article's boxes, and the box that they lie in. None for a page without paragraphs.

    An article may lie in several boxes parted by advertisements, or each paragraph in a wrapper: these share a signature.
    """
    boxes = layout.page.boxes
    mass: dict[str, float] = {}
    members: dict[str, list[tuple[int, int]]] = {}
    for block in layout.page.blocks:
        if block.box < 0 or not is_paragraph(block):
            continue
        holder = layout.holder(block)
        counted = set()
        for place, weight in ((holder, 1.0), (layout.up(holder), _OUTER), (layout.home(block), _OUTER)):
            if place < 0 or boxes[place].tag in ("html", "body") or boxes[place].signature in counted:
                continue
            signature = boxes[place].signature
            counted.add(signature)
            mass[signature] = mass.get(signature, 0) + weight * len(block.text)
            members.setdefault(signature, []).append((place, len(block.text)))
    if not mass:
        return None
    signature = max(mass, key=lambda key: mass[key])
    own = [0] * len(boxes)
    for place, size in members[signature]:
        own[place] += size
    within = summed(boxes, own)
    enough = _REGION_SHARE * sum(own)
    return signature, max((i for i in range(len(boxes)) if within[i] >= enough), key=lambda i: boxes[i].depth)
