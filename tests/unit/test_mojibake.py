"""Text that was decoded with a wrong encoding before it came here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.schemas.documents import Declared, DocumentKind, RawDocument
from transforms.text import mojibake
from transforms.text.article import ExtractSettings, extract

SENTENCES = [
    "It’s a “quiet” town – the mayor’s café costs £5.",
    "L’été dernier, la forêt de Fontaine-à-l’Évêque a brûlé ; Noël approche.",
    "Größere Schäden gibt es nicht, sagt die Bürgermeisterin für Öffentlichkeit.",
    "Порт открыт, сказал мэр города.",
    "Łódź: burmistrz powiedział, że żadnych szkód nie było.",
    "港は月曜日に再び開かれた。",
]


@pytest.mark.parametrize("wrong", ["latin-1", "sloppy-windows-1252"])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_utf8_read_as_another_encoding_is_read_again(sentence: str, wrong: str) -> None:
    assert mojibake.repair(sentence.encode("utf-8").decode(wrong)) == sentence


def test_text_that_was_encoded_twice_is_decoded_twice() -> None:
    twice = SENTENCES[0].encode("utf-8").decode("cp1252", "ignore").encode("utf-8").decode("sloppy-windows-1252")
    assert mojibake.repair("The mayorÃ¢â‚¬â„¢s cafÃƒÂ©") == "The mayor’s café"
    assert "mayor’s" in mojibake.repair(twice)


def test_cyrillic_read_as_windows_1251_is_read_again() -> None:
    assert mojibake.repair("РњСЌСЂ СЃРєР°Р·Р°Р», С‡С‚Рѕ РїРѕСЂС‚ РѕС‚РєСЂС‹С‚.") == "Мэр сказал, что порт открыт."


def test_only_the_lines_of_mojibake_are_touched() -> None:
    assert mojibake.repair("Größe und Maß\nItâ€™s late\n中文") == "Größe und Maß\nIt’s late\n中文"


@pytest.mark.parametrize(
    "text",
    [
        *SENTENCES,
        "SÃO PAULO – a cidade de São João",
        "L’été à la mer, « voilà »",
        "ÅÄÖ och åäö…",
        "Ở Việt Nam, Đà Nẵng – “thành phố”",
        "ПРИВЕТ – «РОССИЯ» №5, Р°С",
        "CAFÉ® 5 °C, 3 µm, ½ €",
        "ÍSLENSKA Þ–ð",
    ],
)
def test_good_text_stays_as_it_is(text: str) -> None:
    assert mojibake.repair(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "He wrote Ã© instead of é.",
        "He wrote Ã© for é.\nThen he wrote Ã¨ for è.",
        "A letra “Ã©”… â€™ é outro sinal",
        "It shows as â€™ in mails.",
        "IRMÃ® comprou a marca",
        "The cafÃ© wrote “Ã” there.",
    ],
)
def test_signs_that_are_spoken_of_stay(text: str) -> None:
    assert mojibake.repair(text) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("A cafÃ© opens", "A café opens"),
        ("Harbour opens â€“ at last", "Harbour opens – at last"),
        ("GRÃ–ÃŸE", "GRÖßE"),
        ("« goÃ»t » et cafÃ©", "« goût » et café"),
        ("CAFÃ‰S", "CAFÉS"),
        ("The cafÃ© opens.\nHe wrote “Ã©”.", "The café opens.\nHe wrote “Ã©”."),
    ],
)
def test_one_sign_in_a_word_is_enough_and_lines_stand_for_themselves(text: str, meant: str) -> None:
    assert mojibake.repair(text) == meant


def test_controls_are_read_as_windows_quotes() -> None:
    assert mojibake.repair("\x93Yes\x94, it\x92s late\x85") == "“Yes”, it’s late…"


@given(st.text(max_size=200))
def test_repair_never_raises_and_leaves_ascii_alone(text: str) -> None:
    mended = mojibake.repair(text)
    assert mojibake.repair(text) == mended
    assert not text.isascii() or mended == text


def test_an_article_says_that_it_was_repaired() -> None:
    raw = RawDocument(
        "/in.jsonl",
        0,
        DocumentKind.BODY,
        "The mayorâ€™s cafÃ© opened on Monday, he said.",
        declared=Declared(title="A cafÃ© opens"),
    )
    article = extract(raw, ExtractSettings())
    assert article.text == "The mayor’s café opened on Monday, he said."
    assert article.title == "A café opens"
    assert "mojibake_repaired" in article.quality_flags


def test_numeric_references_to_controls_are_windows_quotes_in_html() -> None:
    page = "<html><body><article><p>The mayor said &#147;the harbour is open&#148; &#150; and it&#146;s late.</p></article></body></html>"
    article = extract(RawDocument("/in.html", 0, DocumentKind.HTML, page), ExtractSettings())
    assert "“the harbour is open” – and it’s late." in article.text
    assert "mojibake_repaired" not in article.quality_flags


def test_lost_characters_are_counted_the_source_s_own_too() -> None:
    raw = RawDocument(
        "/in.txt", 0, DocumentKind.TEXT_FILE, "Title\ufffd\n\nThe caf\ufffd was open on Monday.".encode() + b"\xff end."
    )
    article = extract(raw, ExtractSettings())
    assert article.replacement_chars == 3
    assert "replacement_chars" in article.quality_flags
