"""Where a name stands in a text, and what kind of name it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.schemas.entities import EntityType


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A name in a text: code points, end exclusive; `score` in [0, 1] is how sure its finder is; `country` where it names one."""

    start: int
    end: int
    type: EntityType
    score: float = 1.0
    country: str | None = None


def base(language: str | None) -> str:
    """The two-letter part of a language code: "pt-BR" -> "pt", None -> ""."""
    return re.split("[-_]", (language or "").strip().lower(), maxsplit=1)[0]
