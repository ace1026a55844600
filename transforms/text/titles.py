"""Choosing the headline among what a page offers, and taking the site's name off it."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Set

from transforms.text import charset

# A text and the place where it stood.
Offer = tuple[str | None, str]

MAX_CHARS = 10_000
MAX_TITLE = 500
_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")
# Between a headline and the names of site or section: with blanks around it, or a sign that is written for nothing else.
_SEPARATOR = re.compile(r"\s+[|\-–—·•»«:/~]+\s+|\s*[｜|＿»ㅣ│丨┃‖∣]\s*|\s+[*:]{1,2}\s+|(?<=\S)\s-\s?(?=\S)")
# Also before a name that is known to be the site's.
_BEFORE_NAME = re.compile(r"\s*[|*\-–—·•»«/~_：｜＿ㅣ│丨┃‖∣―・>＞]+\s*|\s+:+\s+")
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)$")
# Headlines in structured data are cut at 110 characters by software that knows a search engine's old limit.
_CUT_CHARS = 100


def clean(text: str | None) -> str | None:
    """A title on one line, without markup, entities or control characters; None where nothing is left."""
    if not text:
        return None
    text = html.unescape(_TAGS.sub("", html.unescape(text[:MAX_CHARS])))
    return unicodedata.normalize("NFC", charset.one_line(text)) or None


def fold(text: str | None) -> str:
    """Words only, in one case: what two spellings of a title share."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text or "").casefold()))


def choose(
    declared: Iterable[Offer], seen: Iterable[Offer], site: Iterable[str], sections: Iterable[str] = ()
) -> tuple[str | None, str | None]:
    """The headline and its place: the first one declared as such, else one of those seen that two agree on.

    `declared` are those of JSON-LD and of meta elements named so, `seen` og:title, h1 and <title>. `site` are the names the
    site goes by, `sections` those of its parts. Where no two agree, the first counts. A headline that is cut short is taken whole
    from where it stands whole.
    """
    known = {folded for name in site if (folded := fold(name))}
    parts = {folded for name in sections if (folded := fold(name))}

    def bare(offers: Iterable[Offer], others: list[str]) -> list[tuple[str, str]]:
        cut = [(without_site(text, known, [t for t in others if t != text], parts), place) for text, place in _cleaned(offers)]
        return [(text, place) for text, place in cut if fold(text) and fold(text) not in known]

    declared, seen = list(declared), list(seen)
    texts = [text for text, _ in _cleaned([*declared, *seen])]
    first, then = bare(declared, texts), bare(seen, texts)
    if not first and not then:
        return None, None
    words = [fold(text) for text, _ in then]
    agreed = (then[i] for i in range(len(then)) if words[i] in words[i + 1 :])
    return _whole(first[0] if first else next(agreed, None) or then[0], first + then)


def _cleaned(offers: Iterable[Offer]) -> list[tuple[str, str]]:
    return [(text, place) for offer, place in offers if (text := clean(offer)) and len(text) <= MAX_TITLE]


def _whole(chosen: tuple[str, str], order: list[tuple[str, str]]) -> tuple[str, str]:
    """The longer headline that a cut one begins, itself where it is not cut."""
    text = chosen[0]
    if _ELLIPSIS.search(text):
        start = fold(_ELLIPSIS.sub("", text))
        longer = [entry for entry in order if start and fold(entry[0]).startswith(start) and not _ELLIPSIS.search(entry[0])]
    elif len(text) >= _CUT_CHARS:
        longer = [e for e in order if len(e[0]) > len(text) and e[0].startswith(text) and not _SEPARATOR.match(e[0], len(text))]
    else:
        longer = []
    return min(longer, key=lambda entry: len(entry[0]), default=chosen)


def without_site(title: str, known: Set[str], others: Iterable[str], sections: Set[str] = frozenset()) -> str:
    """`title` without the site's name before or behind it, told by the known names or by what the other titles lack.

    Behind it also without the names of sections that stand between the headline and the site's name.
    """
    folded = {fold(other) for other in others}
    behind = known
    while cuts := list(_BEFORE_NAME.finditer(title)):
        cut = next((c for c in cuts if fold(title[c.end() :]) in behind and c.start() and _parts(title, c)), None)
        if cut is None:
            break
        title, behind = title[: cut.start()], known | sections
    while cuts := list(_SEPARATOR.finditer(title)):
        if fold(title[: cuts[0].start()]) not in known | sections or not fold(title[cuts[0].end() :]):
            break
        title = title[cuts[0].end() :]
    if fold(title) in folded:
        return title
    return next((title[: c.start()] for c in _SEPARATOR.finditer(title) if fold(title[: c.start()]) in folded), title)


def _parts(title: str, cut: re.Match[str]) -> bool:
    """Whether a sign parts two names here: a hyphen within a word does so only before what is no short Latin word."""
    tail = title[cut.end() :]
    return cut[0] not in ("-", "/", "_") or len(tail) >= 6 or not tail.isascii()
