"""Text that was decoded with a wrong encoding on its way, put right where it shows; talk of such signs stays."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Protocol, TypeVar, cast

from ftfy import TextFixerConfig, fix_encoding

# Characters U+0080 to U+009F are controls that nobody writes: they were bytes of Windows-1252. Source: HTML, numeric character
# reference end state, which reads the references to them so.
_WINDOWS = {point: char for point in range(0x80, 0xA0) if (char := bytes([point]).decode("cp1252", "ignore"))}
_CONTROLS = re.compile(r"[\x80-\x9f]")
# A character that a lead byte of UTF-8 becomes in an encoding of one byte, and one that a byte which follows it becomes.
_FOLLOW = (
    r"[\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2116\u2122"
    r"\u0102-\u0165\u02c7\u02d8-\u02dd\u0384-\u038f\u0401-\u040f\u0451-\u045f\u0490\u0491]"
)
_SIGN = re.compile(
    rf"[\xc2-\xdf\u0102\u0104\u0106\u0139\u0391-\u03a9\u0413\u0420\u0421\u0432]{_FOLLOW}"
    rf"|[\xe0-\xf4\u0155\u03b0-\u03c4\u0432\u0440]{_FOLLOW}{{2}}"
)
# Where the sign of a dash stands between spaces, as dashes do.
_DASHES = ("\xe2\u20ac\u201c", "\xe2\u20ac\u201d", "\xe2\x80\x93", "\xe2\x80\x94")
_OPENERS, _CLOSERS = "\"'`\u2018\u201c\u201e\u00ab\u2039\u300c", "\"'`\u2019\u201d\u201c\u00bb\u203a\u300d"
_WORDS = re.compile(r"[^\W\d_]{3,}")
_LATIN_END = "\u0250"
# No guess at what a lost byte was, and no space taken for one: only what the characters themselves say.
_CERTAIN = TextFixerConfig(restore_byte_a0=False, replace_lossy_sequences=False, fix_c1_controls=False, explain=False)


def repair(text: str) -> str:
    """`text` with its mojibake decoded as it was meant, what was encoded twice too; `text` itself where there is none.

    Lines are repaired one by one, and only in a text that has a sign inside a word (or as a dash) somewhere: signs that stand by
    themselves are spoken of. A line stays as it is where a sign of it stands between quotation marks, or where its repair would
    put a small letter into a word of capitals.
    """
    if text.isascii():
        return text
    if _SIGN.search(text):
        lines = text.split("\n")
        mended = [_mended(line) if _SIGN.search(line) else line for line in lines]
        if any(_in_words(line) for line, new in zip(lines, mended, strict=True) if new != line):
            text = "\n".join(mended)
    return windows(text)


def _mended(line: str) -> str:
    new = line if _is_quoted(line) else fix_encoding(line, _CERTAIN)
    return line if _breaks_capitals(new, line) else new


def _is_quoted(line: str) -> bool:
    """Whether quotation marks enclose a sign (“Ã©”), or the mark that closes them was taken for a part of it (“Ã”)."""
    opened, end = False, 0
    for sign in _SIGN.finditer(line):
        opened = opened or any(mark in line[end : sign.start()] for mark in "“„«‹‘")
        end = sign.end()
        before, after = line[sign.start() - 1 : sign.start()], line[end : end + 1]
        if before and before in _OPENERS and after and after in _CLOSERS:
            return True
        if opened and line[end - 1] in "”»›’" and not after.isalnum():
            return True
    return False


def _breaks_capitals(new: str, line: str) -> bool:
    """Whether `new` has words of capitals with a Latin letter in them that is small; ß has no capital."""
    known = set(_WORDS.findall(line))
    return any(
        sum(map(str.isupper, word)) >= 2
        and any(c.islower() for c in word)
        and all(c.isupper() or ("\x7f" < c < _LATIN_END and c != "ß") for c in word)
        for word in set(_WORDS.findall(new)) - known
    )


def _in_words(line: str) -> bool:
    """Whether a sign of `line` is a part of a word, or a dash between spaces."""
    for sign in _SIGN.finditer(line):
        around = line[max(0, sign.start() - 1) : sign.start()] + line[sign.end() : sign.end() + 1]
        if sign[0] in _DASHES or any(c.isalnum() or c > "\x7f" for c in around):
            return True
    return False


def windows(text: str) -> str:
    """`text` with the controls U+0080 to U+009F read as Windows-1252, as browsers read references to them."""
    return text.translate(_WINDOWS) if _CONTROLS.search(text) else text


class _Named(Protocol):
    """What page and record both say of an article in words; each is a frozen dataclass."""

    @property
    def title(self) -> str | None: ...
    @property
    def description(self) -> str | None: ...
    @property
    def publisher(self) -> str | None: ...
    @property
    def section(self) -> str | None: ...
    @property
    def authors(self) -> tuple[str, ...]: ...
    @property
    def keywords(self) -> tuple[str, ...]: ...


Fields = TypeVar("Fields", bound=_Named)


def repair_fields(fields: Fields) -> Fields:
    """`fields` with its words repaired, and `fields` itself where none needed it."""
    found: dict[str, Any] = {name: getattr(fields, name) for name in ("title", "description", "publisher", "section")}
    mended: dict[str, Any] = {name: repair(value) if value else value for name, value in found.items()}
    for name in ("authors", "keywords"):
        found[name] = getattr(fields, name)
        mended[name] = tuple(map(repair, found[name]))
    return fields if mended == found else cast(Fields, replace(cast(Any, fields), **mended))
