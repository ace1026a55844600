"""Whether a text is HTML, by its first characters."""

from __future__ import annotations

import re

_BEFORE = r"\A(?:\ufeff|\xef\xbb\xbf)?(?:\s++|<!--.*?-->|<\?xml\b.*?\?>)*+"  # possessive: blanks are never tried another way
_DOCUMENT = re.compile(_BEFORE + r"<(?:!doctype\s+html|html|head|body|title|meta)\b", re.IGNORECASE | re.DOTALL)
_FRAGMENT = re.compile(
    _BEFORE + r"<(?:p|div|article|section|main|span|h[1-6]|figure|ul|ol|table|blockquote|img|a|b|strong|em|br)\b[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_LOOK = 1 << 12


def looks_like_page(text: str) -> bool:
    """Whether a text begins as an HTML document does."""
    return _DOCUMENT.match(text[:_LOOK]) is not None


def looks_like_markup(text: str) -> bool:
    """Whether a text begins as an HTML document or as a fragment of one."""
    return looks_like_page(text) or _FRAGMENT.match(text[:_LOOK]) is not None
