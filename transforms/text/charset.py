"""Bytes to text: byte order mark, valid UTF-8, what was declared, then detection."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a label means in practice. Source: WHATWG Encoding Standard, names and labels.
_LABELS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "windows-949": "cp949",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "x-euc-jp": "euc_jp",
    "unicode": "utf-8",
    "utf8mb4": "utf-8",
}
_META = re.compile(
    rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_HEAD_BYTES = 8192
_SAMPLE_BYTES = 20_000
# Text that is nearly valid in the encoding it claims is damaged, not mislabelled: share of bytes >= 0x80 that do not decode.
_DAMAGE = 0.02


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without lone surrogates, and the Python name of the encoding it was read as."""

    text: str
    encoding: str


def decode(content: bytes, header: str | None = None) -> Decoded:
    """Decodes any bytes. `header` is the charset that a transport header declared.

    Valid UTF-8 beats a declaration: no other encoding's text is valid UTF-8 by accident, but wrong declarations are common.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return Decoded(_text(content[len(mark) :], encoding), encoding)
    declared = [name for name in (_codec(header), _codec(_meta_label(content))) if name]
    if b"\x1b$" in content and "iso2022_jp" in declared:  # seven bits, so it is valid UTF-8 too
        return Decoded(_text(content, "iso2022_jp"), "iso2022_jp")
    wide = _wide(content)
    if wide:
        return Decoded(_text(content, wide), wide)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    high = sum(1 for byte in content[:_SAMPLE_BYTES] if byte >= 0x80) or 1
    sample = content[:_SAMPLE_BYTES]
    if sample.decode("utf-8", "replace").count("\ufffd") <= max(1.0, _DAMAGE * high) and high > 3:
        return Decoded(_text(content, "utf-8"), "utf-8")
    for encoding in declared:
        if encoding == "utf-8":
            continue  # it is not, by the test above
        if sample.decode(encoding, "replace").count("\ufffd") <= max(1.0, _DAMAGE * high):
            return Decoded(_text(content, encoding), encoding)
    guess = from_bytes(_dense(content)).best()
    encoding = guess.encoding if guess else "cp1252"
    return Decoded(_text(content, encoding), encoding)


def scrub(text: str) -> str:
    """`text` with surrogate pairs joined, lone surrogates replaced by U+FFFD, and without NUL."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _text(content: bytes, encoding: str) -> str:
    return scrub(content.decode(encoding, "replace"))


def _codec(label: str | None) -> str | None:
    """The codec for a declared label, None where Python knows none."""
    name = (label or "").strip(" \t\r\n\"';,").lower()
    if not name:
        return None
    try:
        found = codecs.lookup(_LABELS.get(name, name))
    except (LookupError, ValueError):
        return None
    # Codecs such as base64 are not text, and UTF-16 declared in bytes that could be read is not true.
    return (
        found.name
        if getattr(found, "_is_text_encoding", True) and not found.name.startswith(("utf-16", "utf-32", "idna", "puny"))
        else None
    )


def _meta_label(content: bytes) -> str | None:
    match = _META.search(content[:_HEAD_BYTES])
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: markup and spaces make every other byte of it zero."""
    head = content[:_HEAD_BYTES]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 1)
    if half < 8:
        return None
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _dense(content: bytes) -> bytes:
    """The lines that hold bytes outside ASCII, which alone tell encodings apart."""
    lines = [line for line in content.splitlines() if not line.isascii()]
    return b"\n".join(lines)[:_SAMPLE_BYTES]
