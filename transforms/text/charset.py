"""Bytes to text: byte order mark, valid UTF-8, what was declared where the bytes bear it out, then detection."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from transforms.text import encodings

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a codec's name means on the web, where it is read as the larger set that came after. Source: WHATWG Encoding Standard.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "shift_jis": "cp932",
    "shift_jisx0213": "cp932",
    "euc_kr": "cp949",
    "johab": "cp949",
    "big5": "big5hkscs",
}
# Labels of that standard, and slips that are common, that Python does not know.
_LABELS = {
    "unicode": "utf-8",
    "unicode11utf8": "utf-8",
    "unicode20utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "x-unicode20utf8": "utf-8",
    "utf8mb4": "utf-8",
    "utf-8859-1": "utf-8",
    "ansi": "cp1252",
    "x-ansi": "cp1252",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "win-1251": "cp1251",
    "win1251": "cp1251",
    "win-1252": "cp1252",
    "dos-874": "cp874",
    "koi": "koi8_r",
    "koi8": "koi8_r",
    "koi8-ru": "koi8_u",
    "iso-8859-8-i": "cp1255",
    "logical": "cp1255",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-ukrainian": "mac_cyrillic",
    "x-mac-roman": "mac_roman",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "csiso58gb231280": "gb18030",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc_jp",
    "big5-hkscs": "big5hkscs",
    "cn-big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "ksc_5601": "cp949",
    "ks_c_5601-1989": "cp949",
    "windows-949": "cp949",
    "tis620": "cp874",
    "tis-620": "cp874",
}
_TWO_BYTES = frozenset(("gb18030", "cp932", "euc_jp", "cp949", "big5hkscs", "iso2022_jp", "iso2022_kr"))
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_JIS = re.compile(rb"\x1b\$[@B]")
_META = re.compile(
    rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_HEAD_BYTES = 8192
_HIGH = re.compile(rb"[\x80-\xff]")
_SAMPLE_BYTES = 20_000
# Control characters, and the overrides and isolates of bidirectional text; the marks that spelling needs, U+200C to U+200F, stay.
# Source: Unicode 16, general category Cc; UAX 9, 2.
_UNSEEN = {
    code: " " if chr(code).isspace() else None
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


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
    if _JIS.search(content) and content.isascii():  # seven bits, so it is valid UTF-8 too
        return Decoded(_text(content, "iso2022_jp"), "iso2022_jp")
    wide = _wide(content)
    if wide:
        return Decoded(_text(content, wide), wide)
    try:
        return Decoded(scrub(content.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        pass
    encoding = _outside_utf8(content, declared)
    return Decoded(_text(content, encoding), encoding)


def _outside_utf8(content: bytes, declared: list[str]) -> str:
    """The codec for bytes that are not all valid UTF-8; UTF-8 itself where only some of them are damaged."""
    sample = content[:_SAMPLE_BYTES]
    if sample.isascii():  # the letters that matter come late
        first = _HIGH.search(content)
        at = first.start() if first else 0
        sample = content[at : at + _SAMPLE_BYTES]
    # One pair of bytes may look like UTF-8 by chance, none never was.
    if len(_UTF8.findall(sample)) > ("utf-8" not in declared) and not encodings.damaged(sample, "utf-8"):
        return "utf-8"
    believed = next((name for name in declared if name != "utf-8" and not encodings.damaged(sample, name)), None)
    if believed in _TWO_BYTES:
        return str(believed)
    return encodings.guess(content, believed) or believed or "cp1252"


def scrub(text: str) -> str:
    """`text` with surrogate pairs joined, lone surrogates replaced by U+FFFD, and without NUL."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def one_line(text: str) -> str:
    """`text` scrubbed, on one line, without what a terminal obeys or what turns the direction of the text around it."""
    return " ".join(scrub(text).translate(_UNSEEN).split())


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
    if not getattr(found, "_is_text_encoding", True) or found.name.startswith(("utf-16", "utf-32", "utf-7", "idna", "puny")):
        return None
    return _MEANT.get(found.name, found.name)


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
