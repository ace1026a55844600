"""WARC archives: what is a document, what is refused, and that cuts change nothing."""

from __future__ import annotations

import gzip
import io
import random
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.io import SourceSettings, plan_units, read_unit
from pipeline.io.listing import list_inputs
from tests.unit.reading import codes, documents, in_parts, read
from transforms.schemas.documents import DocumentKind, RawDocument
from transforms.schemas.rejects import Code, Reject

PAGE = b"<!DOCTYPE html><html><body><p>The harbour opened again.</p></body></html>"
HTML = ("Content-Type", "text/html; charset=ISO-8859-1")


def response(
    number: int = 0, body: bytes = PAGE, status: str = "200 OK", headers: tuple[tuple[str, str], ...] = (HTML,), gz: bool = False
) -> bytes:
    """One response record as warcio writes it."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gz)
    record = writer.create_warc_record(
        f"https://a.example/{number}",
        "response",
        payload=io.BytesIO(body),
        http_headers=StatusAndHeaders(status, list(headers), protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": f"2024-05-{number % 28 + 1:02d}T10:00:00Z", "WARC-Record-ID": f"<urn:x:{number}>"},
    )
    writer.write_record(record)
    return out.getvalue()


def other(kind: str, content: bytes, media: str, gz: bool = False) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gz)
    record = writer.create_warc_record(
        "https://a.example/other",
        kind,
        payload=io.BytesIO(content),
        warc_content_type=media,
        warc_headers_dict={"WARC-Record-ID": "<urn:x:o>"},
    )
    writer.write_record(record)
    return out.getvalue()


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def outline(records: list[RawDocument | Reject]) -> list[object]:
    return [r.declared.url if isinstance(r, RawDocument) else r.code for r in records]


def url(number: int) -> str:
    return f"https://a.example/{number}"


@pytest.mark.parametrize("gz", [False, True])
def test_only_pages_are_documents(tmp_path: Path, gz: bool) -> None:
    data = b"".join(
        [
            other("warcinfo", b"software: x\r\n", "application/warc-fields", gz),
            other("request", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request", gz),
            response(1, gz=gz),
            response(2, b"{}", headers=(("Content-Type", "application/json"),), gz=gz),
            response(3, status="404 Not Found", gz=gz),
            response(4, status="301 Moved", headers=(HTML, ("Location", "/x")), gz=gz),
            response(5, b"", gz=gz),
            response(6, headers=(), gz=gz),
            other("resource", PAGE, "text/html", gz),
            other("metadata", PAGE, "text/html", gz),
        ]
    )
    path = write(tmp_path, "a.warc.gz" if gz else "a.warc", data)
    found = read(path)
    refused = [Code.NOT_AN_ARTICLE, Code.NOT_AN_ARTICLE, Code.NO_CONTENT]
    assert outline(found) == [url(1), *refused, url(6), "https://a.example/other"]
    first = found[0]
    assert isinstance(first, RawDocument)
    assert (first.kind, first.content, first.charset) == (DocumentKind.HTML, PAGE, "ISO-8859-1")
    assert first.declared.fetched == "2024-05-02T10:00:00Z"
    assert [record.url for record in found if isinstance(record, Reject)] == [url(3), url(4), url(5)]
    # The position is where the record lies, so that it can be had again.
    assert documents(write(tmp_path, "one.warc", data[first.input_record :][: len(response(1, gz=gz))]))[0].content == PAGE


def test_directives_to_robots_travel_with_the_page(tmp_path: Path) -> None:
    headers = (HTML, ("X-Robots-Tag", "noai"), ("TDM-Reservation", "1"), ("Server", "x"))
    (page,) = read(write(tmp_path, "a.warc", response(headers=headers)))
    assert isinstance(page, RawDocument)
    assert page.declared.headers == ("x-robots-tag: noai", "tdm-reservation: 1")


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(body[n : n + 20]), body[n : n + 20]) for n in range(0, len(body), 20)) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body, wbits=-15)),
        ("zstd", zstandard.ZstdCompressor().compress),
        ("identity", bytes),
        ("gzip", bytes),
        ("br", bytes),
    ],
)
@pytest.mark.parametrize("chunks", [True, False])
def test_transfer_and_content_encodings(tmp_path: Path, encoding: str, encode: Callable[[bytes], bytes], chunks: bool) -> None:
    body = encode(PAGE)
    headers = (HTML, ("Content-Encoding", encoding), ("Transfer-Encoding", "chunked"))
    path = write(tmp_path, "a.warc", response(1, chunked(body) if chunks else body, headers=headers))
    assert documents(path)[0].content == PAGE


def test_bodies_that_cannot_be_decoded(tmp_path: Path) -> None:
    coded = (HTML, ("Content-Encoding", "gzip"))
    data = [
        response(1, b"\x0b\x02\x80brotli", headers=(HTML, ("Content-Encoding", "br"))),
        response(2, gzip.compress(PAGE)[:-9], headers=coded),
        response(3, gzip.compress(PAGE)[:-8] + b"wrong...", headers=coded),
        response(4, gzip.compress(bytes(1 << 20)), headers=coded),
        response(5, chunked(PAGE)[:40], headers=(HTML, ("Transfer-Encoding", "chunked"))),
        response(6, b" " * 70_000),
        response(7),
    ]
    found = read(write(tmp_path, "a.warc", b"".join(data)), SourceSettings(max_record_bytes=20_000))
    codes_ = [Code.BAD_RECORD, Code.TRUNCATED, Code.CORRUPT, Code.TOO_LARGE, Code.TRUNCATED, Code.TOO_LARGE]
    assert outline(found) == [*codes_, url(7)]


def test_a_page_that_the_crawler_cut_is_refused(tmp_path: Path) -> None:
    data = response(1).replace(b"WARC-Type: response\r\n", b"WARC-Type: response\r\nWARC-Truncated: length\r\n")
    assert codes(write(tmp_path, "a.warc", data)) == [Code.TRUNCATED]


@pytest.mark.parametrize("gz", [False, True])
def test_damage_in_the_middle_costs_one_record(tmp_path: Path, gz: bool) -> None:
    records = [response(n, gz=gz) for n in range(5)]
    name = "a.warc.gz" if gz else "a.warc"
    begin = len(b"".join(records[:2]))
    damaged = bytearray(b"".join(records))
    damaged[begin : begin + 10] = b"\xff" * 10
    found = read(write(tmp_path, name, bytes(damaged)))
    assert outline(found) == [url(0), url(1), Code.CORRUPT, url(3), url(4)]
    assert found[2].input_record == begin
    if gz:
        damaged = bytearray(b"".join(records))
        damaged[begin + 60] ^= 0xFF
        assert outline(read(write(tmp_path, name, bytes(damaged)))) == [url(0), url(1), Code.CORRUPT, url(3), url(4)]


@pytest.mark.parametrize("gz", [False, True])
@pytest.mark.parametrize("length", [b"5", b"9999", b"x"])
def test_a_wrong_length_costs_one_record(tmp_path: Path, gz: bool, length: bytes) -> None:
    wrong = re.sub(rb"\r\nContent-Length: \d+", b"\r\nContent-Length: " + length, response(1), count=1)
    data = [response(0, gz=gz), gzip.compress(wrong) if gz else wrong, response(2, gz=gz)]
    found = read(write(tmp_path, "a.warc.gz" if gz else "a.warc", b"".join(data)))
    urls = [item for item in outline(found) if not isinstance(item, Code)]
    assert urls == [url(0), url(2)]
    assert len(found) == 3


@pytest.mark.parametrize("gz", [False, True])
def test_an_archive_without_its_end(tmp_path: Path, gz: bool) -> None:
    whole = b"".join(response(n, gz=gz) for n in range(3))
    begin = len(response(0, gz=gz) + response(1, gz=gz))
    for size in range(begin + 1, len(whole) - 12, 7):
        found = read(write(tmp_path, "a.warc.gz" if gz else "a.warc", whole[:size]))
        assert outline(found[:2]) == [url(0), url(1)]
        assert len(found) == 3
        assert isinstance(found[2], Reject) and found[2].input_record == begin
        if size > begin + 200:
            assert found[2].code is Code.TRUNCATED


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.ZstdCompressor().compress])
def test_an_archive_compressed_as_one_stream(tmp_path: Path, compress: Callable[[bytes], bytes]) -> None:
    records = [response(n) for n in range(4)]
    path = write(tmp_path, "a.warc.gz", compress(b"".join(records)))
    assert outline(read(path)) == [url(n) for n in range(4)]
    assert len({record.input_record for record in read(path)}) == 4
    broken = [*records[:2], records[2].replace(b"Content-Length: ", b"Content-Length: 1"), *records[2:]]
    found = outline(read(write(tmp_path, "b.warc.gz", compress(b"".join(broken)))))
    assert found[:2] == [url(0), url(1)] and found[2] in (Code.CORRUPT, Code.TRUNCATED)
    dice = random.Random(3)
    long = compress(b"".join(response(n, PAGE + dice.randbytes(150_000)) for n in range(4)))
    assert outline(read(write(tmp_path, "c.warc.gz", long[:-12]))) == [url(0), url(1), url(2), Code.TRUNCATED]


PIECES = st.lists(
    st.one_of(
        st.builds(lambda n, body: (n, body), st.integers(0, 99), st.binary(max_size=400)),
        st.sampled_from(
            [(100, b""), (101, b"\r\n\r\nWARC/1.0\r\nbut no record\r\n\r\n"), (-1, b"garbage between records\r\n"), (-2, b"")]
        ),
    ),
    min_size=1,
    max_size=8,
)


def archive(pieces: list[tuple[int, bytes]], gz: bool) -> bytes:
    data = []
    for number, body in pieces:
        if number >= 0:
            data.append(response(number, PAGE + body, gz=gz))
        elif number == -1:
            data.append(body)
        else:
            record = bytearray(response(0, PAGE, gz=gz))
            record[len(record) // 2] ^= 0xFF
            data.append(bytes(record))
    return b"".join(data)


@pytest.mark.parametrize("gz", [False, True])
@given(pieces=PIECES, cuts=st.lists(st.integers(0, 5000), max_size=6), end=st.integers(0, 300))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_cuts_anywhere_give_the_same_records(
    tmp_path: Path, gz: bool, pieces: list[tuple[int, bytes]], cuts: list[int], end: int
) -> None:
    data = response(50, gz=gz) + archive(pieces, gz)
    path = write(tmp_path, "a.warc.gz" if gz else "a.warc", data[: len(data) - end])
    bounds = sorted({0, *cuts})
    parts = list(zip(bounds, [*bounds[1:], None], strict=True))
    assert in_parts(path, parts) == read(path)


@pytest.mark.parametrize("gz", [False, True])
def test_large_archives_are_cut_by_the_plan(tmp_path: Path, gz: bool) -> None:
    dice = random.Random(5)
    data = b"".join(response(n, PAGE + dice.randbytes(40_000), gz=gz) for n in range(60))
    path = write(tmp_path, "a.warc.gz" if gz else "a.warc", data)
    units = list(plan_units(list_inputs([str(path)]), SourceSettings(), 2))
    assert len(units) >= 6
    found = [record for unit in units for record in read_unit(unit, SourceSettings())]
    assert outline(found) == [url(n) for n in range(60)]
    assert found == read(path)
    single = write(tmp_path, "b.warc.gz", gzip.compress(b"".join(response(n, PAGE + dice.randbytes(40_000)) for n in range(60))))
    assert len(list(plan_units(list_inputs([str(single)]), SourceSettings(), 2))) == 1
    assert len(documents(single)) == 60
