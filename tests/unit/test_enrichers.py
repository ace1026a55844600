"""What every enricher promises, whoever wrote it."""

from __future__ import annotations

import pickle
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.enrichers import ENRICHERS, Enricher, EnricherChoice, EnrichSettings
from transforms.schemas.entities import EntityType

TEXTS = [
    "",
    " \n\t",
    "\x00Poland\x00",
    "🇵🇱 Poland 👩‍👩‍👧 met 𝔘kraine in Ukraine, 𠀀中国",
    "Türkiye’ye, Côte d’Ivoire; États‑Unis\u00a0d’Amérique",
    "\ud800 Poland \udfff",
    "ПОЛЬША и Украина. भारत और पाकिस्तान. 中国和日本",
    "A" * 10_000,
]
LANGUAGES = [
    "en",
    "de",
    "zh-cn",
    "pt-BR",
    "hi",
    "ar",
    "th",
    "ja",
    "ko",
    "sr",
    "no",
    "nb",
    "und",
    "",
    "xx",
    "not a language",
    None,
]


@pytest.fixture(params=sorted(ENRICHERS))
def enricher(request: pytest.FixtureRequest) -> Enricher:
    made = ENRICHERS[request.param]({})
    made.setup()
    return made


def check(enricher: Enricher, text: str, title: str | None, language: str | None) -> None:
    entities = enricher.entities(text, title, language)
    assert list(entities) == list(enricher.entities(text, title, language)), "the same text gives the same entities"
    for entity in entities:
        assert entity.name
        assert entity.type in EntityType
        assert entity.method == enricher.name
        assert entity.mentions == tuple(sorted(entity.mentions))
        assert entity.mentions, "a row without a mention says nothing of the text"
        assert entity.salience is None or 0 <= entity.salience <= 1
        for mention in entity.mentions:
            assert 0 <= mention.start < mention.end <= len(text)
            assert text[mention.start : mention.end] == mention.text, "offsets are code points, end exclusive"


def test_the_name_is_the_key_of_the_registry(enricher: Enricher) -> None:
    assert ENRICHERS[enricher.name]({}).name == enricher.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_text_and_language_is_valid(enricher: Enricher, language: str | None) -> None:
    for text in TEXTS:
        check(enricher, text, None, language)
        check(enricher, text, text, language)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300), language=st.sampled_from(LANGUAGES))
def test_offsets_hold_for_generated_texts(text: str, language: str | None) -> None:
    for name in ENRICHERS:
        check(ENRICHERS[name]({}), text + " Poland, United States 中国 " + text, text, language)


@pytest.mark.parametrize("unit", ["Guinea-Bissau and New ", "United ", "A", "🇵🇱", "中", "U.S.", "Michael Jordan "])
def test_a_huge_text_takes_linear_time(enricher: Enricher, unit: str) -> None:
    """Sixteen times the text may take sixteen times as long, and is given four times that; a quadratic search takes 256 times."""

    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            enricher.entities(text, None, "en")
            best = min(best, time.process_time() - start)
        return best

    assert seconds(800_000) <= 64 * max(seconds(50_000), 0.001)


def test_enrichers_travel_to_workers(enricher: Enricher) -> None:
    copy = pickle.loads(pickle.dumps(ENRICHERS[enricher.name]({})))
    copy.setup()
    assert list(copy.entities("Poland", None, "en")) == list(enricher.entities("Poland", None, "en"))


def test_settings_name_enrichers_in_order() -> None:
    chosen = EnrichSettings.from_plain([{"name": "countries"}])
    assert chosen == EnrichSettings((EnricherChoice("countries"),)) == EnrichSettings()
    assert [e.name for e in chosen.make()] == ["countries"]


@pytest.mark.parametrize(
    ("plain", "words"),
    [
        ([{"name": "cuontries"}], ["enrichers[0].name", "cuontries", "countries"]),
        ([{"name": "countries"}, {}], ["enrichers[1].name", "None"]),
        ([{"name": "countries", "model": "x"}], ["enrichers[0]", "countries", "model"]),
        (["countries"], ["enrichers[0].name"]),
    ],
)
def test_a_wrong_setting_is_named(plain: list[dict[str, object]], words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"enrichers\[") as raised:
        EnrichSettings.from_plain(plain)
    assert all(word in str(raised.value) for word in words)
