"""The language of a text."""

from __future__ import annotations

import random

import pytest

from transforms.text import language

TEXTS = {
    "en": "The harbour was opened again on Monday after a storm had closed it for the whole weekend.",
    "de": "Der Hafen wurde am Montag wieder geöffnet, nachdem ein Sturm ihn das ganze Wochenende geschlossen hatte.",
    "fr": "Le port a été rouvert lundi après avoir été fermé tout le week-end par une tempête.",
    "ru": "Порт был вновь открыт в понедельник после того, как шторм закрыл его на все выходные.",
    "ja": "港は週末の嵐で閉鎖されていたが、月曜日に再び開かれた。市長は被害が少なかったと述べた。",
    "zh": "周末因风暴关闭的港口周一重新开放，市长说损失比预期的要小，船只陆续驶入。",
    "ko": "주말 내내 폭풍으로 폐쇄되었던 항구가 월요일에 다시 열렸다고 시장이 밝혔다.",
    "am": "ወደቡ ሰኞ ዕለት እንደገና ተከፈተ፤ ከንቲባው ጉዳቱ አነስተኛ መሆኑን ተናግረዋል።",
    "el": "Το λιμάνι άνοιξε ξανά τη Δευτέρα μετά από μια καταιγίδα που το είχε κλείσει.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_tells_the_language(code: str) -> None:
    found, score = language.detect(TEXTS[code])
    assert found == code
    assert 0.5 < score <= 1


def test_gives_the_same_answer_in_any_order() -> None:
    texts = list(TEXTS.values()) * 3
    first = {text: language.detect(text) for text in texts}
    random.Random(1).shuffle(texts)
    assert all(language.detect(text) == first[text] for text in texts)


@pytest.mark.parametrize("text", ["", "   ", "12345 67890 – 100 %", "Hi there", "🙂🙂🙂"])
def test_too_little_text_is_undetermined(text: str) -> None:
    assert language.detect(text) == ("und", 0.0)


def test_a_page_is_believed_where_the_detector_cannot_know() -> None:
    icelandic = "Höfnin var opnuð aftur á mánudag eftir að stormur hafði lokað henni alla helgina, sagði bæjarstjórinn."
    assert language.detect(icelandic, "is-IS")[0] == "is"


def test_a_wrong_declaration_does_not_win() -> None:
    assert language.detect(TEXTS["de"], "en-US")[0] == "de"
    assert language.detect(TEXTS["de"], "xh")[0] == "de"


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        ("de_DE.utf8", "de-DE"),
        ("EN", "en"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("es-419", "es-419"),
        ("und", None),
        ("", None),
        (None, None),
        ("english", None),
    ],
)
def test_declared_languages_become_tags(declared: str | None, tag: str | None) -> None:
    assert language.tag(declared) == tag
