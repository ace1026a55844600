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


NEWS = {
    "cp1251": "Порт снова открыт в понедельник после шторма, сообщил мэр города журналистам.",
    "koi8-r": "Порт снова открыт в понедельник после шторма, сообщил мэр города журналистам.",
    "cp1250": "Burmistrz powiedział, że szkody są mniejsze, niż się obawiano, a pierwsze łodzie już wpłynęły do portu.",
    "iso8859-2": "Starosta řekl, že škody jsou menší, než se čekalo, a první lodě už připluly do přístavu.",
    "cp1252": "Der Bürgermeister erklärte, die Schäden seien geringer als befürchtet; größere Schiffe können wieder einlaufen.",
    "cp1253": "Το λιμάνι άνοιξε ξανά τη Δευτέρα, δήλωσε ο δήμαρχος της πόλης στους δημοσιογράφους.",
    "cp1254": "Fırtınanın kapattığı liman pazartesi günü yeniden açıldı, belediye başkanı gazetecilere söyledi.",
    "cp1255": "הנמל נפתח מחדש ביום שני לאחר הסערה, אמר ראש העיר לעיתונאים.",
    "cp1256": "أعيد فتح الميناء يوم الاثنين بعد العاصفة، كما قال رئيس البلدية للصحفيين.",
    "cp1257": "Uostas pirmadienį vėl atidarytas po audros, žurnalistams sakė miesto meras, žala mažesnė nei tikėtasi.",
    "cp874": "ท่าเรือเปิดอีกครั้งในวันจันทร์หลังพายุ นายกเทศมนตรีกล่าวกับนักข่าว",
    "gb18030": "周一港口重新开放，数十艘船只驶入。市长说，损失比预期的要小，修复工作下周开始。",
    "big5hkscs": "週一港口重新開放，數十艘船隻駛入。市長說，損失比預期的要小，修復工作下週開始。",
    "cp932": "港は月曜日に再開した。市長は記者団に対し、被害は予想より少なかったと述べた。",
    "euc_jp": "港は月曜日に再開した。市長は記者団に対し、被害は予想より少なかったと述べた。",
    "cp949": "항구가 폭풍 이후 월요일에 다시 열렸다고 시장이 기자들에게 밝혔다. 피해는 예상보다 적었다.",
}


@pytest.mark.parametrize("codec", NEWS)
@pytest.mark.parametrize("declared", [None, "utf-8"])
def test_an_encoding_that_no_one_declared_is_told_by_the_text(codec: str, declared: str | None) -> None:
    page = f"<html><head><title>News</title></head><body><p>{NEWS[codec]}</p></body></html>"
    assert charset.decode(page.encode(codec), declared).text == page


@pytest.mark.parametrize("codec", [codec for codec in NEWS if codec not in ("cp1250", "iso8859-2", "cp1252", "cp1254")])
def test_latin_1_declared_by_a_server_gives_way_to_what_the_text_says(codec: str) -> None:
    assert charset.decode(NEWS[codec].encode(codec), "iso-8859-1").text == NEWS[codec]


@pytest.mark.parametrize("codec", NEWS)
def test_a_true_declaration_is_never_overruled(codec: str) -> None:
    assert charset.decode(NEWS[codec].encode(codec), codec) == charset.Decoded(NEWS[codec], codec)


def test_seven_bits_of_japanese_are_seen() -> None:
    text = NEWS["cp932"]
    assert charset.decode(text.encode("iso2022_jp")) == charset.Decoded(text, "iso2022_jp")


def test_what_was_lost_before_is_no_damage() -> None:
    assert charset.decode("caf\ufffd, tr\ufffds".encode()) == charset.Decoded("caf\ufffd, tr\ufffds", "utf-8")


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("ISO-8859-1", "cp1252"),
        ("latin1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("x-cp1251", "cp1251"),
        ("windows-1251;", "cp1251"),
        ("GB2312", "gb18030"),
        ("x-gbk", "gb18030"),
        ("x-sjis", "cp932"),
        ("windows-31j", "cp932"),
        ("ks_c_5601-1987", "cp949"),
        ("euc-kr", "cp949"),
        ("big5-hkscs", "big5hkscs"),
        ("iso-8859-8-i", "cp1255"),
        ("koi8-u", "koi8-u"),
        ("tis-620", "cp874"),
        ("iso-8859-9", "cp1254"),
        ("base64", None),
        ("utf-16", None),
        ("no such", None),
    ],
)
def test_labels_mean_what_they_mean_on_the_web(label: str, codec: str | None) -> None:
    assert charset._codec(label) == codec


def test_one_line_has_no_controls_but_the_marks_that_spelling_needs() -> None:
    assert charset.one_line("a\x00b\x1b[1m\tc\r\n\u202ed\u2069\x9f") == "ab[1m c d"
    assert charset.one_line("\u200ca\u200d\u200e\u200fb") == "\u200ca\u200d\u200e\u200fb"
