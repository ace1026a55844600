"""Which source reads a file: by its name, unless its content says otherwise."""

from __future__ import annotations

import re

from pipeline.io.opened import OpenFile, compression_of
from pipeline.io.registry import SOURCES
from transforms.schemas.rejects import Code, Rejected

# Beginnings of what is certainly no news, whatever the file is called.
_FOREIGN = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a zip archive or office document",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a rar archive",
    b"\x89PNG\r\n\x1a\n": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"PARE": "an encrypted Parquet file",
    b"Obj\x01": "an Avro file",
    b"ARROW1": "an Arrow file",
    b"SQLite format 3\x00": "a SQLite database",
    b"\x7fELF": "a program",
}
_BZIP2 = re.compile(rb"BZh[1-9]1AY&SY")


def known_name(uri: str) -> str:
    """The key in SOURCES for the ending of a file name; "" where it says nothing."""
    name = compression_of(uri.rsplit("/", 1)[-1])[0]
    for source in SOURCES.values():
        if name.endswith(source.extensions):
            return source.name
    return ""


def format_of(file: OpenFile) -> str:
    """The key in SOURCES; raises Rejected UNKNOWN_FORMAT, or CORRUPT for what its name calls compressed and is not."""
    head = file.head
    foreign = _foreign(head)
    if foreign:
        raise Rejected(Code.UNKNOWN_FORMAT, f"the content is {foreign}")
    named = known_name(file.uri)
    if named and SOURCES[named].sniff(head):
        return named
    for source in SOURCES.values():
        if source.sniff(head):
            return source.name
    if file.part.compression and not file.codecs:
        raise Rejected(Code.CORRUPT, "the name says that the file is compressed, but it does not begin like that")
    if not named:
        raise Rejected(Code.UNKNOWN_FORMAT, f"neither its name nor its content is {', '.join(SOURCES)}")
    return named


def _foreign(head: bytes) -> str | None:
    for magic, name in _FOREIGN.items():
        if head.startswith(magic) and (magic != b"BZh" or _BZIP2.match(head)):
            return name
    return None
