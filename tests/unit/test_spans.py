"""Spans cut to the name: titles, possessives, marks, small words; and one span a place."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.enrichers.countries import country_spans
from transforms.enrichers.overlaps import apart, with_countries
from transforms.enrichers.spans import Span
from transforms.enrichers.title_words import titles
from transforms.enrichers.trimming import trimmed
from transforms.schemas.entities import EntityType

PERSON, ORG, LOC = EntityType.PERSON, EntityType.ORG, EntityType.LOC


def cut(text: str, kind: EntityType = PERSON, language: str | None = "en") -> list[tuple[str, EntityType]]:
    """What is left of the part of `text` between brackets ⟦ ⟧."""
    start, end = text.index("⟦"), text.index("⟧") - 1
    plain = text.replace("⟦", "").replace("⟧", "")
    return [(plain[s.start : s.end], s.type) for s in trimmed(plain, Span(start, end, kind), language)]


def names(text: str, kind: EntityType = PERSON, language: str | None = "en") -> list[str]:
    return [name for name, _ in cut(text if "⟦" in text else f"⟦{text}⟧", kind, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Mr. Morawiecki", "Morawiecki"),
        ("en", "Mrs Ada Okoro", "Ada Okoro"),
        ("en", "President Okoro", "Okoro"),
        ("en", "U.S. Secretary of State Ada Okoro", "Ada Okoro"),
        ("en", "Polish Prime Minister Jan Wierzba", "Jan Wierzba"),
        ("en", "Foreign Minister Jan Wierzba", "Jan Wierzba"),
        ("en", "Prime Minister Sir Hal Penrose", "Hal Penrose"),
        ("en", "Lt. Gen. Hal Penrose", "Hal Penrose"),
        ("en", "Dr. Hal Penrose Jr.", "Hal Penrose Jr."),
        ("de", "Herr Tannert", "Tannert"),
        ("de", "Bundeskanzlerin Ida Tannert", "Ida Tannert"),
        ("fr", "M. Lavigne", "Lavigne"),
        ("es", "Sr. Robledo", "Robledo"),
        ("pl", "Prezydent Jan Wierzba", "Jan Wierzba"),
        ("pl", "minister spraw zagranicznych Jan Wierzba", "Jan Wierzba"),
        ("ru", "Президент Иван Ветров", "Иван Ветров"),
        ("tr", "Cumhurbaşkanı Ali Yelken", "Ali Yelken"),
        ("nn", "statsminister Kari Fjell", "Kari Fjell"),
    ],
)
def test_titles_are_no_part_of_a_persons_name(language: str, text: str, expected: str) -> None:
    assert names(text, PERSON, language) == [expected]


@pytest.mark.parametrize(
    "text",
    ["Martin Luther King", "Dean Smith", "St. Paul", "King Jr.", "Minister", "Ludwig van Beethoven", "de Gaulle", "Prince"],
)
def test_a_name_that_holds_a_titles_word_stays(text: str) -> None:
    assert names(text) == [text]


def test_a_title_that_began_before_the_span_goes_with_its_rest() -> None:
    assert cut("U.S. Secretary of ⟦State Ada Okoro⟧ said", ORG) == [("Ada Okoro", PERSON)]
    assert cut("U.S. Secretary of ⟦State Ada Okoro⟧ said", PERSON) == [("Ada Okoro", PERSON)]
    assert cut("US Secretary of ⟦State Ada Okoro Visits Blue Mills⟧", ORG) == [("Ada Okoro Visits Blue Mills", ORG)]
    assert cut("in ⟦State Farm Insurance⟧ said", ORG) == [("State Farm Insurance", ORG)]


def test_an_article_or_a_number_alone_is_no_name() -> None:
    assert names("in ⟦the⟧ Netherlands", LOC) == []
    assert names("⟦The⟧ Daily Herald", ORG) == []
    assert names("the ⟦8,000-⟧strong force", ORG) == []
    assert names("Gary, ⟦IN⟧", LOC) == ["IN"]
    assert names("by ⟦An⟧ and Bo") == ["An"]


def test_an_organisation_that_is_an_office_and_a_name_is_a_person() -> None:
    assert cut("⟦Prime Minister Jan Wierzba⟧", ORG) == [("Jan Wierzba", PERSON)]
    assert cut("⟦President Hal Penrose Library⟧", ORG) == [("President Hal Penrose Library", ORG)]
    assert cut("⟦Secretary General Office⟧", ORG) == [("Secretary General Office", ORG)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Okoro's", "Okoro"),
        ("en", "Okoro’s", "Okoro"),
        ("en", "Penrosess'", "Penrosess"),
        ("en", "McDonald's", "McDonald's"),
        ("tr", "Türkiye'nin", "Türkiye'nin"),
        ("tr", "Yelken'in", "Yelken'in"),
        ("sv", "Googles", "Googles"),
    ],
)
def test_possessives_are_cut_in_english_alone(language: str, text: str, expected: str) -> None:
    assert names(text, ORG, language) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Okoro Mills"', "Okoro Mills"),
        ("“Okoro Mills,”", "Okoro Mills"),
        ("(Okoro Mills)", "Okoro Mills"),
        ("Okoro Mills (OM)", "Okoro Mills (OM)"),
        ("Okoro Mills (OM", "Okoro Mills (OM"),
        ("Okoro Mills.", "Okoro Mills"),
        ("Okoro Inc.", "Okoro Inc."),
        ("U.S.", "U.S."),
        ("U.S.,", "U.S."),
        ("Okoro Mills —", "Okoro Mills"),
        ("  Okoro Mills ", "Okoro Mills"),
    ],
)
def test_marks_at_the_edges_are_cut_and_abbreviations_keep_their_stop(text: str, expected: str) -> None:
    assert names(text, ORG) == [expected]


def test_ordinals_keep_their_stop_where_they_are_written_with_one() -> None:
    assert names("Konrad II.", PERSON, "sk") == ["Konrad II."]
    assert names("Konrad II.", PERSON, "en") == ["Konrad II"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "⟦Okoro Inc and⟧ others", "Okoro Inc"),
        ("en", "and ⟦the Okoro Group⟧", "Okoro Group"),
        ("en", "⟦The Okoro Group⟧ said", "Okoro Group"),
        ("en", "read ⟦The Okoro Times⟧ daily", "The Okoro Times"),
        ("en", "⟦The Okoro Post⟧ said", "The Okoro Post"),
        ("de", "⟦die Tannert AG⟧", "Tannert AG"),
        ("fr", "⟦l'Union des quais⟧", "Union des quais"),
        ("nl", "⟦de Tannert Groep⟧", "Tannert Groep"),
    ],
)
def test_articles_and_small_words_are_cut_where_they_are_no_part_of_the_name(language: str, text: str, expected: str) -> None:
    assert names(text, ORG, language) == [expected]


def test_two_persons_in_one_span_are_two() -> None:
    assert names("Ada Okoro and Hal Penrose") == ["Ada Okoro", "Hal Penrose"]
    assert names("Ida Tannert und Jan Wierzba", PERSON, "de") == ["Ida Tannert", "Jan Wierzba"]
    assert names("Procter and Okoro", ORG) == ["Procter and Okoro"]


@pytest.mark.parametrize("text", ["...", "'s", " ", "—", "Mr."])
def test_what_is_left_has_a_letter(text: str) -> None:
    assert all(any(c.isalnum() for c in name) for name in names(text))


def test_a_language_without_a_table_has_only_its_marks_cut() -> None:
    assert titles("xx").offices == frozenset()
    assert names("“President Okoro”", PERSON, None) == ["President Okoro"]


def found(text: str, *spans: tuple[str, EntityType], language: str = "en") -> list[tuple[str, EntityType, str | None]]:
    """What model and lexicon make together of a text, the model's spans given by their wording."""
    model = apart(Span(text.index(w), text.index(w) + len(w), kind, 0.9) for w, kind in spans)
    return [(text[s.start : s.end], s.type, s.country) for s in with_countries(text, model, country_spans(text, language))]


