"""Bylines as lists of names."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterable
from itertools import islice

from transforms.text import agencies, bywords, charset
from transforms.text.bywords import HOUSE_STYLE, ORGANISATION, ROLE

MAX_AUTHORS = 20
MAX_VALUE = 1_000  # characters of one value as it is written
MAX_LINE = 300  # of it without markup and addresses
MAX_VALUES = 25
MAX_NAME = 80
_MAX_WITH_ROLE = 2 * MAX_NAME
_TAGS = re.compile(r"<[^<>]*>")
_MAIL = re.compile(r"\(? ?(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,100} ?\)?")
_HANDLE = re.compile(r"(?:^|(?<=[\s(]))@\w{2,50}\)?")
_ADDRESS = re.compile(r"(?:https?:|www\.)\S+", re.IGNORECASE)
# What is glued on behind a byline: a day, a clock time, the minutes it takes to read.
_DAY_BEHIND = re.compile(
    r"(?:\b\d{1,2}(?:st|nd|rd|th)?\.? (?:de )?[^\W\d_]{3,12}\.?,? (?:de )?\d{4}"
    r"|\b[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b\d{1,2}[:h]\d{2}(?!\d)|\b\d{1,3}[ -]?min(?!\w{5}))",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*[;|•·/、]\s*|\s+[-–—]\s+")
_AND = re.compile(rf"\s+({bywords.AND})\s+")
_WITHIN_NAMES = frozenset("y e i".split())  # of those words
_ASIDE = re.compile(r"(?<=[\w.]) ?[(（][^()（）]{0,80}(?:[)）]|$)")
_LAST_BREAK = re.compile(r".*[,，;|•·、]", re.DOTALL)
_COMMA = re.compile(r"\s*[,，]\s*")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
_DEGREE = re.compile(r"(?:ph\.?\s?d|m\.?d|m\.?a|b\.?a|msc|bsc|mba|esq|rn|dds|dvm|llm)\.?", re.IGNORECASE)
# "Jane Roe in Berlin", "Jane Roe for The Courier": where and for whom, behind a name of two words or more.
_WHERE = re.compile(
    r"(\S+ \S.{0,80}?),? (?:in|aus|from|reporting from|à|for|für|pour|voor|för|via|dla|для) (?:the )?(?=[^\W\d_a-z]).*$"
)
_NOT_NAMES = re.compile(
    r"^(?:https?:|www\.|/|#|(?:admin(?:istrator)?\d*|author|unknown|anonymous|guest|null|none|undefined|n/?a|false|true"
    r"|user\d*|root|test"
    r"|wordpress|webmaster|wp-?admin|default|nan|object|\[object object\])$)",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"(?=\S*[\d_-])[a-z0-9_-]+")  # of a user, or a part of an address
_WORD = r"[^\W\d_a-z][\w'’.-]*"
_NAME = rf"{_WORD}(?: (?:(?:de|da|do|del|della|van|von|den|der|bin|al|el|la|le|dos|ter|ten|di) ){{0,2}}{_WORD}){{1,3}}"
_BYLINE = re.compile(rf"{_NAME}(?:(?:, ?| (?:and|und|et|y|e|&) | / ?|/){_NAME}){{0,3}}")
_DATE = re.compile(r"\d{4}|\d{1,2}[:.]\d{2}")
_FIRST_LINES = 4


def names(values: Iterable[str], publisher: str | None = None, *, inverted: bool = False) -> tuple[str, ...]:
    """Names of persons or desks, each once, in order: without "By", roles, addresses and dates.

    One value may hold several names; `inverted` says that "Roe, Jane" is one. The publisher's own name counts only where no other
    name is given.
    """
    found: dict[str, str] = {}
    for value in dict.fromkeys(islice(values, MAX_VALUES)):
        for name in _names(value, inverted):
            found.setdefault(fold(name), name)
        if len(found) > MAX_AUTHORS:
            break
    house = fold(publisher or "")
    if len(found) > 1 and house in found:
        del found[house]
    return tuple(found.values())[:MAX_AUTHORS]


def says_nothing(name: str, site: Collection[str]) -> bool:
    """Whether a name is the house's own, a desk that any house has, or a login: where persons are named elsewhere, they count.

    `site` are the folded names that the site goes by.
    """
    folded = fold(name)
    if folded in site or HOUSE_STYLE.fullmatch(folded) or not folded:
        return True
    return " " not in name and name.isascii() and name == name.lower() and len(name) > 4


def byline(text: str) -> tuple[str, ...]:
    """Names in one of the first lines of a body where it is nothing but a byline; () where none is."""
    lines = (line.strip() for line in text[:2_000].split("\n")[:_FIRST_LINES])
    for i, line in enumerate(lines):
        bare = bywords.BY.sub("", line)
        # Below the first line a name alone may be a heading: it takes two, or a word that says who wrote.
        if len(line) <= 90 and _BYLINE.fullmatch(bare) and (i == 0 or bare != line or _SPLIT.search(line)):
            return names([line])
    return ()


def is_person(text: str) -> bool:
    """Whether a text has the form of a person's name: two to five words that begin with capitals, particles aside."""
    words = text.split()
    if not 2 <= len(words) <= 5 or ORGANISATION.search(text) or bywords.ARTICLE.match(text):
        return False
    return all(word in bywords.PARTICLES or not word[0].islower() for word in words) and not any(c.isdigit() for c in text)


