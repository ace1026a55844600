"""Furniture off a page's tree: what its markup shows to be no part of the article, whoever publishes it."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import html as lxml_html

# An element with more text than this share of the page's paragraphs is never furniture, whatever it is called.
LARGEST_SHARE = 0.3
# A list or box is made of links where they hold this share of its text.
LINKED_SHARE = 0.6

_NAMES = re.compile(
    r"(?:^|[\s_-])(?:newsletters?|related|relatedposts|related-?(?:articles?|content|links|posts|stories)|recommend(?:ed|ations?|s)?|outbrain|taboola|"
    r"most-?(?:read|popular|viewed)|popular-?posts|trending|also-?(?:read|like)|read-?(?:more|also|next)|see-?also|more-?(?:on|from|stories|news)|"
    r"social(?:-?(?:share|links|bar|media|icons))?|shar(?:e|ing)(?:-?(?:bar|buttons?|links|tools))?|addtoany|subscri(?:be|ption)|sign-?up|"
    r"comments?(?:-?(?:section|list|area|box))?|disqus|breadcrumbs?|tag-?(?:list|cloud)|post-?tags|article-?tags|"
    r"author-?(?:bio|box|info|card|profile|description)|about-?(?:the-?)?author|(?:image|img|photo|picture|media|video|wp|gallery|figure)-?(?:caption|credit)(?:-?text)?|"
    r"caption|copyright|adverts?|advertisement|ads?-?(?:container|slot|wrapper|box|unit)|sponsored|promo(?:tion)?-?(?:box|block|banner)?|cookie|consent|gdpr|donat(?:e|ion)|"
    r"twitter-tweet|instagram-media|tiktok-embed|fb-post|bluesky-embed|poll|survey|quiz|disclaimer|print-?only|sr-only|visually-?hidden|screen-?reader-?text)(?=$|[\s_-])",
    re.IGNORECASE,
)
_TAGS = frozenset({"figcaption", "nav", "footer", "button", "dialog", "template", "noscript", "select"})
_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "ul", "li"})
_KEPT = frozenset({"html", "body", "main", "head"})
_HEADINGS = ("h2", "h3", "h4", "h5")
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)


def prune(tree: lxml_html.HtmlElement, mass: int) -> None:
    """Removes furniture from the tree; `mass` is the number of characters in the page's paragraphs."""
    limit = max(400, int(LARGEST_SHARE * mass))
    for element in [e for e in tree.iter("*") if e.tag not in _KEPT]:
        if _is_furniture(element) and element.getparent() is not None and len(_text(element)) <= limit:
            element.drop_tree()


def _is_furniture(element: lxml_html.HtmlElement) -> bool:
    tag = element.tag
    if tag in _TAGS:
        return True
    if tag != "article" and (_is_named_so(element.get("class")) or _is_named_so(element.get("id"))):
        return True
    if tag == "a":
        return any(child.tag in _BLOCKS for child in element.iterdescendants())
    if tag in ("ul", "ol"):
        return _is_link_list(element)
    if tag == "article":
        return (
            any(ancestor.tag == "article" for ancestor in element.iterancestors()) and next(element.iter("a"), None) is not None
        )
    return False


@lru_cache(maxsize=1 << 14)
def _is_named_so(name: str | None) -> bool:
    return bool(name) and _NAMES.search(name or "") is not None


def _is_link_list(element: lxml_html.HtmlElement) -> bool:
    """Whether every item is (nearly) nothing but a link, and a short one."""
    items = [item for item in element if item.tag == "li"]
    for item in items:
        text = len(_text(item))
        linked = sum(len(_text(a)) for a in item.iter("a"))
        if text > 250 or linked < LINKED_SHARE * text:
            return False
    return bool(items)


def _text(element: lxml_html.HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())
