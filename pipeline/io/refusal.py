"""Refusals of reading."""

from __future__ import annotations

import xxhash

from transforms.schemas.rejects import Code, Reject, Stage


def refuse(uri: str, record: int, code: Code, message: str, payload: bytes | str | None = None, url: str | None = None) -> Reject:
    """A `Reject` of the read stage; `payload` are the refused bytes, where they are at hand."""
    return Reject(uri, record, Stage.READ, code, message, url, None if payload is None else digest(payload))


def digest(payload: bytes | str) -> str:
    """xxh3-128, hex; text as UTF-8."""
    data = payload.encode("utf-8", errors="surrogatepass") if isinstance(payload, str) else payload
    return xxhash.xxh3_128_hexdigest(data)
