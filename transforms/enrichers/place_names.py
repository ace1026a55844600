"""What one mention of a place may mean: the candidates of its name, and whether the words around it decide between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from transforms.enrichers import gazetteer
from transforms.enrichers.gazetteer import CITY, COUNTRY, REGION, Candidate
from transforms.enrichers.place_areas import Area, areas, country_keys, short_area
from transforms.enrichers.place_keys import key, nominatives, shorter
from transforms.enrichers.place_words import NOT_PLACES

_INFLECTED = -0.6  # added to the prior where the surface is no name, but may be an inflected one
_ENGLISH = -2.0  # and to that of a country by its English name in another language

_LISTED = 1.2  # and to that of a country in a list of countries, of a region in one of regions
_HOPELESS = 4.0  # by so much behind the first, no other place of the article helps
_LONGEST = 100  # code points of a name; a model may mark more
_WINDOW = 48  # code points looked at behind a mention
_PREPOSITION = r"(?:in der|in|en|em|no|na|im|w|we|v|ve|u|в|во|у|dans le|dans la|dans les|dans|au|nel|nella|nello|i)"
_STATE = r"(?:(?:state of|stanie|stan|штате|штат|US-Bundesstaat|estado d[eo]l?|État d[eu]|stato del) )?"
_CAPITAL = re.compile(
    r"(?:,|,? which is| is| was) (?:the |its )?(?:[A-Z][\w-]+ |country['’]s |nation['’]s )?capital\b(?! letter)"
)
_CAPITAL_OF = re.compile(_CAPITAL.pattern + r"(?: city)? of (?:the )?")
_GOVERNED = re.compile(r" (?:Lt\. |Lieutenant )?(?:Gov\.|Governor)(?!\w)")
_OF_A_STATE = re.compile(r" (?:Attorney General|Sens?\.|Senators?|[Ss]tate|[Ll]awmakers|[Ll]egislators?|[Ll]egislature)(?!\w)")
# ", Texas", " (Texas", ", in Texas", " in Poland"; not " and Poland".
_LINK = re.compile(rf"\s*[,(（，،]\s*(?:{_PREPOSITION}\s+)?(?:the\s+)?{_STATE}|\s+{_PREPOSITION}\s+(?:the\s+)?{_STATE}")
_RUN = re.compile(r"[^,;:()（），。、\n—–]{2,40}")
_LIST = re.compile(r"\s*,\s*$")
_OF = re.compile(r"\s+(?:city|town|village|port|suburb|capital)\s+of\s+$")
_TOWARDS = re.compile(r"(?:の|的)?$")  # 美国得克萨斯州|巴黎: the larger stands first
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_CJK_PARTS = re.compile("(?<=.)(?<=[州省市県縣國国])")
# "Frankfurt (Oder)", "Frankfurt an der Oder", "Newcastle upon Tyne": the name goes on.
_GOES_ON = re.compile(r"(?: ?\(|[ -](?:an der|am|bei|on|upon|sur|del|de la|de|nad|na|над|на|под)[ -])\w[\w'’-]*(?: \w[\w'’-]*)?")
_UNITED_STATES = Area("US")
_WITH_STATES = frozenset({"US", "AU", "BR", "IN", "MX", "NG"})
_NAMED_BY_STATE = frozenset({"US", "CA"})  # where a town goes with its state or province
# ", Illinois, where", ", Ill.": it stands between commas, or is shortened.
_IN_A_STATE = re.compile(r", (?:(?:[A-Z][a-z]*\.)+|[A-Z]\w+(?: [A-Z]\w+)?(?:[;)]|,(?! (?:and|or) )))")
_CONJUNCTION = r",? (?:and|or|und|oder|et|ou|y|o|e|i|и)"
_AND = re.compile(f"{_CONJUNCTION} ")
_LISTING = re.compile(f"(?:,|{_CONJUNCTION}) (?:the )?")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place's name in the article: code points into its text, end exclusive; `text` is what stands there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mention may be; `qualified` where its own context has told which."""

    name: str
    candidates: tuple[Candidate, ...]
    qualified: bool = False


