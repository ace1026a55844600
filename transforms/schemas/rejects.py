"""Refused input: a closed list of reasons, and enough to find and replay what was refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """The step that refused."""

    READ = "read"
    EXTRACT = "extract"


class Code(StrEnum):
    """Why a file or record was refused. The list is closed: readers may switch on it."""

    UNKNOWN_FORMAT = "unknown_format"
    UNREADABLE = "unreadable"  # the storage refused or failed
    EMPTY = "empty"
    TRUNCATED = "truncated"  # a compressed stream or archive ends before its end
    CORRUPT = "corrupt"  # a compressed stream or container fails its own checks
    TOO_LARGE = "too_large"
    BAD_RECORD = "bad_record"  # one line, row or archive record that cannot be parsed
    NO_CONTENT = "no_content"  # a record that has neither html nor text
    NOT_AN_ARTICLE = "not_an_article"  # an HTML page that came with an HTTP status other than 200: an error, a redirect
    NO_TEXT = "no_text"  # extraction found no text
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"  # the extracting process died on it, twice
    EXTRACTION_FAILED = "extraction_failed"


@dataclass(frozen=True, slots=True)
class Reject:
    """One file or record that was refused; its texts can be stored as UTF-8.

    `payload_hash` is xxh3-128 (hex) of the bytes refused, where they were at hand.
    """

    input_uri: str
    input_record: int
    stage: Stage
    code: Code
    message: str
    url: str | None = None
    payload_hash: str | None = None


# Messages may quote what was refused, so they are cut short.
MESSAGE_CHARACTERS = 300


class Rejected(Exception):
    """Raised inside a step when its document is refused; becomes a `Reject` at the step's edge."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type[Rejected], tuple[Code, str]]:
        return Rejected, (self.code, self.message)
