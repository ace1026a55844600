"""Countries named in an article, by the names that CLDR has for them in the article's language.

Only names count, not adjectives or peoples ("Polish", "Poles"). Exact spelling and case, longest name first, whole words in
spaced scripts; country_variants.py lists what CLDR lacks and what only looks like a country.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from transforms.enrichers import country_names
from transforms.enrichers.country_names import Names
from transforms.enrichers.spans import Span
from transforms.schemas.entities import ArticleText, Entity, EntityType, Mention

METHOD = "countries"

# Words that begin with a capital only because a sentence begins.
_FUNCTION_WORDS = frozenset(
    "In From To The And For With Of As While After Both But By On At Since When Where Into Like Via Or If Although Though "
    "Neighbouring Neighboring Nearby Inside Outside Across Around Against Within Unlike Today Yesterday".split()
)
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'’-]*) $")
_WORD_AFTER = re.compile(r" ([^\W\d_][\w'’-]*)")
_COMPOUND = re.compile("[-‐‑][a-z]")
_WINDOW = 40  # code points looked at on either side


@dataclass
class Countries:
    """Finds countries; `entities` gives one entity a country, in order of their first mention."""

    name: str = field(default=METHOD, init=False)

    def setup(self) -> None:
        """Compiles English, which also serves texts of unknown language; other languages follow when they are met."""
        country_names.names(country_names.FALLBACK)

    def entities(self, article: ArticleText) -> Sequence[Entity]:
        """One entity for each country named in the text; a name in the title alone makes none, it only adds to salience."""
        text = article.text
        mentions: dict[str, list[Mention]] = {}
        for code, start, end in _occurrences(text, _names(article.language)):
            mentions.setdefault(code, []).append(Mention(start, end, text[start:end]))
        if not mentions:
            return []
        in_title = country_codes(article.title, article.language)
        english = country_names.english_names()
        return [
            Entity(
                name=english[code],
                type=EntityType.LOC,
                mentions=tuple(places),
                method=METHOD,
                salience=salience(places[0].start, len(places), len(text), code in in_title),
                country=code,
            )
            for code, places in mentions.items()
        ]


def country_spans(text: str, language: str | None) -> list[Span]:
    """Every name of a country in the text, in order, with the country's code."""
    return [Span(start, end, EntityType.LOC, country=code) for code, start, end in _occurrences(text, _names(language))]


def country_codes(title: str | None, language: str | None) -> set[str]:
    """The countries that a title names."""
    return {code for code, _, _ in _occurrences(title, _names(language))} if title else set()


def _names(language: str | None) -> Names:
    return country_names.names(country_names.base_language(language))


def salience(first: int, mentions: int, length: int, in_title: bool) -> float:
    """How much an article is about an entity, in [0, 1]: early and often.

    Position p is 1 at the start of the text, or where the title names it, and falls to 0 at its end; frequency f is n / (n + 1).
    The result is p * f, with a name in the title counted as one mention more.
    """
    position = 1.0 if in_title else 1.0 - first / length
    count = mentions + in_title
    return round(position * count / (count + 1), 4)


def _occurrences(text: str, found: Names) -> Iterator[tuple[str, int, int]]:
    """Code, start and end of every name in the text, in order."""
    cued = {name for name, cue in found.cues.items() if name in text and cue.search(text)}
    for match in found.pattern.finditer(text):
        form = match.group().translate(country_names.NORMAL)
        code = found.codes[form]
        if code == country_names.NO_COUNTRY:
            continue
        start, end = match.span()
        plain = form if form in found.cues else form.title()
        if plain in found.cues and (plain not in cued or _is_person_or_state(text, start, end)):
            continue
        if form == "US" and not _is_country_us(text, start, end):
            continue
        if country_names.is_prefixed(found, form, text[start - 1 : start]):
            continue
        # "U.S.-led", "Iran-backed": an adjective. No labelled set of English has one of these as a place.
        if found.language == "en" and _COMPOUND.match(text, end):
            continue
        yield code, start, end


def _is_person_or_state(text: str, start: int, end: int) -> bool:
    """Whether a capitalised word stands beside the name: "Michael Jordan", "Chad Smith", "Georgia Tech"."""
    before, after = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    if (left := _WORD_BEFORE.search(before)) and left[1][0].isupper() and left[1] not in _FUNCTION_WORDS:
        return True
    right = _WORD_AFTER.match(after)
    return right is not None and right[1][0].isupper() and not right[1].isupper()


def _is_country_us(text: str, start: int, end: int) -> bool:
    """Whether "US" is the country: not "CONTACT US", where all is in capitals, and not the dollar sign of "US$5"."""
    if text[end : end + 1] == "$":
        return False
    before, after = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    beside = [m[1] for m in (_WORD_BEFORE.search(before), _WORD_AFTER.match(after)) if m]
    return not beside or any(not (word.isupper() and len(word) > 1) for word in beside)
