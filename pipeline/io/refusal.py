"""Refusals of reading."""

from __future__ import annotations

import xxhash

from transforms.schemas.rejects import MESSAGE_CHARACTERS, Code, Reject, Stage
from transforms.text.charset import scrub


def refuse(uri: str, record: int, code: Code, message: str, payload: bytes | str | None = None, url: str | None = None) -> Reject:
    """A `Reject` of the read stage; `payload` are the refused bytes, where they are at hand."""
    hashed = None if payload is None else digest(payload)
    return Reject(scrub(uri), record, Stage.READ, code, scrub(message)[:MESSAGE_CHARACTERS], scrub(url) if url else None, hashed)


def digest(payload: bytes | str) -> str:
    """xxh3-128, hex; text as UTF-8."""
    data = payload.encode("utf-8", errors="surrogatepass") if isinstance(payload, str) else payload
    return xxhash.xxh3_128_hexdigest(data)
