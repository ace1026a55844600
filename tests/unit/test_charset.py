"""Bytes to text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.text import charset

GERMAN = "<p>Die Brücke über den Fluss ist für Fußgänger geöffnet, größere Schäden gibt es nicht.</p>"
CHINESE = "<p>周一港口重新开放，数十艘船只驶入。市长说，损失比预期的要小。</p>"


def test_valid_utf8_beats_a_wrong_declaration() -> None:
    page = '<meta charset="gb2312">' + CHINESE
    assert charset.decode(page.encode("utf-8"), "gb2312") == charset.Decoded(page, "utf-8")


@pytest.mark.parametrize(
    ("text", "label", "codec"),
    [(CHINESE, "gb2312", "gb18030"), (GERMAN, "iso-8859-1", "cp1252"), ("<p>港は月曜日に再開した。</p>", "Shift_JIS", "cp932")],
)
def test_a_declaration_is_believed_in_header_and_meta(text: str, label: str, codec: str) -> None:
    content = text.encode(codec)
    assert charset.decode(content, label) == charset.Decoded(text, codec)
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">{text}'
    assert charset.decode(page.encode(codec)).text == page


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_byte_order_mark_decides(mark: bytes) -> None:
    codec = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}[mark]
    assert charset.decode(mark + GERMAN.encode(codec), "latin1") == charset.Decoded(GERMAN, codec)


def test_utf16_without_a_mark_is_seen() -> None:
    assert charset.decode(GERMAN.encode("utf-16-le")).text == GERMAN


def test_one_broken_byte_costs_one_character() -> None:
    broken = GERMAN.encode("utf-8")[:-5] + b"\xff</p>"
    found = charset.decode(broken)
    assert found.encoding == "utf-8"
    assert found.text.count("\ufffd") == 1


def test_a_text_cut_inside_a_character_stays_utf8() -> None:
    cut = ("é" * 4000).encode("utf-8")
    assert charset.decode(cut + b"\xc3").encoding == "utf-8"


@given(
    st.binary(max_size=400),
    st.none() | st.text(max_size=20) | st.sampled_from(["utf-16", "base64", "idna", "rot13", "hex", "utf-8"]),
)
def test_any_bytes_become_text_that_can_be_stored(content: bytes, header: str | None) -> None:
    text = charset.decode(content, header).text
    assert text.encode("utf-8").decode("utf-8") == text


def test_surrogates_are_joined_or_replaced() -> None:
    assert charset.scrub("a\ud83d\ude00b\ud800c") == "a😀b\ufffdc"
