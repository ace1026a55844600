"""Which mentions of organisations in one article are one: with and without legal form, long form and acronym."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from transforms.enrichers import name_forms
from transforms.enrichers.spans import Span

_ARTICLES = frozenset("the der die das le la les l' el los las il lo i gli o a os as de het".split())
_LEGAL = frozenset(
    "inc corp corporation ltd limited plc llc llp co company ag se gmbh kg sa nv bv ab asa as oyj oy spa srl kk kft nyrt".split()
)
_ACRONYM = re.compile(r"[^\W\d_a-z][^\W_]{1,9}$")
_BRACKETS = re.compile(r"[ \u00a0]?[（(]")
_PARTS = re.compile(r"[\s\-–]+")


def joined(text: str, spans: Sequence[Span], names: Sequence[tuple[str, ...]], language: str) -> list[int]:
    """The number of the organisation that each mention means; `names` are the words of the mentions `spans`, in the text's order.

    An acronym joins the long form that it follows in brackets, or else the only long form in the article that has its initials.
    """
    numbers: dict[tuple[str, ...], int] = {}
    result = [numbers.setdefault(_key(name), len(numbers)) for name in names]
    surfaces = [name_forms.plain(text[span.start : span.end], language) for span in spans]
    by_initials: defaultdict[str, set[int]] = defaultdict(set)
    for surface, number in zip(surfaces, result, strict=True):
        for initials in _initials(surface):
            by_initials[initials].add(number)
    same: dict[int, int] = {}
    for at, surface in enumerate(surfaces):
        acronym = surface.replace(".", "")
        if not _ACRONYM.fullmatch(acronym) or not acronym.isupper() or result[at] in same:
            continue
        long_forms = by_initials.get(acronym, set())
        if at and _is_in_brackets(text, spans[at - 1], spans[at]) and len(names[at - 1]) > 1:
            same[result[at]] = result[at - 1]
        elif len(long_forms) == 1:
            same[result[at]] = next(iter(long_forms))
    return [_end(same, number) for number in result]


def without_article(name: str) -> str:
    """A name without "The" before it."""
    first, _, rest = name.partition(" ")
    return rest if rest and name_forms.letters(first) in _ARTICLES else name


def _key(name: tuple[str, ...]) -> tuple[str, ...]:
    start = 1 if len(name) > 1 and name[0] in _ARTICLES else 0
    end = len(name)
    while end - start > 1 and name[end - 1] in _LEGAL:
        end -= 1
    return name[start:end] or ("",)


def _initials(surface: str) -> set[str]:
    """The acronyms that a long form may have: of all its words, and of the capitalised ones; none of a single word."""
    parts = [part for part in _PARTS.split(surface) if part[:1].isalpha()]
    if len(parts) > 1 and name_forms.letters(parts[0]) in _ARTICLES:
        parts = parts[1:]
    if len(parts) < 2:
        return set()
    every = "".join(part[0] for part in parts).upper()
    capitals = "".join(part[0] for part in parts if part[0].isupper())
    return {initials for initials in (every, capitals) if len(initials) > 1}


def _is_in_brackets(text: str, long_form: Span, acronym: Span) -> bool:
    opened = _BRACKETS.match(text, long_form.end)
    return opened is not None and opened.end() == acronym.start and text[acronym.end : acronym.end + 1] in (")", "）")


def _end(same: dict[int, int], number: int) -> int:
    """The organisation at the end of a chain of acronyms; a circle ends where it began."""
    seen = {number}
    while number in same and same[number] not in seen:
        number = same[number]
        seen.add(number)
    return number
