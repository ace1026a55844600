"""Values as they come in records, of whatever type, to those that a document declares."""

from __future__ import annotations

import ast
import datetime
import json
import math
import re
from collections.abc import Mapping
from typing import Any

from pipeline.io.decode import decode

_NOTHING = {"", "nan", "null", "none", "nat", "<na>"}
_EPOCH = re.compile(r"-?\d{10}|-?\d{13}")
_WRITTEN_LIST = 1 << 16
_NAME_KEYS = ("name", "title", "value", "label", "text", "$oid", "$date", "@value", "#text", "id", "@id", "url", "domain")


def is_missing(value: object) -> bool:
    """None, NaN, blank text, an empty list: as if the column were not there."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return True
    if isinstance(value, str):
        return len(value) < 64 and value.strip().casefold() in _NOTHING
    return isinstance(value, (bytes, list, tuple, dict)) and not value


def as_text(value: object) -> str | None:
    """Content: text as it is, bytes decoded, a list of paragraphs joined by line feeds; None where there is none."""
    if isinstance(value, bytes):
        value = decode(value)
    if isinstance(value, (list, tuple)):
        value = "\n".join(item for item in value if isinstance(item, str))
    if not isinstance(value, str) or not value.strip():
        return None
    return _valid(value)


def as_name(value: object) -> str | None:
    """A short text: of a list the first, of a record its name; numbers as digits, truth values are nothing."""
    return (as_identifier(value) or "").strip() or None


def as_identifier(value: object) -> str | None:
    """As a name, but to the letter: a blank at its end is a part of an id that somebody will look it up by."""
    for _ in range(4):
        if isinstance(value, Mapping):
            value = next((value[key] for key in _NAME_KEYS if not is_missing(value.get(key))), None)
        elif isinstance(value, (list, tuple)):
            value = next((item for item in value if not is_missing(item)), None)
        else:
            break
    if is_missing(value) or isinstance(value, (bool, Mapping, list, tuple)):
        return None
    if isinstance(value, bytes):
        value = decode(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _valid(str(value))


def as_list(value: object, separators: str = "") -> tuple[str, ...]:
    """Several short texts: a list, a list written as JSON or as Python writes it, a text cut at `separators`."""
    if isinstance(value, str):
        value = _written_list(value)
    if isinstance(value, str) and separators:
        value = re.split(f"[{re.escape(separators)}]", value)
    items = value if isinstance(value, (list, tuple)) else [value]
    names = (as_name(item) for item in items)
    return tuple(dict.fromkeys(name for name in names if name is not None))


def as_date(value: object) -> str | int | float | None:
    """A date as found: text, epoch numbers (digits too), a date or time of a table as ISO text."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("$date", "$numberLong", "@value", "value") if key in value), None)
    if isinstance(value, (list, tuple)):
        value = value[0] if value else None
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return None if is_missing(value) else value
    text = as_name(value)
    if text is not None and _EPOCH.fullmatch(text):
        return int(text)
    return text


def _written_list(text: str) -> Any:
    stripped = text.strip()
    if not (stripped.startswith("[") and stripped.endswith("]")) or len(stripped) > _WRITTEN_LIST:
        return text
    for parse in (json.loads, ast.literal_eval):
        try:
            value = parse(stripped)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(value, list):
            return value
    return text


def _valid(text: str) -> str:
    """Text that can be stored: surrogates joined where they are pairs, U+FFFD where they stand alone."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", errors="surrogatepass").decode("utf-16", errors="replace")
    return text
