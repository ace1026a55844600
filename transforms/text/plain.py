"""Plain text: its normal form, and the headline and paragraphs of a text file."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from transforms.text import mojibake

_BREAKS = re.compile(r"\n{2,}")
_BLANK = re.compile(r"\n[ \t]*\n")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c]")
# Control characters that no text needs, and marks that a file begins with. Tab and line feed stay.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff]")
# Full stops and their kin in the scripts of news: a line that ends in one is a sentence. Question and exclamation marks end
# headlines as often as sentences, so they do not count. Closing quotes and brackets may follow.
_STOPS = ".\u3002\uff0e\uff61\u0964\u0965\u06d4\u0589\u1362\u104b\u17d4\u2026\u037e;:,\uff0c\uff1a\uff1b\u060c\u061b"
_CLOSERS = "\"'\u2019\u201d\u00bb\u203a\u300d\u300f\uff02\uff07)\uff09]\u3011\u201c"
_OPENERS = "\"'(\u2018\u201c\u201e\u00ab\u2039\u2013\u2014$\u20ac\u00a3"
TITLE_CHARS = 300
# How a headline is marked in plain text: a line drawn under it, the number sign of Markdown, a label.
_UNDERLINE = re.compile(r"[ \t]*([=~*_#\u2500\u2550\u2014-])\1{2,}[ \t]*")
_HASHES = re.compile(r"#{1,6}[ \t]+")
_LABEL = re.compile(r"(?:title|headline|titel|titre|t\u00edtulo|titolo)[ \t]*:[ \t]*", re.IGNORECASE)
# Lines of a text that was wrapped to a width: none longer than mail and terminals make them, and enough of them to tell.
_NARROW, _WIDE = 40, 100
_LEAST_WRAPPED = 4
# Prose ends its paragraphs anywhere in a line; the last lines of stanzas are as long as the others.
_SHORT = 0.75
# A headline may break off, and may end in an abbreviation of capitals.
_NO_STOP = re.compile(r"(?:\.\.\.|\u2026|\b(?:[A-Z]\.){2,})$")
_LONGEST_OPEN = 100  # characters of a line that so ends and is a headline


def normal_form(text: str) -> str:
    """NFC text whose paragraphs are parted by one line feed: no other rewriting of what the author wrote.

    Spaces that do not break, joiners and soft hyphens are the author's too, and stay. Controls of C1 are quotation marks and
    dashes of Windows-1252.
    """
    text = unicodedata.normalize("NFC", mojibake.windows(_CONTROLS.sub("", _LINE_ENDS.sub("\n", text))))
    return _BREAKS.sub("\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip("\n")


def split_title(text: str) -> tuple[str | None, str]:
    """The headline of a text file and the text below it, in normal form; lines that were wrapped to a width are joined.

    The first line is the headline where it is marked as one (underlined, "# ...", "Title: ..."), or stands alone (a blank line
    follows) and does not end as a sentence does ("..." and "U.S." end short headlines too), and something is left below it.
    Returns (None, text) otherwise. Whatever else stands above the story, such as a byline or a date, stays in the text.
    """
    lines = mojibake.windows(_CONTROLS.sub("", _LINE_ENDS.sub("\n", text))).lstrip("\n \t").split("\n")
    first = unicodedata.normalize("NFC", lines[0].strip())
    second = lines[1] if len(lines) > 1 else ""
    underlined = bool(_UNDERLINE.fullmatch(second))
    bare = _LABEL.sub("", _HASHES.sub("", first, count=1), count=1)
    marked = underlined or bare != first
    rest = normal_form(unwrap("\n".join(lines[2 if underlined else 1 :])))
    broken = len(first) <= _LONGEST_OPEN and _NO_STOP.search(first) is not None
    alone = len(lines) > 2 and not second.strip() and (broken or not ends_sentence(first))
    if not (bare and (marked or alone) and rest and len(bare) <= TITLE_CHARS):
        return None, normal_form(unwrap("\n".join(lines)))
    return bare, rest


def unwrap(text: str) -> str:
    """`text` with its paragraphs on one line each where it was wrapped to a width, else `text` itself, as verse and lists are.

    All of this must speak for it: blank lines part the paragraphs; no line inside of one had room for the first word of the next;
    most of the lines break within a sentence, before a word that begins in no capital; and at least half of the paragraphs end in
    a short line.
    """
    blocks = [[line.rstrip() for line in block.split("\n")] for block in _BLANK.split(text.strip("\n"))]
    pairs = [pair for lines in blocks for pair in pairwise(lines)]
    width = max((len(line) for line, _ in pairs), default=0)
    if len(pairs) < _LEAST_WRAPPED or not _NARROW <= width <= _WIDE:
        return text
    # What is indented, or begins as items of a list do, was broken on purpose.
    flush = all(after[:1].isalnum() or after[:1] in _OPENERS for _, after in pairs)
    full = all(len(line) + 1 + len(after.split(" ", 1)[0]) > width for line, after in pairs)
    within = sum(not ends_sentence(line) and not after[:1].isupper() for line, after in pairs) * 2 > len(pairs)
    ends = [len(lines[-1]) for lines in blocks if len(lines) > 1]
    prose = max(map(len, (lines[-1] for lines in blocks))) <= width and sum(end <= _SHORT * width for end in ends) * 2 >= len(
        ends
    )
    return "\n\n".join(" ".join(lines) for lines in blocks) if flush and full and within and prose else text


def ends_sentence(line: str) -> bool:
    """Whether a line ends with a full stop (or what serves as one), closing quotes and brackets aside."""
    bare = line.rstrip().rstrip(_CLOSERS).rstrip()
    return bare.endswith(tuple(_STOPS))
