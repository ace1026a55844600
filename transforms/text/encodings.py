"""Which encoding bytes outside UTF-8 are in, told by what they say in each."""

from __future__ import annotations

import re

from transforms.text import language_profiles

SAMPLE_BYTES = 2000
MOST_BYTES = 200_000
# Share of the bytes outside ASCII that may not decode: text that is nearly valid is damaged, not mislabelled.
DAMAGE = 0.02
# Encodings of one byte a character that the web knows; the first of equals is taken.
_SINGLE = (
    "cp1252 cp1251 cp1250 iso8859-2 cp1254 cp1253 iso8859-7 cp1256 cp1255 cp1257 cp1258 cp874 koi8-u koi8-r iso8859-5 cp866"
).split()
# Two bytes a character, and the lead bytes of the characters in common use: the first level of each national standard.
_DOUBLE = {
    "cp949": (0xB0, 0xC8),
    "gb18030": (0xB0, 0xD7),
    "euc_jp": (0xB0, 0xCF),
    "cp932": (0x88, 0x97),
    "big5hkscs": (0xA4, 0xC6),
}
_HIGH = bytes(range(0x80, 0x100))
_RUNS = re.compile(rb"[\x80-\xff][\x40-\xff]?[\x80-\xff]+")
_KANA = re.compile(r"[\u3041-\u30fe]")
_MARKS = re.compile(r"[\u3000-\u303f\uff01-\uff5e\u2010-\u2026\u00b7]")
_WITH_KANA = frozenset({"euc_jp", "cp932"})
# Shares of the characters: common ones in running text, in Korean (whose common bytes are fewer), and kana in Japanese.
_COMMON, _KOREAN, _JAPANESE = 0.8, 0.95, 0.1
# A declaration gives way to an encoding in which the text has this much more of a language in it.
_CLEARLY = 1.02
_TAGS = re.compile(rb"<[^<>]{0,2000}>|&#?\w{1,20};")


def guess(content: bytes, declared: str | None = None) -> str | None:
    """The codec that `content` most likely is in, `declared` unless another is clearly likelier; None where it tells nothing."""
    # Markup is ASCII and no text; the lines that are not ASCII tell encodings apart.
    lines = [line for line in _TAGS.sub(b" ", content[:MOST_BYTES]).splitlines() if not line.isascii()]
    sample = b"\n".join(lines)[:SAMPLE_BYTES] or content[-SAMPLE_BYTES:]
    return _double(sample) or _single(sample, declared)


def damaged(content: bytes, encoding: str) -> bool:
    """Whether more of `content` than damage explains does not decode; a character cut off at the end is no damage."""
    lost = content.decode(encoding, "replace").count("\ufffd")
    if encoding == "utf-8":
        lost -= content.count(b"\xef\xbf\xbd")  # lost before it came here
    return lost > max(1.0, DAMAGE * _high(content))


def _high(content: bytes) -> int:
    return len(content) - len(content.translate(None, _HIGH))


def _double(sample: bytes) -> str | None:
    """The East Asian encoding in which nearly all characters are common ones.

    Korean's common bytes are a part of Chinese's, and kana are the same bytes in two of them, so these are asked in this order.
    """
    in_runs = sum(map(len, _RUNS.findall(sample)))
    if in_runs < _COMMON * _high(sample):  # accents stand alone among letters of one byte
        return None
    best, most = None, _COMMON
    for codec in _DOUBLE:
        if damaged(sample, codec):
            continue
        common, kana = _shares(sample.decode(codec, "ignore"), codec)
        if (kana >= _JAPANESE) != (codec in _WITH_KANA):
            continue
        if codec in _WITH_KANA:
            if common + kana > _COMMON:
                return codec
        elif codec == "cp949":
            if common >= _KOREAN:
                return codec
        elif common > most:
            best, most = codec, common
    return best


def _shares(text: str, codec: str) -> tuple[float, float]:
    """The shares of common characters and marks, and of kana, among the characters outside ASCII."""
    low, high = _DOUBLE[codec]
    foreign = [c for c in text if c > "\x7f"]
    wide = len(foreign) or 1
    common = sum(low <= c.encode(codec, "replace")[0] <= high for c in foreign)
    return common / wide + len(_MARKS.findall(text)) / wide, len(_KANA.findall(text)) / wide


def _single(sample: bytes, declared: str | None) -> str | None:
    """The encoding of one byte a character in which most of the text is n-grams of one language."""
    best, most = None, 0.0
    seen: dict[str, float] = {}
    for codec in dict.fromkeys([*([declared] if declared else []), *_SINGLE]):
        if damaged(sample, codec):
            continue
        text = sample.decode(codec, "ignore")
        gain = seen[text] = seen[text] if text in seen else language_profiles.evidence(text)
        if gain > most * (_CLEARLY if best == declared and declared else 1.0):
            best, most = codec, gain
    return best
