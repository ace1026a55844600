"""What holds for every source: formats are told by name and content, bad files become one typed refusal."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.io import SOURCES, SourceSettings
from tests.unit.reading import codes, documents, read, rejects
from transforms.schemas.documents import DocumentKind, RawDocument
from transforms.schemas.rejects import Code, Reject

PAGE = b"<!DOCTYPE html>\n<html><head><title>Harbour</title></head><body><p>The harbour opened again on Monday.</p></body></html>"
LINE = b'{"id": "a1", "text": "The harbour opened again on Monday."}\n'


def parquet_bytes() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"id": [1, 2], "text": ["One.", "Two."]}), out)
    return out.getvalue()


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "name", ["page.html", "page.HTM", "page.xhtml", "page", "page.json", "page.txt", "page.csv", "page.aspx"]
)
def test_html_is_html_whatever_its_name(tmp_path: Path, name: str) -> None:
    (document,) = documents(write(tmp_path, name, PAGE))
    assert (document.kind, document.content, document.input_record) == (DocumentKind.HTML, PAGE, 0)
    assert document.input_uri == str(tmp_path / name)
    assert document.charset is None


@pytest.mark.parametrize("name", ["page.html", "page.html.gz", "page.gz", "page", "page.html.zst", "page.txt.gz"])
@pytest.mark.parametrize(
    "compress", [gzip.compress, zstandard.ZstdCompressor().compress, lambda data: gzip.compress(gzip.compress(data))]
)
def test_compression_is_found_by_content(tmp_path: Path, name: str, compress: Callable[[bytes], bytes]) -> None:
    (document,) = documents(write(tmp_path, name, compress(PAGE)))
    assert (document.kind, document.content) == (DocumentKind.HTML, PAGE)


def test_a_file_that_is_not_compressed_after_all_is_read(tmp_path: Path) -> None:
    assert documents(write(tmp_path, "page.html.gz", PAGE))[0].content == PAGE
    assert documents(write(tmp_path, "lines.jsonl.gz", LINE))[0].declared.external_id == "a1"


@pytest.mark.parametrize("name", ["lines.jsonl", "lines.ndjson", "lines.json", "lines", "lines.txt", "lines.html", "lines.csv"])
def test_json_lines_are_json_lines_whatever_their_name(tmp_path: Path, name: str) -> None:
    found = documents(write(tmp_path, name, LINE * 3))
    assert [document.declared.external_id for document in found] == ["a1"] * 3


def test_text_is_told_by_its_name_only(tmp_path: Path) -> None:
    (document,) = documents(write(tmp_path, "story.txt", b"A title\n\nA body."))
    assert (document.kind, document.content) == (DocumentKind.TEXT_FILE, b"A title\n\nA body.")
    assert codes(write(tmp_path, "story", b"A title\n\nA body.")) == [Code.UNKNOWN_FORMAT]
    assert codes(write(tmp_path, "story.docx", b"PK\x03\x04 and so on")) == [Code.UNKNOWN_FORMAT]


@pytest.mark.parametrize("name", ["page.html", "story.txt", "lines.jsonl", "data.json", "table.csv", "table.parquet", "old.warc"])
@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_every_empty_file_is_one_refusal(tmp_path: Path, name: str, ending: str) -> None:
    (refused,) = rejects(write(tmp_path, name + ending, b""))
    assert (refused.code, refused.input_record) == (Code.EMPTY, 0)


@pytest.mark.parametrize("name", ["page.html", "story.txt", "lines.jsonl", "data.json", "table.csv"])
def test_every_blank_file_is_one_refusal(tmp_path: Path, name: str) -> None:
    assert codes(write(tmp_path, name, b" \n\n \r\n")) == [Code.EMPTY]
    assert codes(write(tmp_path, name + ".gz", gzip.compress(b" \n"))) == [Code.EMPTY]


@pytest.mark.parametrize(
    "name", ["page.html", "story.txt", "lines.jsonl", "data.json", "table.csv", "table.parquet", "old.warc", "x"]
)
def test_pictures_and_documents_are_no_format(tmp_path: Path, name: str) -> None:
    assert codes(write(tmp_path, name, b"%PDF-1.7\nwhatever")) == [Code.UNKNOWN_FORMAT]


def test_what_cannot_be_opened_is_one_refusal(tmp_path: Path) -> None:
    (refused,) = rejects(tmp_path / "gone.html")
    assert refused.code is Code.UNREADABLE
    assert "No such file" in refused.message
    assert codes(tmp_path) == [Code.UNREADABLE]


@pytest.mark.parametrize("name", ["page.html.gz", "story.txt.gz"])
def test_half_a_page_is_no_page(tmp_path: Path, name: str) -> None:
    stored = gzip.compress(PAGE * 2000)
    for size in (2, 5, 15, len(stored) // 2, len(stored) - 1):
        (refused,) = read(write(tmp_path, name, stored[:size]))
        assert getattr(refused, "code", None) is Code.TRUNCATED
    damaged = bytearray(stored)
    damaged[-5] ^= 1
    assert codes(write(tmp_path, name, bytes(damaged))) == [Code.CORRUPT]


def test_a_name_that_promises_gzip_over_something_else_is_corrupt(tmp_path: Path) -> None:
    assert codes(write(tmp_path, "lines.jsonl.gz", b"\0\0" + gzip.compress(LINE)[2:])) == [Code.CORRUPT]


def test_a_bomb_is_too_large(tmp_path: Path) -> None:
    bomb = gzip.compress(b"<html>" + bytes(64 << 20))
    assert codes(write(tmp_path, "page.html.gz", bomb), SourceSettings(max_record_bytes=1 << 20)) == [Code.TOO_LARGE]
    assert codes(write(tmp_path, "page.txt.gz", bomb[:-1]), SourceSettings(max_record_bytes=1 << 20)) == [Code.TOO_LARGE]


def test_the_registry_is_whole() -> None:
    endings = [ending for source in SOURCES.values() for ending in source.extensions]
    assert len(endings) == len(set(endings))
    for name, source in SOURCES.items():
        assert source.name == name
        assert all(ending == ending.lower() and ending.startswith(".") for ending in source.extensions)
        assert source.sniff(b"") is False
        assert source.sniff(bytes(range(256))) is False


SEEDS = [
    PAGE,
    LINE * 4,
    b'[{"id": 1, "text": "One."}, {"id": 2, "text": "Two."}]',
    b'id,text\n1,"One.\nTwo."\n2,Three\n',
    b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>\r\n\r\n" * 3,
    parquet_bytes(),
]
COMPRESS: dict[str, Callable[[bytes], bytes]] = {"": bytes, "gz": gzip.compress, "zst": zstandard.ZstdCompressor().compress}
NAMES = ["a.html", "a.txt", "a.jsonl", "a.json", "a.csv", "a.parquet", "a.warc", "a"]


@given(
    seed=st.sampled_from([*SEEDS, b""]),
    noise=st.lists(st.tuples(st.integers(0, 1500), st.binary(max_size=12)), max_size=4),
    name=st.sampled_from(NAMES),
    codec=st.sampled_from(["", "gz", "zst"]),
    end=st.integers(0, 2000),
)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_ever_raise_or_vanish(
    tmp_path: Path, seed: bytes, noise: list[tuple[int, bytes]], name: str, codec: str, end: int
) -> None:
    damaged = bytearray(COMPRESS[codec](seed))
    for place, junk in noise:
        damaged[place : place + len(junk)] = junk
    found = read(write(tmp_path, f"{name}.{codec}" if codec else name, bytes(damaged)[: len(damaged) - end or None]))
    assert all(isinstance(record, (RawDocument, Reject)) for record in found)
    if b"WARC/" not in seed:  # an archive may hold no page at all
        assert found