def fold(name: str) -> str:
    """Words only, in one case."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold()))


def _names(value: str, inverted: bool) -> list[str]:
    text = _without_by(_line(value))
    for pattern in (_DAY_BEHIND, bywords.BEHIND):
        if match := pattern.search(text):
            text = text[: match.start()].rstrip(" ,|·•(–—-")
    if not text or _NOT_NAMES.match(text):
        return []
    result: list[str] = []
    for part in (part for said in _writers(text) for part in _SPLIT.split(said)):
        if len(result) >= MAX_AUTHORS:
            break
        result += _of_part(part, inverted, first=not result)
    return [name for name in map(_clean, result) if name]


def _line(value: str) -> str:
    """A value on one line without markup, mail addresses, handles and links; empty where it is a link."""
    text = charset.one_line(html.unescape(_TAGS.sub(" ", html.unescape(value[:MAX_VALUE]))))
    text = unicodedata.normalize("NFC", _HANDLE.sub(" ", _MAIL.sub(" ", text)))
    text = "" if _ADDRESS.match(text.strip()) else " ".join(_ADDRESS.sub(" ", text).split())
    if len(text) <= MAX_LINE:
        return text
    whole = _LAST_BREAK.match(text[:MAX_LINE])  # a name that is cut is none
    return whole[0] if whole else ""


def _writers(text: str) -> list[str]:
    """The parts of a line between labels ("Words: … Photos: …"); without photographers and editors where others are named."""
    labels = list(bywords.LABEL.finditer(text))
    if not labels:
        return [text]
    ends = [*(label.start() for label in labels), len(text)]
    said = [(False, text[: ends[0]])] + [
        (label["other"] is not None, text[label.end() : end]) for label, end in zip(labels, ends[1:], strict=True)
    ]
    said = [(other, part.strip(" ,;:|-–—")) for other, part in said]
    said = [(other, part) for other, part in said if len(part) > 1]
    return [part for other, part in said if not other] or [part for _, part in said]


def _of_part(part: str, inverted: bool, first: bool) -> list[str]:
    pieces = list(dict.fromkeys(p for p in _COMMA.split(_ASIDE.sub("", part)) if p))
    if len(pieces) == 2 and not ROLE.search(part) and (inverted or _is_inverted(*pieces)):
        return [f"{pieces[1]} {pieces[0]}"]
    # "Jane Roe, Political Editor" is one person; "Jane Roe, John Doe" are two.
    kept = [p for p in _with_suffixes(pieces) if not ROLE.search(p) or _bare(p) != p]
    if not kept and first:
        kept = pieces[:1]  # a desk
    found = [_persons(piece) for piece in kept]
    # Behind two that "and" joins a single word may be the third of the list.
    if found and len(found[0]) == 1 and is_person(_bare(found[0][0])):
        found = [found[0], *(names for names in found[1:] if _is_beside(names))]
    return [name for names in found for name in names]


def _is_beside(names: list[str]) -> bool:
    """Whether what follows a person and a comma names persons too, not a place, an office or a house."""
    return len(names) > 1 or (is_person(_bare(names[0])) and not bywords.NOT_BESIDE.search(names[0]))


def _is_inverted(family: str, given: str) -> bool:
    """Whether "Roe, Jane" is one person: a word on each side, particles aside, neither an agency, a desk nor initials."""
    words = family.split()
    if " " in given or not words or any(word.lower() not in bywords.PARTICLES for word in words[:-1]):
        return False
    return all(
        len(word) > 2
        and word[0].isupper()
        and not word.isupper()
        and not agencies.named(word, strong=True)
        and not ORGANISATION.search(word)
        and not HOUSE_STYLE.fullmatch(fold(word))
        for word in (words[-1], given)
    )


def _with_suffixes(pieces: list[str]) -> list[str]:
    """Pieces between commas, with "Jr." back at its name, and degrees gone."""
    joined: list[str] = []
    for piece in pieces:
        if joined and _SUFFIX.fullmatch(piece):
            joined[-1] += f" {piece}"
        elif not (joined and _DEGREE.fullmatch(piece)):
            joined.append(piece)
    return joined


def _persons(piece: str) -> list[str]:
    """The names that "and" joins, where it stands between persons; an organisation that has an "and" in its name is one."""
    parts = [_without_by(part) for part in _joined(piece)]
    if len(parts) == 1:
        return parts
    persons = [is_person(_bare(part)) for part in parts]
    single = [p and " " not in p and not p[0].islower() and not ORGANISATION.search(p) for p in parts]
    return parts if any(persons) and all(p or s for p, s in zip(persons, single, strict=True)) else [piece]


def _joined(piece: str) -> list[str]:
    """The texts between words for "and", but for "José Ortega y Gasset": one word behind a name of two, and no agency's."""
    parts = _AND.split(piece)
    found = [parts[0]]
    for word, part in zip(parts[1::2], parts[2::2], strict=True):
        alone = part and " " not in part and not part.isupper() and not agencies.named(part, strong=True)
        if word in _WITHIN_NAMES and alone and is_person(found[-1]) and word not in found[-1].split():
            found[-1] += f" {word} {part}"
        else:
            found.append(part)
    return found