def test_a_country_is_one_mention_whoever_found_it() -> None:
    assert found("in Poland today", ("Poland", LOC)) == [("Poland", LOC, "PL")]
    assert found("in Poland today") == [("Poland", LOC, "PL")]
    assert found("in South Korea today", ("Korea", LOC)) == [("South Korea", LOC, "KR")]


def test_a_longer_person_or_organisation_is_not_the_country() -> None:
    assert found("the Okoro Mills of Poland said", ("Okoro Mills of Poland", ORG)) == [("Okoro Mills of Poland", ORG, None)]
    assert found("and Chile Okoro said", ("Chile Okoro", PERSON)) == [("Chile Okoro", PERSON, None)]


def test_a_country_that_the_model_calls_an_organisation_is_a_place() -> None:
    assert found("Poland beat Chile", ("Poland", ORG)) == [("Poland", LOC, "PL"), ("Chile", LOC, "CL")]


def test_a_part_of_a_country_is_the_country_unless_the_part_has_a_name() -> None:
    assert found("in southern Poland today", ("southern Poland", LOC)) == [("southern Poland", LOC, "PL")]
    assert found("in much of Poland today", ("much of Poland", LOC)) == [("Poland", LOC, "PL")]
    assert found("in Greater Poland today", ("Greater Poland", LOC)) == [("Greater Poland", LOC, None)]


def test_a_country_with_its_ending_keeps_the_models_extent() -> None:
    assert found("ABD'nin kararı", ("ABD'nin", LOC), language="tr") == [("ABD'nin", LOC, "US")]


def test_an_adjective_with_a_country_in_it_is_no_place() -> None:
    assert found("the U.S.-led talks; Iran-backed men") == []
    assert [c for _, _, c in found("the U.S.-Mexico border")] == ["US", "MX"]


def test_of_overlapping_spans_the_surer_stays() -> None:
    spans = [Span(0, 10, PERSON, 0.6), Span(4, 12, ORG, 0.9), Span(12, 15, LOC, 0.1), Span(12, 18, LOC, 0.1)]
    assert apart(spans) == [Span(4, 12, ORG, 0.9), Span(12, 18, LOC, 0.1)]


@given(
    text=st.text(alphabet="Aa .,'’s\n-PolandU(\"", max_size=80) | st.text(max_size=40),
    cuts=st.lists(
        st.tuples(st.integers(0, 80), st.integers(0, 80), st.sampled_from(list(EntityType)), st.floats(0, 1)), max_size=8
    ),
    language=st.sampled_from(["en", "de", "fr", "tr", "zh", "xx", None]),
)
def test_any_spans_of_any_text_come_out_inside_them_and_apart(
    text: str, cuts: list[tuple[int, int, EntityType, float]], language: str | None
) -> None:
    spans = [Span(min(a, b), max(a, b), kind, score) for a, b, kind, score in cuts if a != b and max(a, b) <= len(text)]
    parts = [part for span in spans for part in trimmed(text, span, language)]
    assert all(any(s.start <= p.start < p.end <= s.end for s in spans) for p in parts)
    merged = with_countries(text, apart(parts), country_spans(text, language))
    assert all(one.end <= next_.start for one, next_ in pairwise(merged))
