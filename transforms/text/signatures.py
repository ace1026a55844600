"""Whose words a text is made of: the agency that wrote it and the passage that says so.

The agency is the one that wrote the text, not any that is thanked in it. In order of trust:
  1. the dateline: "RZESZOW, Poland (AP) —"
  2. a byline above the text: "By The Associated Press", "Jane Roe | Reuters", "Source: AFP"
  3. below it: the name alone on a line or in brackets behind the last sentence, "Source: Reuters", "© 2024 AFP", the note on an
     agency's own writers ("Associated Press writer Jane Roe contributed to this report")
  4. the authors, then the publisher, that the page declares
  5. "Reporting by ...; Editing by ...", as Reuters closes its reports
  6. "With inputs from PTI", "mit Material von dpa", "with AFP": a house's own text with an agency's material. It is the agency's
     as far as is known only where no person of the house signs it.
"Reuters contributed to this report" names no writer: such a text is the house's own. Photographers' credits never count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from transforms.text import agencies, datelines, rules

WORDS: dict[str, Any] = rules.load("signatures.yaml")


def words(key: str) -> str:
    """The alternatives of one entry of signatures.yaml, without the line breaks that YAML folds into blanks."""
    return re.sub(r"\|\s+", "|", str(WORDS[key]).strip())


_SOURCE_WORDS, _BY, _PICTURE = words("source"), words("by"), words("picture")
_HEAD, _ALONE, _TAIL = 4, 4, 8  # lines from the edges in which credits are looked for
_LONGEST_CREDIT = 80  # characters of a line that is a credit as a whole
_OPEN = r"[\s(（\[【*_—–-]{0,6}"
_SIGNED_BY = re.compile(rf"{_OPEN}(?:{_BY})\s?[:：]?\s(?P<who>.{{2,70}})", re.IGNORECASE)
_SOURCE = re.compile(rf"(?<!\w)(?:{_SOURCE_WORDS})\s?[:：]\s?(?:the )?(?P<who>[^\n:：|。]{{2,40}})", re.IGNORECASE)
_THEO = re.compile(r"\(?theo (?P<who>[^\n:.()]{2,40})\)?", re.IGNORECASE)  # Vietnamese sources go without a colon
_PICTURED = re.compile(rf"(?:{_PICTURE})\w{{0,3}}\s?$", re.IGNORECASE)
_BRACKETED_END = re.compile(
    r"(?:(?<=[.!?…。！？।॥۔”\"»’)])|(?<=^))\s{0,3}(?:[(（\[【](?P<who>[^()（）\[\]【】\n]{2,40})[)）\]】]|/(?P<slashed>[^/\n]{2,30})/"
    r"|[—–―]\s?(?P<dashed>[^—–―\n.]{2,30}))[\s.]{0,3}$"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s?(?:©|\(c\))?\s?(?:copyright )?(?:\d{4}(?:[-–]\d{2,4})?)?,?\s?(?:by )?(?P<who>[^\n]{2,60})",
    re.IGNORECASE,
)
_WRITERS = re.compile(
    r" (?:[\w-]+ ){0,3}?(?:writers?|reporters?|journalists?|correspondents?|staffers?)\b[^\n]{2,300}"
    r"\bcontributed\b[^.\n]{0,80}\.?"
)
_REPORTING = re.compile(
    r"\(?(?:(?:additional )?reporting (?:and writing )?by [^\n]{3,200}; ?(?:additional reporting|writing|compiled|edit)"
    r"[^\n]{3,200}\bediting by|reporting (?:and writing )?by [^;\n]{3,200}; ?editing by) [^\n;]{3,120}"
    r"|\(reporte de [^\n]{3,200}(?:editado|traducido)[^\n]{0,30} por [^\n]{3,80}",
    re.IGNORECASE,
)
_ADAPTED = re.compile(rf"(?:{'|'.join(WORDS['adapted'])})[:：]?\s(?P<who>[^\n]{{2,60}})", re.IGNORECASE)
_SHARED = re.compile(rf"(?:{words('shared')})\s(?P<who>[^\n]{{2,60}})", re.IGNORECASE)
_LAST_BRACKET = re.compile(r"[(（\[](?P<inner>[^()（）\[\]\n]{5,80})[)）\]][\s.]{0,3}$")
# " dpa" behind the last sentence
_BARE_END = re.compile(r"(?<=[.!?”\"»“])\s(?P<who>[^\W\d_]{2,12})$")
_DESK = re.compile(
    r"\s(?:staff(?: (?:writers?|reporters?))?|newsroom|news agency|news desk|wires?|newswire|correspondents?|reporters?)$",
    re.IGNORECASE,
)
_SIDES = re.compile(r"\s?[|｜•·]\s?|,\s|\s[-–—]\s|\s?/\s?|\s?[(（]")


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency and the literal passage, of the text or of what was declared, that names it."""

    agency: str
    evidence: str