def _without_by(text: str) -> str:
    """The text without the word that says who wrote; "von" and its like may begin a name of two words."""
    bare = bywords.BY.sub("", text.strip(" \t:-–—|•·")).strip()
    begun = bywords.BY_NAME.match(bare)
    if begun and len(bare[begun.end() :].split()) > 1 and not bare[begun.end()].islower():
        bare = bare[begun.end() :]
    return bare


def _bare(name: str) -> str:
    """The name without roles before or behind it, or where and for whom it stands; all of it where no person is left."""
    if len(name) > _MAX_WITH_ROLE:
        return name
    short = _WHERE.sub(r"\1", name)
    for pattern in (bywords.ROLES_BEFORE, bywords.ROLES_BEHIND) if ROLE.search(short) else ():
        cut = pattern.sub("", short).strip(" ,-–—|:")
        if cut != short and is_person(cut):
            short = cut
    return short if short == name or is_person(short) else name


def _clean(name: str) -> str:
    name = _bare(name.strip(" \t\"'“”„«».,:;()[]|-–—*·•_#"))
    name = bywords.TITLE_BEHIND.sub("", name.strip()).strip(" .,:;|-–—") if not name.isascii() else name
    long = not 2 <= len(name) <= MAX_NAME
    if long or _NOT_NAMES.match(name) or _LOGIN.fullmatch(name) or _DATE.search(name) or not any(c.isalpha() for c in name):
        return ""
    return name