def read(mention: PlaceMention, before: PlaceMention | None, after: PlaceMention | None, text: str, language: str) -> Reading:
    """The reading of a mention between two others; `language` is a result of `country_names.base_language`."""
    surface = mention.text[:_LONGEST]
    gap = text[before.end : mention.start] if before and mention.start - before.end < _WINDOW else "\n"
    short = short_area(surface)
    if short and (_LIST.fullmatch(gap) or "." in surface) and (area := gazetteer.area(short.country, short.region)):
        return Reading(key(surface), (area,), qualified=True)
    if longer := _longer(mention, text):
        return longer
    found, tail = named(surface, language), ""
    if not found:
        surface, tail = _parts(surface)
        found = named(surface, language) if tail else ()
    if not found:
        return Reading(key(surface), ())
    where = areas(tail, language) if tail else ()
    if not where and (len(found) > 1 or found[0].kind == COUNTRY):
        where = _behind(mention, text, language, found) or _in_front(before, gap, language)
    inside = tuple(c for c in found if any(area.holds(c) for area in where)) or _told(mention, text, found)
    if found[0].kind == COUNTRY:  # "Armenia, the U.S. said": of its namesakes there only those that are called so first of all
        inside = tuple(c for c in inside if key(c.name) == key(surface))
    if inside:
        return Reading(key(surface), inside, qualified=True)
    is_state = len(where) == 1 and where[0].region and where[0].country in _NAMED_BY_STATE
    if is_state and _IN_A_STATE.match(text, mention.end, mention.end + _WINDOW):
        return Reading(key(surface), ())  # a town too small to be known, and surely no other of its name
    if found[0].kind == COUNTRY:  # towns that are called like it are named with where they are
        found = tuple(c for c in found if c.kind in (COUNTRY, REGION))
        if len(found) > 1:
            beside = _beside(mention, before, after, text, language)
            found = tuple(replace(c, prior=c.prior + _LISTED) if c.kind in beside else c for c in found)
    return Reading(key(surface), tuple(c for c in found if c.prior > found[0].prior - _HOPELESS))


def _beside(mention: PlaceMention, before: PlaceMention | None, after: PlaceMention | None, text: str, language: str) -> set[str]:
    """What kinds of places stand in a list with a mention, right before and behind it."""
    found = []
    if before and _LISTING.fullmatch(text, before.end, mention.start):
        found.append(before)
    if after and _LISTING.fullmatch(text, mention.end, after.start):
        found.append(after)
    return {candidate.kind for other in found for candidate in named(other.text[:_LONGEST], language)[:1]}


@lru_cache(maxsize=16384)
def named(surface: str, language: str) -> tuple[Candidate, ...]:
    """The candidates of a surface, the likeliest first; without its article, direction or ending where it has none as it is."""
    found = _named(key(surface), language)
    for form in shorter(surface):
        if found:
            break
        found = _named(key(form), language)
    return found


def _named(name: str, language: str) -> tuple[Candidate, ...]:
    if name in NOT_PLACES:
        return ()
    found = {c: c.prior for c in gazetteer.candidates(name)}
    _add_country(found, name, language)
    for form in nominatives(name, language):
        for candidate in gazetteer.candidates(form):
            found.setdefault(candidate, candidate.prior + _INFLECTED)
    ranked = (candidate if candidate.prior == prior else replace(candidate, prior=prior) for candidate, prior in found.items())
    return tuple(sorted(ranked, key=lambda c: (-c.prior, c.geonames_id or 0, c.name)))


def _add_country(found: dict[Candidate, float], name: str, language: str) -> None:
    own = country_keys(language)
    code, penalty = own.get(name), 0.0
    if code is None and (inflected := next((form for form in nominatives(name, language) if form in own), None)):
        code, penalty = own[inflected], _INFLECTED
    if code is None:
        code, penalty = country_keys("en").get(name), _ENGLISH
    country = gazetteer.area(code) if code else None
    if country is None:
        return
    # England is a region of the United Kingdom, which CLDR's names are enriched with for want of regions.
    if any(c.kind == REGION and c.country == code and key(c.name) != key(country.name) for c in found):
        return
    # Mexico is the country, though its capital has the same name; so are Singapore and Luxembourg.
    for namesake in [c for c in found if c.country == code]:
        del found[namesake]
    found[country] = country.prior + penalty


