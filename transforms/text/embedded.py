"""Bodies that a page carries in its scripts as data, for pages that are drawn by them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml import html as lxml_html

MIN_CHARS = 300
_MAX_SCRIPT = 5_000_000
# Possessive, and matching to the end of the script where a string has none: linear in its length whatever it holds.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?$)', re.DOTALL)
_PARAGRAPH = re.compile(r"<p[\s>]|<br\s*/?>", re.IGNORECASE)


def markup(tree: lxml_html.HtmlElement) -> str:
    """The longest string in the page's script data that is marked-up text with paragraphs, "" where there is none."""
    best = ""
    for script in tree.iter("script"):
        text = script.text or ""
        if MIN_CHARS < len(text) <= _MAX_SCRIPT and "ld+json" not in (script.get("type") or ""):
            for string in _strings(text, 2):
                if len(string) > len(best) and _PARAGRAPH.search(string) and string.count("<script") == 0:
                    best = string
    return best


def _strings(text: str, depth: int) -> Iterator[str]:
    """The long string literals in a script, and those inside them where they are data themselves."""
    for match in _STRING.finditer(text):
        if match.end() - match.start() < MIN_CHARS:
            continue
        try:
            string = json.loads(match[0], strict=False)
        except ValueError:
            continue
        if depth > 1 and '":' in string and string.count('"') > 20 and not string.lstrip().startswith("<"):
            yield from _strings(string, depth - 1)
        else:
            yield string
