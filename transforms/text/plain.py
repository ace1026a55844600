"""Plain text: its normal form, and the headline above a text file."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile(r"\n{2,}")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]")
# Control characters that no text needs, and marks that a file begins with. Tab and line feed stay.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff]")
# Full stops and their kin in the scripts of news: a line that ends in one is a sentence. Question and exclamation marks end
# headlines as often as sentences, so they do not count. Closing quotes and brackets may follow.
_STOPS = ".\u3002\uff0e\uff61\u0964\u0965\u06d4\u0589\u1362\u104b\u17d4\u2026\u037e;:,\uff0c\uff1a\uff1b\u060c\u061b"
_CLOSERS = "\"'\u2019\u201d\u00bb\u203a\u300d\u300f\uff02\uff07)\uff09]\u3011\u201c"
TITLE_CHARS = 300


def normal_form(text: str) -> str:
    """NFC text whose paragraphs are parted by one line feed: no other rewriting of what the author wrote."""
    text = unicodedata.normalize("NFC", _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)))
    return _BREAKS.sub("\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip("\n")


def split_title(text: str) -> tuple[str | None, str]:
    """The headline of a text file and the text below it, in normal form.

    The first line is the headline where it stands alone (a blank line follows), does not end as a sentence does, and something
    is left below it. Returns (None, text) otherwise.
    """
    lines = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)).lstrip("\n \t").split("\n")
    first = unicodedata.normalize("NFC", lines[0].strip())
    rest = normal_form("\n".join(lines[1:]))
    alone = len(lines) > 2 and not lines[1].strip()
    if not (first and alone and rest and len(first) <= TITLE_CHARS) or ends_sentence(first):
        return None, normal_form(text)
    return first, rest


def ends_sentence(line: str) -> bool:
    """Whether a line ends with a full stop (or what serves as one), closing quotes and brackets aside."""
    bare = line.rstrip().rstrip(_CLOSERS).rstrip()
    return bare.endswith(tuple(_STOPS))
