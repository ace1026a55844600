"""The table of news agencies: which one a name, as it is signed with, means. The table lies in agencies.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from transforms.text import rules

# Between the names of several agencies, or of an agency and the initials of an editor: "(dpa/mik)", "AFP and Reuters".
_BETWEEN = re.compile(r"\s?[/,;&+=·|、，／]\s?|\s[-–—]\s|\s(?:and|und|et|y|e|en|och|og|i|i|и|та|ve|dan|và|与|與)\s")
_WRAPPING = " \t\xa0\u3000\"'“”„«»‘’()（）[]【】/*.:。…_–—-©"
_ARTICLE = re.compile(r"^(?:the|die|der|la|el|o|a|l[’']|die agentur|agence|agencia|agência|agenzia|agencja)\s?\b", re.IGNORECASE)
# Behind an agency's name these make it the maker of a picture.
_PICTURE = re.compile(
    r"photo|foto|imag[eo]|picture|bild|video|vídeo|getty|file|archiv|handout|pool|фото|写真|사진|图", re.IGNORECASE
)
LONGEST = 48  # characters of a name
_INITIALS = 12  # characters beside an agency that are an editor's initials or a desk


@dataclass(frozen=True, slots=True)
class _Sign:
    """One agency's use of a name. `weak`: the name means other things too, save in texts of `languages`."""

    agency: str
    weak: bool
    languages: tuple[str, ...]


def _load() -> tuple[dict[str, list[_Sign]], dict[str, list[_Sign]]]:
    """Names by their very letters, and those that count in any case by their folded ones."""
    table: list[dict[str, Any]] = rules.load("agencies.yaml")
    exact: dict[str, list[_Sign]] = {}
    folded: dict[str, list[_Sign]] = {}
    for row in table:
        languages = tuple(row.get("languages", ()))
        for name in row.get("signs", ()):
            folded.setdefault(name.casefold(), []).append(_Sign(row["name"], False, languages))
        for name in row.get("short", ()):
            exact.setdefault(name, []).append(_Sign(row["name"], False, languages))
        for name in row.get("weak", ()):
            exact.setdefault(name, []).append(_Sign(row["name"], True, languages))
    return exact, folded


_EXACT, _FOLDED = _load()
_CREDITED = frozenset(_FOLDED) | {name.casefold() for name in _EXACT}
# Scripts without spaces: a place, a day or a reporter may stand glued to the name.
UNSPACED = tuple(sorted((name for name in _FOLDED if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", name)), key=len, reverse=True))


def named(name: str, language: str | None = None, strong: bool = False) -> str | None:
    """The agency that signs as `name`, None where none does. `strong`: the position leaves no doubt that an agency is named."""
    name = name.strip(_WRAPPING)
    if not 2 <= len(name) <= LONGEST:
        return None
    signs = _EXACT.get(name) or _FOLDED.get(name.casefold())
    if not signs and (bare := _ARTICLE.sub("", name, count=1).strip()) != name:
        signs = _EXACT.get(bare) or _FOLDED.get(bare.casefold())
    # "zh-Hant" writes as "zh" does.
    spoken = (language or "").partition("-")[0]
    own = [sign for sign in signs or () if spoken in sign.languages]
    able = own or [sign for sign in signs or () if strong or not sign.weak]
    return able[0].agency if able else None


def is_full(name: str) -> bool:
    """Whether a name is an agency's and nothing else's, unlike abbreviations."""
    return name.strip(_WRAPPING).casefold() in _FOLDED


def first_of(names: str, language: str | None = None, strong: bool = False) -> str | None:
    """The first agency of one or several ("dpa/AFP", "mik/dpa", "Reuters and AP"); None where others stand among them."""
    if len(names) > 2 * LONGEST or _PICTURE.search(names):
        return None
    if agency := named(names, language, strong):
        return agency
    parts = _BETWEEN.split(names)
    found = [named(part, language, strong) for part in parts]
    # Beside an agency only initials, a desk's sign or a number may stand.
    sides = (part.strip() for part in parts)
    if all(agency or (len(side) <= _INITIALS and " " not in side) for agency, side in zip(found, sides, strict=True)):
        return next(filter(None, found), None)
    return None


def leading(text: str, language: str | None = None) -> tuple[str, int] | None:
    """The agency whose name a text begins with, the longest name first, and where that ends."""
    words = [word.end() for word in re.finditer(r"\S+", text[: LONGEST + 10])][:7]
    for end in reversed(words):
        name = text[:end].rstrip(" .,;:)")
        if agency := named(name, language):
            return agency, len(name)
    return None


def is_credit(names: str) -> bool:
    """Whether casefolded text is nothing but names of agencies."""
    parts = [names] if names in _CREDITED else re.split(r"[/, &+-]+", names)
    if all(part in _CREDITED for part in parts):
        return True
    return all(part.strip(_WRAPPING) in _CREDITED for part in _BETWEEN.split(names))
