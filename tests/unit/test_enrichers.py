"""What every enricher promises, whoever wrote it."""

from __future__ import annotations

import pickle
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.names import Capitals
from transforms.enrichers import ENRICHERS, Enricher, EnricherChoice, EnrichSettings, entities, find
from transforms.schemas.entities import ArticleText, EntityType

DOMAIN = "news.example"
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


@pytest.fixture(autouse=True)
def _without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """The models have tests of their own; what is made of their spans is held to the contract here."""
    monkeypatch.setattr(entities, "recogniser", lambda model: Capitals())


@pytest.fixture(params=sorted(ENRICHERS))
def enricher(request: pytest.FixtureRequest) -> Enricher:
    made = ENRICHERS[request.param]({})
    made.setup()
    return made


def check(enricher: Enricher, text: str, title: str | None, language: str | None) -> None:
    found = enricher.entities(ArticleText(text, title, language, DOMAIN))
    assert list(found) == list(enricher.entities(ArticleText(text, title, language, DOMAIN))), (
        "the same text gives the same entities"
    )
    places = sorted((mention.start, mention.end) for entity in found for mention in entity.mentions)
    assert all(end <= start for (_, end), (start, _) in pairwise(places)), "one place a mention"
    assert list(found) == sorted(found, key=lambda entity: entity.mentions[0]), "in order of first mention"
    for entity in found:
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
            enricher.entities(ArticleText(text, None, "en", DOMAIN))
            best = min(best, time.process_time() - start)
        return best

    assert seconds(800_000) <= 64 * max(seconds(50_000), 0.001)


def test_enrichers_travel_to_workers(enricher: Enricher) -> None:
    copy = pickle.loads(pickle.dumps(ENRICHERS[enricher.name]({})))
    copy.setup()
    assert list(copy.entities(ArticleText("Poland", None, "en", DOMAIN))) == list(
        enricher.entities(ArticleText("Poland", None, "en", DOMAIN))
    )


def test_a_text_of_many_names_takes_linear_time(enricher: Enricher) -> None:
    """As above, with every name another one: what is grouped grows with the text."""

    def seconds(names: int) -> float:
        text = " met ".join(f"Ana {_word(n)}son" if n % 2 else f"{_word(n)} Group" for n in range(names))
        start = time.process_time()
        enricher.entities(ArticleText(text, None, "en", DOMAIN))
        return time.process_time() - start

    seconds(100)
    assert seconds(16_000) <= 64 * max(seconds(1_000), 0.001)


def _word(number: int) -> str:
    return "".join("ABCDEFGHIJ"[int(digit)] + "aeiou"[int(digit) % 5] for digit in str(number)).title()


def test_two_enrichers_give_one_row_an_entity_and_one_mention_a_place() -> None:
    both = EnrichSettings.from_plain([{"name": "countries"}, {"name": "entities"}]).make()
    article = ArticleText("Poland met Xavi Group in Poland; POLAND won.", "Poland", "en")
    found = find(both, article)
    assert found[0].mentions == find(both[:1], article)[0].mentions
    assert [(e.name, len(e.mentions)) for e in found if e.country] == [("Poland", 3)]
    assert {e.name for e in found} == {"Poland", "Xavi Group"}


def test_settings_name_enrichers_in_order() -> None:
    chosen = EnrichSettings.from_plain([{"name": "countries"}, {"name": "entities", "model": "accurate"}])
    assert chosen == EnrichSettings((EnricherChoice("countries"), EnricherChoice("entities", {"model": "accurate"})))
    assert [e.name for e in chosen.make()] == ["countries", "entities"]


def test_by_default_the_small_model_finds_entities() -> None:
    assert EnrichSettings() == EnrichSettings.from_plain([{"name": "entities", "model": "default"}])


@pytest.mark.parametrize(
    ("plain", "words"),
    [
        ([{"name": "cuontries"}], ["enrichers[0].name", "cuontries", "countries"]),
        ([{"name": "countries"}, {}], ["enrichers[1].name", "None"]),
        ([{"name": "countries", "model": "x"}], ["enrichers[0]", "countries", "model"]),
        ([{"name": "entities", "modle": "x"}], ["enrichers[0]", "entities", "modle", "model"]),
        (["countries"], ["enrichers[0].name"]),
    ],
)
def test_a_wrong_setting_is_named(plain: list[dict[str, object]], words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"enrichers\[") as raised:
        EnrichSettings.from_plain(plain)
    assert all(word in str(raised.value) for word in words)
