"""Choosing the headline among what a page offers, and taking the site's name off it."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

from transforms.text import charset

MAX_CHARS = 10_000
MAX_TITLE = 500
_TAGS = re.compile(r"</?[a-zA-Z][^>]*>")
_SEPARATOR = re.compile(r"\s+[|\-–—·•»«:/~]+\s+|\s*[｜|＿»]\s*|\s+::\s+|(?<=\S)\s-\s?(?=\S)")


def clean(text: str | None) -> str | None:
    """A title on one line, without markup or entities; None where nothing is left."""
    if not text:
        return None
    text = charset.scrub(html.unescape(_TAGS.sub("", html.unescape(text[:MAX_CHARS]))))
    return " ".join(unicodedata.normalize("NFC", text).split()).strip() or None


def fold(text: str | None) -> str:
    """Words only, in one case: what two spellings of a title share."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text or "").casefold()))


def choose(
    headline: str | None, social: str | None, heading: str | None, document: str | None, site: Iterable[str]
) -> str | None:
    """The headline from JSON-LD's `headline`, og:title, h1 and <title>; `site` are the names the site goes by.

    The declared headline first; without it two that agree win over one that stands alone, and og:title, h1, <title> is the order.
    """
    known = {fold(name) for name in site if fold(name)}
    offers = [clean(t) for t in (headline, social, heading, document)]
    bare = [without_site(t, known, [o for o in offers if o and o is not t]) if t else None for t in offers]
    order = [t for t in bare if t and fold(t) not in known]
    if order and bare[0] == order[0]:
        return order[0]
    for i, title in enumerate(order):
        if any(fold(title) == fold(other) for other in order[i + 1 :]):
            return title
    return order[0] if order else None


def without_site(title: str, known: set[str], others: Iterable[str]) -> str:
    """`title` without the site's name before or behind it, told by the known names or by what the other titles lack."""
    folded = {fold(other) for other in others}
    if len(title) > MAX_TITLE:
        return title
    while True:
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            return title
        tail, head = title[cuts[-1].end() :], title[: cuts[0].start()]
        if fold(tail) in known and cuts[-1].start():
            title = title[: cuts[-1].start()]
        elif fold(head) in known and fold(title[cuts[0].end() :]):
            title = title[cuts[0].end() :]
        else:
            for cut in cuts:
                if fold(title[: cut.start()]) in folded and fold(title) not in folded:
                    return title[: cut.start()]
            return title
