"""Bylines as lists of names."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

from transforms.text import charset

MAX_AUTHORS = 20
MAX_VALUE = 1_000
_TAGS = re.compile(r"<[^>]*>")
_BY = re.compile(
    r"^(?:(?:written|posted|reported|published|words|story|text|analysis|opinion|review)\s+by|by|von|vom|par|por|di|door|av|af|przez|texte?\s*[:：]|"
    r"autore?s?\s*[:：]|authors?\s*[:：]|autor(?:a|in|en)?\s*[:：]|redaktion\s*[:：]|foto\s*[:：]|文[:：]|記者[:：])\s*",
    re.IGNORECASE,
)
_BY_STRICT = re.compile(r"^(?:di|por|par|av|af|von|by)\s+(?=\S)", re.IGNORECASE)
_MAIL = re.compile(r"\(?\s*[\w.+-]+@[\w-]+\.[\w.-]+\s*\)?")
_HANDLE = re.compile(r"(?:^|\s)@\w{2,}")
_SPLIT = re.compile(r"\s*(?:[;|•·/、]|\s(?:and|und|et|y|e|en|og|och|ve|i|a|&|\+)\s|&(?!\w+;))\s*|\s+-\s+", re.IGNORECASE)
_COMMA = re.compile(r"\s*[,，]\s*")
_ROLE = re.compile(
    r"\b(?:correspondent|reporter|editor|journalist|writer|columnist|staff writer|producer|chief|bureau|contributor|photographer|"
    r"redakteur(?:in)?|korrespondent(?:in)?|reporterin|journaliste?|redactora?|periodista|giornalista|autor(?:in)?)\b",
    re.IGNORECASE,
)
_TITLE_BEHIND = re.compile(r"\s*(?:인턴\s?기자|기자|특파원|논설위원|記者|记者|編集委員)$")
_NOT_NAMES = re.compile(
    r"^(?:https?:|www\.|/|admin$|administrator$|editor$|author$|unknown$|anonymous$|null$|none$|undefined$|n/?a$|redaktion$|staff$|false$|true$)",
    re.IGNORECASE,
)
_WORD = r"[^\W\d_a-z][\w'’.-]*"
_NAME = rf"{_WORD}(?: (?:(?:de|da|do|del|della|van|von|den|der|bin|al|el|la|le|dos|ter|ten|di) ){{0,2}}{_WORD}){{1,3}}"
_BYLINE = re.compile(rf"{_NAME}(?:(?:, ?| (?:and|und|et|y|e|&) | / ?){_NAME}){{0,3}}")
_DATE = re.compile(r"\d{4}|\d{1,2}[:.]\d{2}")


def names(values: Iterable[str], publisher: str | None = None, *, split: bool = True) -> tuple[str, ...]:
    """Names of persons or desks, each once, in order: without "By", roles, addresses and dates.

    `split` says whether one value may hold several names. The publisher's own name counts only where no other name is given.
    """
    found: dict[str, str] = {}
    for value in values:
        for name in _names(value, split):
            found.setdefault(_fold(name), name)
    house = _fold(publisher or "")
    if len(found) > 1 and house in found:
        del found[house]
    return tuple(found.values())[:MAX_AUTHORS]


def byline(text: str) -> tuple[str, ...]:
    """Names in the first line of a body where it is nothing but a byline; () where it is anything else."""
    first = text.partition("\n")[0].strip()
    if len(first) > 90 or not _BYLINE.fullmatch(_BY.sub("", first)):
        return ()
    return names([first])


def _names(value: str, split: bool) -> list[str]:
    text = charset.scrub(html.unescape(_TAGS.sub(" ", html.unescape(value[:MAX_VALUE]))))
    text = " ".join(unicodedata.normalize("NFC", _HANDLE.sub(" ", _MAIL.sub(" ", text))).split())
    text = _BY.sub("", text)
    if _NOT_NAMES.match(text):
        return []
    parts = _SPLIT.split(text) if split else [text]
    result: list[str] = []
    for part in parts:
        pieces = _COMMA.split(part)
        # "Jane Roe, Political Editor" is one person; "Jane Roe, John Doe" are two.
        keep = [p for p in pieces if p and not _ROLE.search(p)] or pieces[:1]
        result += keep if split else [pieces[0]] if len(pieces) > 1 and _ROLE.search(part) else [part]
    return [name for name in map(_clean, result) if name]


def _clean(name: str) -> str:
    name = _BY_STRICT.sub("", name.strip(" \t\"'“”„«».,:;()[]|-–—*"))
    name = _TITLE_BEHIND.sub("", name.strip())
    if len(name) < 2 or len(name) > 80 or _NOT_NAMES.match(name) or _DATE.search(name) or not any(c.isalpha() for c in name):
        return ""
    return name


def _fold(name: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold()))
