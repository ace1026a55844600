"""The enricher `entities`: from a recogniser's spans, faults included, to the rows of an article."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.names import Capitals, Listed
from transforms.enrichers import EnrichSettings
from transforms.enrichers import entities as module
from transforms.enrichers.entities import Entities
from transforms.enrichers.propagation import propagated
from transforms.enrichers.spans import Span
from transforms.schemas.entities import ArticleText, Entity, EntityType

PERSON, ORG, LOC = EntityType.PERSON, EntityType.ORG, EntityType.LOC

# An agency's story as such stories go, and the copy of it that lost its apostrophes and gained a headline.
STORY = """\
U.S. Secretary of State Ada Okoro is visiting northern Poland near the border with Lithuania as Russia’s fleet gathers off the coast.

Okoro met Polish Prime Minister Jan Wierzba and Foreign Minister Ewa Lipowska a day after a meeting of NATO ministers in Brussels.

Wierzba and Okoro said NATO's ships would stay. Lipowska said Poland had left the SWIFT system out of it. U.S. ships are in Gdansk.

Associated Press"""
COPY = "US Secretary of State Ada Okoro Visits Poland\n\n" + STORY.replace("’s", "s").replace("'s", "s").removesuffix(
    "\n\nAssociated Press"
)

# What models make of such a text: titles inside, a title cut in two, a possessive, an "and", a type that changes.
FAULTS = Listed(
    [
        ("U.S. Secretary of State Ada Okoro", PERSON, 0.6),
        ("State Ada Okoro", ORG, 0.9),
        ("State Ada Okoro Visits Poland", ORG, 0.5),
        ("Okoro", PERSON, 0.8),
        ("Okoro met", ORG, 0.3),
        ("Polish Prime Minister Jan Wierzba", PERSON, 0.7),
        ("Minister Ewa Lipowska", PERSON, 0.8),
        ("Wierzba and", ORG, 0.4),
        ("Wierzba", PERSON, 0.7),
        ("Lipowska", PERSON, 0.7),
        ("NATO", ORG, 0.9),
        ("NATO's", ORG, 0.95),
        ("NATOs", ORG, 0.2),
        ("SWIFT", ORG, 0.6),
        ("Poland", ORG, 0.6),
        ("Brussels", LOC, 0.9),
        ("Gdansk", LOC, 0.9),
        ("Associated Press", ORG, 0.9),
    ]
)


def found(text: str, recogniser: Listed | Capitals, language: str | None = "en", propagates: bool = True) -> list[Entity]:
    enricher = Entities(recogniser, propagates)
    enricher.setup()
    return list(enricher.entities(ArticleText(text, None, language, "news.example")))


def names(entities: list[Entity], kind: EntityType) -> set[str]:
    return {entity.name for entity in entities if entity.type is kind}


def test_an_agencys_story_gives_its_persons_organisations_and_places() -> None:
    entities = found(STORY, FAULTS)
    assert names(entities, PERSON) == {"Ada Okoro", "Jan Wierzba", "Ewa Lipowska"}
    assert names(entities, ORG) == {"NATO", "SWIFT", "Associated Press"}
    assert names(entities, LOC) == {"United States", "Poland", "Lithuania", "Russia", "Brussels", "Gdańsk"}
    by_name = {entity.name: entity for entity in entities}
    assert [m.text for m in by_name["Ada Okoro"].mentions] == ["Ada Okoro", "Okoro", "Okoro"]
    assert [m.text for m in by_name["Jan Wierzba"].mentions] == ["Jan Wierzba", "Wierzba"]
    assert [m.text for m in by_name["NATO"].mentions] == ["NATO", "NATO"]
    assert [m.text for m in by_name["United States"].mentions] == ["U.S.", "U.S."]
    assert by_name["Brussels"].country == "BE" and by_name["Brussels"].geonames_id is not None
    assert all(entity.method == "entities" for entity in entities)


def test_a_copy_names_the_same_persons_and_places() -> None:
    story, copy = found(STORY, FAULTS), found(COPY, FAULTS)
    assert names(copy, PERSON) == names(story, PERSON)
    assert names(copy, LOC) == names(story, LOC)


def test_no_title_is_part_of_a_name() -> None:
    texts = [m.text for text in (STORY, COPY) for e in found(text, FAULTS) for m in e.mentions]
    assert not [text for text in texts if "State " in text or "Minister" in text or text.endswith(" and")]


def test_a_language_that_the_model_does_not_claim_gets_countries_only() -> None:
    recogniser = Listed([("Ada Okoro", PERSON, 0.9)])
    entities = found("Ada Okoro in Frankreich", recogniser, "de")
    assert [(e.name, e.type) for e in entities] == [("France", LOC)]
    assert recogniser.asked == []


@pytest.mark.parametrize("language", ["en", "en-GB", "EN_us"])
def test_a_language_is_claimed_with_any_region(language: str) -> None:
    assert names(found("Ada Okoro spoke", Listed([("Ada Okoro", PERSON, 0.9)]), language), PERSON) == {"Ada Okoro"}


def test_a_paragraph_is_read_once_however_many_articles_have_it() -> None:
    recogniser = Listed([("Ada Okoro", PERSON, 0.9), ("Blue Mills", ORG, 0.9)])
    enricher = Entities(recogniser)
    first = enricher.entities(ArticleText("Ada Okoro spoke.\nBlue Mills closed.\nAda Okoro spoke.", None, "en"))
    assert recogniser.asked == ["Ada Okoro spoke.\nBlue Mills closed."]
    assert enricher.entities(ArticleText("Ada Okoro spoke.\nBlue Mills closed.\nAda Okoro spoke.", None, "en")) == first
    enricher.entities(ArticleText("Breaking\nBlue Mills closed.", None, "en"))
    assert recogniser.asked[1:] == ["Breaking"]
    enricher.entities(ArticleText("Ada Okoro spoke.", None, "en-GB"))
    assert len(recogniser.asked) == 2, "a region does not change what is found"


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 3)
    enricher = Entities(Listed([]))
    for number in range(50):
        enricher.entities(ArticleText(f"Paragraph {number}.", None, "en"))
    assert len(enricher._known._spans) == 3


@given(
    texts=st.lists(
        st.lists(st.sampled_from(["Ada Okoro met Blue Mills.", "In Poland.", "", "Blue Mills", "Ada"]), max_size=6), max_size=4
    )
)
def test_what_is_remembered_changes_nothing(texts: list[list[str]]) -> None:
    shared = Entities(Capitals())
    for paragraphs in texts:
        article = ArticleText("\n".join(paragraphs), None, "en")
        assert shared.entities(article) == Entities(Capitals()).entities(article)


def test_a_name_that_was_missed_in_one_place_is_found_there() -> None:
    text = "Ada Okoro spoke. Later ada left; so did Ada Okoro. Okoro, Okoro and Okoro."
    spans = [Span(0, 9, PERSON, 0.9), Span(51, 56, PERSON, 0.9), Span(58, 63, PERSON, 0.9)]
    assert [text[s.start : s.end] for s in propagated(text, spans)] == ["Ada Okoro", "Ada Okoro", "Okoro", "Okoro", "Okoro"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Apple and Apple. An Apple Day and apples.", "beside another capitalised word"),
        ("Apple and Apple. An apple; Apple.", "also written in lower case"),
        ("Ada and Ada. Ada.", "too short"),
        ("Applebees and Apples and Apple.", "only parts of words"),
    ],
)
def test_a_name_of_one_word_is_looked_for_with_care(text: str, why: str) -> None:
    word = text.split(maxsplit=1)[0]
    spans = [Span(0, len(word), ORG, 0.9)]
    if text.count(f"and {word}.") == 1:
        spans.append(Span(len(word) + 5, 2 * len(word) + 5, ORG, 0.9))
    assert propagated(text, spans) == spans, why


def test_a_name_that_the_model_is_not_sure_of_is_not_looked_for() -> None:
    text = "Blue Mills and Blue Mills"
    assert propagated(text, [Span(0, 10, ORG, 0.3)]) == [Span(0, 10, ORG, 0.3)]
    assert len(propagated(text, [Span(0, 10, ORG, 0.8)])) == 2
    sure, unsure = Listed([("Blue Mills and", ORG, 0.8)]), found(text, Listed([("Blue Mills and", ORG, 0.8)]), propagates=False)
    assert [len(e.mentions) for e in found(text, sure)] == [2]
    assert [len(e.mentions) for e in unsure] == [1]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"model": "accurat"}, ["accurat", "default", "accurate", "spacy:NAME_OR_PATH"]),
        ({"model": "spacy:"}, ["spacy:", "default"]),
        ({"model": 3}, ["3", "default"]),
        ({"modle": "default"}, ["modle", "model"]),
        ({"model": "spacy:no_such_model"}, ["spacy", "no_such_model"]),
    ],
)
def test_a_wrong_model_is_named_with_the_choices(settings: dict[str, object], words: list[str]) -> None:
    with pytest.raises(ValueError, match="entities") as raised:
        EnrichSettings.from_plain([{"name": "entities", **settings}])
    assert all(word in str(raised.value) for word in words)


SEEDS = Path(__file__).parents[2] / "../shared/corpus/seeds"


@pytest.mark.skipif(not SEEDS.exists(), reason="the corpus is not beside the repository")
def test_nothing_but_the_countries_is_found_without_a_model() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        entities = found(path.read_text(encoding="utf-8"), Listed([]))
        assert {e.country for e in entities} == {"PL", "UA", "RU", "US"}
