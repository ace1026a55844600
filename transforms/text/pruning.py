"""Furniture in a page's tree: what its markup shows to be no part of the article, whoever publishes it."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import html as lxml_html

# An element with more text than this share of the page's paragraphs is no furniture, whatever it is called; the share is
# held between these bounds.
LARGEST_SHARE, LEAST_CHARS, MOST_CHARS = 0.3, 400, 20_000
# What is surely no article, comments and consent, may hold more.
SURE_SHARE = 0.7
# So many elements of a page may be called furniture and turn out to hold too much; pages nest them to cost time.
PATIENCE = 50
# Characters of a class or id that are looked at.
MOST_NAMES = 500
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
_SURE = re.compile(
    r"(?:^|\s)(?:comments?|disqus|cookies?|consent|gdpr|cmp|onetrust|didomi|usercentrics|qc-cmp\d?)(?=$|[\s_-])", re.IGNORECASE
)
# Terms that an article is filed under say nothing of what it is.
_TERMS = re.compile(r"(?:^|\s)(?:tag|category)-[\w-]+")
_TAGS = frozenset({"figcaption", "nav", "footer", "button", "dialog", "template", "noscript", "select", "form", "menu"})
_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "ul", "li"})
_KEPT = frozenset({"html", "body", "main", "head", "article"})
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)


class Furniture:
    """Which elements of one page are furniture or hidden, by tag, names and attributes, unless they hold too much of its text."""

    def __init__(self, tree: lxml_html.HtmlElement) -> None:
        # Broken pages nest paragraphs by thousands.
        outermost = (p for p in tree.iter("p") if next(p.iterancestors("p"), None) is None)
        mass = sum(len(text) for p in outermost for text in p.itertext())
        self._limit = min(MOST_CHARS, max(LEAST_CHARS, int(LARGEST_SHARE * mass)))
        self._sure_limit = max(self._limit, int(SURE_SHARE * mass))
        self._patience = PATIENCE

    def includes(self, element: lxml_html.HtmlElement) -> bool:
        """Whether an element is furniture."""
        tag = element.tag
        if tag in _KEPT:
            return False
        names, identifier = element.get("class"), element.get("id")
        if (names and _is_sure(names[:MOST_NAMES])) or (identifier and _is_sure(identifier[:MOST_NAMES])):
            return self.is_small(element, self._sure_limit)
        if (
            tag in _TAGS
            or (names and _is_name(names[:MOST_NAMES]))
            or (identifier and _is_name(identifier[:MOST_NAMES]))
            or _is_hidden(element)
        ):
            return self.is_small(element)
        return False

    def is_small(self, element: lxml_html.HtmlElement, limit: int | None = None) -> bool:
        """Whether an element holds little enough to go; no more of it is looked at than needed, and not without end."""
        limit, total = self._limit if limit is None else limit, 0
        if self._patience <= 0:
            return False
        for text in element.itertext():
            total += len(text) if not text.isspace() else 1
            if total > limit:
                self._patience -= 1
                return False
        return True


def prune(tree: lxml_html.HtmlElement) -> None:
    """Removes furniture from the tree, and what holds nothing but links."""
    furniture = Furniture(tree)
    for element in [e for e in tree.iter("*") if e.tag not in ("html", "body", "main", "head")]:
        if element.getparent() is None:
            continue
        if furniture.includes(element) or (_is_links(element) and furniture.is_small(element)):
            element.drop_tree()


@lru_cache(maxsize=1 << 14)
def _is_sure(names: str) -> bool:
    return _SURE.search(names) is not None


@lru_cache(maxsize=1 << 14)
def _is_name(names: str) -> bool:
    return _NAMES.search(_TERMS.sub(" ", names)) is not None


def _is_hidden(element: lxml_html.HtmlElement) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    names, style = element.get("class"), element.get("style")
    # "hidden md:block" is hidden on small screens only.
    if names and "hidden" in names and ":" not in names and "hidden" in names.split():
        return True
    return style is not None and _HIDDEN.search(style[:1000]) is not None


def _is_links(element: lxml_html.HtmlElement) -> bool:
    """Whether an element is a link around blocks, a list of short links, or an article within an article with a link."""
    tag = element.tag
    if tag == "a":
        return any(child.tag in _BLOCKS for child in element.iterdescendants())
    if tag in ("ul", "ol"):
        return _is_link_list(element)
    if tag == "article":
        return (
            any(ancestor.tag == "article" for ancestor in element.iterancestors()) and next(element.iter("a"), None) is not None
        )
    return False


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
