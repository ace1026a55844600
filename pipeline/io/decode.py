"""Bytes of a record to text, where nothing reliable says how they are encoded."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from transforms.text import encodings

_HIGH = re.compile(rb"[\x80-\xff]")
_LETTERS = re.compile(rb"[A-Za-z\x80-\xff]")
# Latin text has few letters beyond ASCII; in Cyrillic, Greek, Arabic or Thai code pages nearly every letter is one.
_LATIN_SHARE = 0.25


def decode(data: bytes) -> str | None:
    """UTF-8 where it is (with or without its mark), else the most plausible encoding; None where there is none.

    A few damaged bytes in what is UTF-8 otherwise become U+FFFD, so that the rest stays right and the damage can be counted.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    replaced = data.decode("utf-8", errors="replace")
    damaged = replaced.count("\ufffd")
    whole = sum(1 for char in replaced if char > "\x7f") - damaged
    if whole > 2 * damaged:
        return replaced
    high, letters = len(_HIGH.findall(data)), len(_LETTERS.findall(data))
    if high <= _LATIN_SHARE * letters:
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass
    encoding = encodings.guess(data)
    try:
        return data.decode(encoding) if encoding else None
    except UnicodeDecodeError:
        return None


def utf16_of(head: bytes) -> str | None:
    """The codec of a stream that begins with a UTF-16 mark."""
    if head.startswith(codecs.BOM_UTF16_LE) and not head.startswith(codecs.BOM_UTF32_LE):
        return "utf-16-le"
    return "utf-16-be" if head.startswith(codecs.BOM_UTF16_BE) else None


def from_utf16(pieces: Iterator[bytes], codec: str) -> Iterator[bytes]:
    """The same text in UTF-8, without its mark; what is not valid becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(codec)(errors="replace")
    first = True
    for piece in pieces:
        text = decoder.decode(piece)
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        if text:
            yield text.encode("utf-8", errors="replace")
    if rest := decoder.decode(b"", final=True):
        yield rest.encode("utf-8", errors="replace")