def filled_lines(text: str) -> list[str]:
    """The lines that are not blank, stripped."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def agency(
    text: str, authors: Sequence[str] = (), publisher: str | None = None, language: str | None = None
) -> tuple[str | None, str | None]:
    """The agency that wrote a text and the very passage that says so; (None, None) where none signs."""
    lines = filled_lines(text)
    found = (
        _opening(lines, language)
        or _above(lines, language)
        or _below(lines, language)
        or _declared(authors, publisher, language)
        or _signed_off(lines)
        or (None if _is_signed(authors, publisher, language) else _adapted(lines, language))
    )
    return (found.agency, found.evidence) if found else (None, None)


def dateline(text: str, language: str | None = None) -> str | None:
    """The place that opens a report ("RZESZOW, Poland (AP) —" gives "RZESZOW, Poland"), None where none does."""
    for line in filled_lines(text)[:3]:
        found = datelines.read(line, language)
        if found:
            return found.place
    return None


def _opening(lines: list[str], language: str | None) -> Credit | None:
    for line in lines[:3]:
        found = datelines.read(line, language)
        if found and found.agency:
            return Credit(found.agency, found.passage)
    return None


def _above(lines: list[str], language: str | None) -> Credit | None:
    signed = False
    for line in lines[:_HEAD]:
        if len(line) <= _LONGEST_CREDIT:
            by = _SIGNED_BY.fullmatch(line)
            if by and (name := _author(by["who"], language)):
                return Credit(name, line)
            # "By Jane Roe", and below it "Associated Press".
            if signed and (name := agencies.first_of(line, language)):
                return Credit(name, line)
            signed = by is not None
        if credit := _source(line, language):
            return credit
    return None


def _below(lines: list[str], language: str | None) -> Credit | None:
    tail = lines[1:][-_TAIL:]
    for line in reversed(tail[-_ALONE:]):
        if len(line) <= _LONGEST_CREDIT and (name := _alone(line, language)):
            return Credit(name, line)
    for line in reversed(tail or lines):
        credit = _source(line, language) or _bracketed(line, language) or _owned(line, language) or _writers(line, language)
        if credit:
            return credit
    return None


def _alone(line: str, language: str | None) -> str | None:
    by = _SIGNED_BY.fullmatch(line)
    enclosed = line[0] in "(（[【/" and line[-1] in ")）]】/."
    return agencies.first_of(by["who"] if by else line.strip(" ()（）[]【】*_©"), language, strong=enclosed)


def _source(line: str, language: str | None) -> Credit | None:
    for found in _SOURCE.finditer(line, max(0, len(line) - 200)) if ":" in line or "：" in line else ():
        if _PICTURED.search(line[max(0, found.start() - 20) : found.start()]):
            continue
        who = re.split(r"[.;,)）\]】](?:\s|$)|\s{2,}|[)）\]】]", found["who"])[0]
        if name := agencies.first_of(who, language):
            return Credit(name, line[found.start() : found.start("who") + len(who)].strip())
    theo = _THEO.fullmatch(line)
    name = agencies.first_of(theo["who"], language) if theo else None
    return Credit(name, line) if name else None


def _bracketed(line: str, language: str | None) -> Credit | None:
    start = max(0, len(line) - 60)
    found = _BRACKETED_END.search(line, start)
    who = (found["who"] or found["slashed"] or found["dashed"]) if found else None
    if found and who and (name := agencies.first_of(who, language, strong=True)):
        return Credit(name, found[0].strip())
    bare = _BARE_END.search(line, start)
    name = agencies.named(bare["who"]) if bare else None
    return Credit(name, bare["who"]) if bare and name else None


def _owned(line: str, language: str | None) -> Credit | None:
    for found in _COPYRIGHT.finditer(line[:400]):
        named = agencies.leading(found["who"], language)
        # "© AP Photo" owns a picture.
        if named and not re.match(r"\W{0,3}(?:photo|images?|pictures?|foto|via)\b", found["who"][named[1] :], re.IGNORECASE):
            return Credit(named[0], line[found.start() : found.start("who") + named[1]].strip())
    return None


def _writers(line: str, language: str | None) -> Credit | None:
    start = len(line) - len(line.lstrip(" \t*(—–_-"))
    named = agencies.leading(line[start:], language) if "contributed" in line else None
    found = _WRITERS.match(line, start + named[1]) if named else None
    return Credit(named[0], line[start : found.end()]) if found and named else None


def _signed_off(lines: list[str]) -> Credit | None:
    for line in reversed(lines[-_TAIL:]):
        found = _REPORTING.search(line[-600:]) if "by" in line or "por" in line else None
        if found:
            return Credit("Reuters", found[0].strip())
    return None


def _declared(authors: Sequence[str], publisher: str | None, language: str | None) -> Credit | None:
    for name in authors:
        if found := _author(name, language):
            return Credit(found, name)
        shared = _ADAPTED.search(name)
        # "The Daily with AFP" is the house's signature; "Jane Roe with AFP" a person's.
        if shared and publisher and name[: shared.start()].strip(" ,").casefold() in ("", publisher.casefold()):
            found = agencies.first_of(shared["who"], language)
            if found:
                return Credit(found, name)
    own = agencies.named(publisher or "", language)
    return Credit(own, publisher) if own and publisher else None


def _author(name: str, language: str | None) -> str | None:
    """The agency in a byline: "Reuters", "AFP, Paris", "Jane Roe, Associated Press", "JANE ROE Associated Press"."""
    if whole := agencies.first_of(name, language) or agencies.named(_DESK.sub("", name), language):
        return whole
    sides = _SIDES.split(name)
    found = [agencies.first_of(side, language) for side in (sides[-1], sides[0])] if 1 < len(sides) <= 3 else []
    if any(found):
        return next(filter(None, found))
    last = re.search(r"(?<=[A-Z]{2}\s)(?:The )?[A-Z][a-z]+ (?:[A-Z][a-z]+)$|(?<=[A-Z]{2}\s)Reuters$", name)
    return agencies.named(last[0], language) if last else None


def _is_signed(authors: Sequence[str], publisher: str | None, language: str | None) -> bool:
    """Whether somebody beside the house itself and agencies signs."""
    house = (publisher or "").casefold()
    return any(name.casefold() != house and agencies.first_of(name, language) is None for name in authors)


def _adapted(lines: list[str], language: str | None) -> Credit | None:
    for line in dict.fromkeys((*reversed(lines[1:][-_TAIL:]), *lines[:_HEAD])):
        bracket = _LAST_BRACKET.search(line, max(0, len(line) - 100))
        short = line if len(line) <= _LONGEST_CREDIT else ""
        for passage, whole in ((bracket["inner"], bracket[0]) if bracket else ("", ""), (short, short)):
            bare = passage.strip(" ()（）[]*_.—–-")
            found = (_ADAPTED.fullmatch(bare) or _SHARED.fullmatch(bare)) if bare else None
            if found and (name := agencies.first_of(found["who"], language)):
                return Credit(name, whole.strip())
    return None
