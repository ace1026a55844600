"""The headline as it stands in the page: its h1, without what is printed above the headline in the same element."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from transforms.text import titles
from transforms.text.page import Page, text_of

_MAX_PARTS = 50  # of one heading
# Classes of what stands in a heading before the headline, and of what only machines read.
_KICKER = re.compile(
    r"kicker|overline|top-?line|eyebrow|spitzmarke|dachzeile|roofline|antetitulo|cintillo|volanta|surtitre|occhiello"
    r"|chapeau|label|badge|rubri[ck]|category|(?:^|[\s_-])tag(?:$|[\s_-])|prefix|hidden|sr-only|offscreen",
    re.IGNORECASE,
)


def of_page(page: Page, beside: list[str]) -> str | None:
    """The page's h1: where there are several, the one that <title> or og:title repeats, else the first within the article."""
    texts = [(h, text) for h in page.headings if (text := _without_kicker(h))]
    others = [titles.fold(title) for title in beside]
    for _, text in texts if len(texts) > 1 else ():
        folded = titles.fold(text)
        if " " in folded and any(folded in other for other in others):
            return text
    marked = [text for h, text in texts if "headline" in (h.get("itemprop") or "").lower()]
    inner = [text for h, text in texts if any(above.tag in ("article", "main") for above in h.iterancestors())]
    return next(iter((*marked, *inner, *(text for _, text in texts))), None)


def _without_kicker(h1: HtmlElement) -> str:
    """The text of a heading without the kicker or label in it; all of it where nothing else is there."""
    whole = text_of(h1, titles.MAX_TITLE)
    for part in islice(h1.iter("span", "div", "a", "strong", "small", "p", "em"), _MAX_PARTS):
        if _KICKER.search(part.get("class") or ""):
            kicker = text_of(part, titles.MAX_TITLE)
            rest = whole.removeprefix(kicker).removesuffix(kicker).strip(" :|-–—•·/")
            if kicker and rest:
                whole = rest
    return whole