def _longer(mention: PlaceMention, text: str) -> Reading | None:
    """The reading of a name that goes on behind the mention, if the longer one is known."""
    match = _GOES_ON.match(text, mention.end, mention.end + _WINDOW)
    if match is None or "\n" in match[0]:
        return None
    words = match[0]
    for written in (words, words.rpartition(" ")[0]):
        name = key(mention.text + written)
        if len(written) > 3 and (found := gazetteer.candidates(name)):
            return Reading(name, found, qualified=True)
    return None


def _parts(surface: str) -> tuple[str, str]:
    """A surface that holds its own qualifier, as name and qualifier: "Paris, Texas", "Paris (Texas)", "テキサス州パリス"."""
    head, comma, tail = surface.partition(",")
    if not comma:
        head, comma, tail = surface.rstrip(")）").replace("（", "(").partition("(")
    if comma:
        return head.strip(), tail.strip()
    if _CJK.search(surface):
        area, *rest = _CJK_PARTS.split(surface, maxsplit=1)
        return "".join(rest), area if rest else ""
    return surface, ""


def _behind(mention: PlaceMention, text: str, language: str, found: tuple[Candidate, ...]) -> tuple[Area, ...]:
    """The areas that the words right behind a mention name."""
    link = _CAPITAL_OF.match(text, mention.end, mention.end + _WINDOW) or _LINK.match(text, mention.end, mention.end + _WINDOW)
    run = _RUN.match(text, link.end(), link.end() + _WINDOW) if link else None
    if link is None or run is None:
        return ()
    for written in _shorter_and_shorter(run[0]):
        where = areas(written, language)
        if where:
            # In "Rome, New York, and Paris" a list goes on,
            behind = text[link.end() + len(written) : link.end() + len(written) + _WINDOW]
            if _LIST.fullmatch(link[0]) and _AND.match(behind) and _is_city(written, language):
                return ()
            # as in "Jordan, Lebanon and Syria"; in "Georgia, USA" it does not.
            if found[0].kind == COUNTRY and _LIST.fullmatch(link[0]) and not (where == (_UNITED_STATES,) or where[0].region):
                return ()
            return where
    return ()


def _is_city(written: str, language: str) -> bool:
    found = named(written, language)
    return bool(found) and found[0].kind == CITY


def _told(mention: PlaceMention, text: str, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The candidates of the kind that the words right behind tell: "Paris, the French capital", "New York Governor"."""
    if _CAPITAL.match(text, mention.end, mention.end + _WINDOW):
        return tuple(c for c in found if c.is_capital)
    words = _GOVERNED.match(text, mention.end, mention.end + _WINDOW)
    if found[0].kind != COUNTRY:  # "Mexico state oil company"
        words = words or _OF_A_STATE.match(text, mention.end, mention.end + _WINDOW)
    if words:
        return tuple(c for c in found if c.kind == REGION and c.country in _WITH_STATES)
    return ()


def _shorter_and_shorter(run: str) -> Iterator[str]:
    words = run.split()[:4]
    if words and _CJK.match(words[0]):
        yield words[0]
        return
    for count in range(len(words), 0, -1):
        written = " ".join(words[:count])
        yield written
        if written.endswith((".", "'s", "’s")):
            yield written.removesuffix("'s").removesuffix("’s").removesuffix(".")


def _in_front(before: PlaceMention | None, gap: str, language: str) -> tuple[Area, ...]:
    """The areas of the mention in front: "the Texas town of Paris", 得克萨斯州巴黎."""
    if before is None:
        return ()
    if _OF.fullmatch(gap) or (_CJK.search(before.text[-1:]) and _TOWARDS.fullmatch(gap)):
        return areas(before.text, language)
    return ()
