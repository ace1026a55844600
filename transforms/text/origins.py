"""Where a text first appeared, as it says itself: "This article was originally published on The Conversation."."""

from __future__ import annotations

import re

from transforms.text import agencies, months
from transforms.text.signatures import WORDS, filled_lines, words

_HEAD, _TAIL = 4, 10  # lines from the edges in which it may be said
_LONGEST = 60  # characters of a name
_FLAGS = re.IGNORECASE
_NAME = r"(?P<name>[^\n]{2,90})"
_LONGEST_ALONE = 160  # characters of a line that says nothing else
# Where a sentence may begin.
_STARTS = re.compile(r"^[\s(（\[*_—–-]{0,6}|[.!?:)*_—–-]\s+|[。(（]")


def _phrases(key: str) -> str:
    kinds = words("text")
    return "|".join(phrase.replace("{text}", kinds) for phrase in WORDS[key])


_SAID, _ALONE = (
    re.compile(rf"(?:{_phrases(key)})(?:\s+|(?<=[\u3040-\u9fff:：])){_NAME}", _FLAGS)
    for key in ("originally", "originally_alone")
)
_BEFORE = tuple(re.compile(phrase.replace("{text}", words("text")), _FLAGS) for phrase in WORDS["originally_before"])
# A line must hold one of these for any of the phrases to be tried; most lines hold none.
_STEMS = tuple(words("stems").casefold().split("|"))
_SOURCE = re.compile(
    rf"[\s(（\[【*_—–-]{{0,6}}(?:{words('source')})\s?[:：]\s?(?P<name>[^\n:：]{{2,60}}?)[\s)）\]】*_.]{{0,6}}", _FLAGS
)
_UNTIL = re.compile(
    rf"\s(?:{words('after')})(?!\w)|\s[—–―-]\s|[,;:!?()（）\[\]【】|｜“”\"„«»<>、。，；：「」『』《》]"
    r"|\.(?=\s|$)(?<!\bSt\.)(?<!\bU\.S\.)(?<!\bDr\.)",
    _FLAGS,
)
_SKIPPED = re.compile(rf"(?:(?:our|its|the|a) )?(?:(?:sister|partner|parent) )?(?:{words('houses')})s?,? (?:of )?", _FLAGS)
_OPENING = re.compile(r"^[\s\"“”„«»‘’'《「『]+")
_NONE = re.compile(rf"(?:{words('none')})(?!\w)", _FLAGS)
_LANGUAGE = rf"(?:{words('languages')})"
_LANGUAGES = re.compile(rf"{_LANGUAGE}(?:,? (?:(?:and|und|et|y|e|en|och|og) )?{_LANGUAGE}){{0,3}}", _FLAGS)
_PRESS = re.compile(rf"\b(?:{words('press')})\b", _FLAGS)
_HOUSE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", _FLAGS)


def find(text: str, publisher: str | None = None) -> tuple[str | None, str | None]:
    """The publisher that a text says it first appeared with, and the passage; (None, None) where it names none but its own.

    "Source: ..." counts as a whole line only, and not where it names an agency.
    """
    lines = filled_lines(text)
    for line in dict.fromkeys((*reversed(lines[-_TAIL:]), *lines[:_HEAD])):
        found = _said(line) or _source(line)
        if found and _letters(found[0]) != _letters(publisher or ""):
            return found
    return None, None


def _said(line: str) -> tuple[str, str] | None:
    # The passage stands at an edge of a long paragraph if anywhere.
    for part in (line,) if len(line) <= 800 else (line[:400], line[-400:]):
        folded = part.casefold()
        if not any(stem in folded for stem in _STEMS):
            continue
        starts = [start.end() for start in _STARTS.finditer(part)]
        tried = [(form, start) for start in starts for form in (*_BEFORE, _SAID)]
        if len(line) <= _LONGEST_ALONE:
            tried.append((_ALONE, starts[0]))
        for form, start in tried:
            found = form.match(part, start)
            name = _name(found["name"]) if found else None
            # "First appeared on the Moon" may speak of anything, "this article ..." of itself.
            if found and name and (form is not _ALONE or _is_press(name)):
                # The verb behind a name belongs to the passage, what follows a name does not.
                rest = found.end() if found.end() > found.end("name") else part.index(name, found.start("name")) + len(name)
                return name, part[found.start() : rest]
    return None


def _source(line: str) -> tuple[str, str] | None:
    found = _SOURCE.fullmatch(line) if len(line) <= 100 else None
    name = _name(found["name"]) if found else None
    whole = found is not None and name == found["name"].strip(" \t\xa0.\"“”«»'’《》")
    if not whole or not name or not _is_press(name) or agencies.first_of(name, strong=True):
        return None
    return name, line


def _is_press(name: str) -> bool:
    """Whether a name is a publisher's for all that its letters say: one with a small article needs a word of the press."""
    return not name.startswith("the ") or _PRESS.search(name) is not None


def _name(text: str) -> str | None:
    """The name that a passage begins with; None where it begins with none: a day, a language, "here", words in small letters."""
    text = _OPENING.sub("", text)
    text = text[skipped.end() :] if (skipped := _SKIPPED.match(text)) else text
    text = _OPENING.sub("", text)
    end = _UNTIL.search(text)
    name = (text[: end.start()] if end else text).strip(" \t\xa0.'’")
    bare = re.sub(r"^the ", "", name, flags=_FLAGS)
    if not 2 <= len(name) <= _LONGEST or len(name.split()) > 8 or not bare or _NONE.match(bare) or bare.isdigit():
        return None
    if "@" in name or _LANGUAGES.fullmatch(bare):
        return None
    if (bare[0].islower() and not _HOUSE.fullmatch(bare)) or not any(c.isalpha() for c in bare):
        return None
    # "in March 2019", "on 3 May"; "90 Leagues" is a name.
    dated = months.number(bare.split()[0]) or re.search(r"\b(?:19|20)\d\d\b", name)
    return None if dated or re.match(r"\d{1,2}\b(?! [A-ZÀ-Þ]\w{4})", name) else name


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, re.sub(r"^the ", "", text.casefold())))
