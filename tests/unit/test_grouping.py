"""Mentions of one article as entities: which are one, what it is called, how much the article is about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.enrichers import grouping
from transforms.enrichers.spans import Span
from transforms.schemas.entities import ArticleText, Entity, EntityType

PERSON, ORG, LOC = EntityType.PERSON, EntityType.ORG, EntityType.LOC


@dataclass(frozen=True)
class Known:
    """A place as the resolution gives it."""

    name: str
    kind: str = "city"
    country: str | None = "NL"
    geonames_id: int | None = 1
    latitude: float | None = 52.0
    longitude: float | None = 4.0


def marked(text: str) -> tuple[str, list[Span]]:
    """A text with its names in brackets: [person], {organisation}, <place>, <PL:country>."""
    plain, spans = "", []
    for part in re.split(r"(\[[^]]*\]|\{[^}]*\}|<[^>]*>)", text):
        if part[:1] in ("[", "{", "<") and part:
            code, _, name = part[1:-1].rpartition(":")
            kind = {"[": PERSON, "{": ORG, "<": LOC}[part[0]]
            spans.append(Span(len(plain), len(plain) + len(name), kind, country=code or None))
            plain += name
        else:
            plain += part
    return plain, spans


def entities(text: str, language: str = "en", title: str | None = None, places: dict[str, Known] | None = None) -> list[Entity]:
    plain, spans = marked(text)
    known = [(places or {}).get(plain[s.start : s.end]) for s in spans]
    return grouping.entities(ArticleText(plain, title, language), spans, known)


def groups(text: str, language: str = "en") -> list[tuple[str, list[str]]]:
    return [(e.name, [m.text for m in e.mentions]) for e in entities(text, language)]


def test_a_family_name_joins_the_person_who_has_it() -> None:
    assert groups("[Okoro] came. [Ada Okoro] spoke, and [Okoro] left.") == [("Ada Okoro", ["Okoro", "Ada Okoro", "Okoro"])]
    assert groups("[Ida von der Aue] and [von der Aue] and [Aue]") == [
        ("Ida von der Aue", ["Ida von der Aue", "von der Aue", "Aue"])
    ]


def test_a_family_name_of_two_persons_joins_the_one_named_last_before_it() -> None:
    found = groups("[Okoro] waited. [Ada Okoro] spoke, [Okoro] said. [Ben Okoro] came, and [Okoro] left.")
    assert found == [("Okoro", ["Okoro"]), ("Ada Okoro", ["Ada Okoro", "Okoro"]), ("Ben Okoro", ["Ben Okoro", "Okoro"])]


def test_initials_and_middle_names_do_not_part_a_person() -> None:
    assert groups("[A. Okoro], [Ada J. Okoro], [Ada Okoro], [Ada Joy Okoro]") == [
        ("Ada Joy Okoro", ["A. Okoro", "Ada J. Okoro", "Ada Okoro", "Ada Joy Okoro"])
    ]
    assert groups("[Ada J. Okoro] and [Ada Okoro]")[0][0] == "Ada J. Okoro"


def test_other_given_names_and_other_middle_names_are_other_persons() -> None:
    assert len(groups("[Ada Okoro] and [Ben Okoro] and [B. Okoro]")) == 2
    assert len(groups("[Hal W. Penrose] and [Hal H. Penrose]")) == 2


def test_a_given_name_joins_where_one_person_alone_has_it() -> None:
    assert groups("[Ada Okoro] and [Hal Penrose]; [Ada] won") == [
        ("Ada Okoro", ["Ada Okoro", "Ada"]),
        ("Hal Penrose", ["Hal Penrose"]),
    ]
    assert groups("[Ada Okoro] and [Ada Penrose]; [Ada] won")[-1] == ("Ada", ["Ada"])


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("pl", "[Jana Wierzbickiego] wita [Jan Wierzbicki] z [Wierzbickim]", "Jan Wierzbicki"),
        ("ru", "[Иван Ветров] и [Ивана Ветрова], [Ветрову]", "Иван Ветров"),
        ("fi", "[Aino Lehto], [Aino Lehton], [Lehtolle]", "Aino Lehto"),
        ("hu", "[Kis Anna] és [Kis Annának], [Kis Annát]", "Kis Anna"),
        ("tr", "[Ali Yelken], [Ali Yelken'in], [Yelken’e]", "Ali Yelken"),
        ("de", "[Ida Tannert] und [Ida Tannerts], [Tannerts]", "Ida Tannert"),
        ("ja", "[岸辺文雄] と [岸辺]", "岸辺文雄"),
    ],
)
def test_endings_of_grammatical_case_do_not_part_a_person(language: str, text: str, name: str) -> None:
    (found,) = groups(text, language)
    assert found[0] == name


def test_a_wife_is_not_her_husband_in_polish() -> None:
    assert len(groups("[Jan Wierzbicki] i [Ewa Wierzbicka]; mówi [Wierzbicka]", "pl")) == 2
    assert groups("[Jan Wierzbicki] i [Ewa Wierzbicka]; dla [Wierzbickiej]", "pl")[1] == (
        "Ewa Wierzbicka",
        ["Ewa Wierzbicka", "Wierzbickiej"],
    )


def test_an_acronym_joins_the_long_form_before_its_brackets_or_with_its_initials() -> None:
    whole = "World Harbour Organization"
    assert groups(f"The {{{whole}}} ({{WHO}}) met. {{WHO}} said, {{W.H.O.}} too") == [(whole, [whole, "WHO", "WHO", "W.H.O."])]
    assert groups(f"{{WHO}} met; the {{{whole}}} said") == [(whole, ["WHO", whole])]
    assert groups("{Światowa Organizacja Portów} ({WPO})", "pl") == [
        ("Światowa Organizacja Portów", ["Światowa Organizacja Portów", "WPO"])
    ]
    assert groups("{Union of Free Ports} and {UFP}")[0][1] == ["Union of Free Ports", "UFP"]


def test_an_acronym_of_two_long_forms_or_of_none_stays_alone() -> None:
    assert len(groups("{Blue Harbour} and {Big Harbour} and {BH}")) == 3
    assert len(groups("{Blue Harbour} and {XYZ}")) == 2


def test_legal_forms_and_articles_do_not_part_an_organisation() -> None:
    assert groups("{Okoro Mills Inc.} said; {Okoro Mills} and {the Okoro Mills}") == [
        ("Okoro Mills Inc.", ["Okoro Mills Inc.", "Okoro Mills", "the Okoro Mills"])
    ]
    assert [name for name, _ in groups("{The Okoro Times}")] == ["Okoro Times"]


def test_a_part_of_an_organisations_name_is_another_organisation() -> None:
    assert len(groups("{Ministry of Foreign Affairs} and {Ministry}")) == 2


def test_capitals_alone_join_and_do_not_name() -> None:
    assert groups("[OKORO] SPEAKS\n[Ada Okoro] and [Okoro]") == [("Ada Okoro", ["OKORO", "Ada Okoro", "Okoro"])]
    assert groups("[ADA OKORO] SPEAKS\n[Ada Okoro]")[0][0] == "Ada Okoro"


def test_all_names_of_a_country_are_one_entity() -> None:
    (found,) = entities("<US:U.S.>, <US:US>, <US:USA> and the <US:United States>")
    assert (found.name, found.type, found.country, len(found.mentions)) == ("United States", LOC, "US", 4)


def test_places_are_one_by_where_they_are() -> None:
    places = {
        "Hage": Known("The Hague", geonames_id=7),
        "Den Haag": Known("The Hague", geonames_id=7),
        "Twin": Known("Twin", geonames_id=8),
    }
    one, two = entities("<Den Haag> and <Hage>, far from <Twin>", places=places)
    assert (one.name, one.geonames_id, one.country, one.latitude, len(one.mentions)) == ("The Hague", 7, "NL", 52.0, 2)
    assert two.name == "Twin"


def test_a_place_that_nobody_knows_is_grouped_by_its_name() -> None:
    (found,) = entities("<Skarvhavn> and <Skarvhavn>")
    assert (found.name, found.country, found.geonames_id, len(found.mentions)) == ("Skarvhavn", None, None, 2)


def test_a_name_has_the_type_with_most_score_at_all_its_places() -> None:
    text, spans = marked("[Okoro] met {Okoro} and {Okoro}")
    typed = grouping.one_type(text, [Span(s.start, s.end, s.type, 0.9 if s.type is PERSON else 0.4) for s in spans], "en")
    assert {s.type for s in typed} == {PERSON}


def test_salience_is_early_and_often_and_a_title_counts() -> None:
    first, second = entities("[Ada Okoro] met {Blue Mills}, said [Okoro].", title="Blue Mills closes")
    assert first.salience == pytest.approx(2 / 3, abs=1e-3)
    assert second.salience == pytest.approx(2 / 3, abs=1e-3)
    assert entities("on [Ada Okoro]", title="Adaptation") == entities("on [Ada Okoro]")


def test_entities_come_in_order_of_their_first_mention() -> None:
    assert [name for name, _ in groups("<Skarvhavn>, {Blue Mills}, [Ada Okoro], <Skarvhavn>")] == [
        "Skarvhavn",
        "Blue Mills",
        "Ada Okoro",
    ]


@given(
    names=st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "Ada Okoro",
                    "Okoro",
                    "A. Okoro",
                    "Ada",
                    "ADA",
                    "WHO",
                    "World Harb Org",
                    "of",
                    "'",
                    "'in",
                    "von",
                    "von Aue",
                    "Aue",
                    ".",
                ]
            )
            | st.text(alphabet="AaBb .'-岸", min_size=1, max_size=9).filter(str.strip),
            st.sampled_from(list(EntityType)),
        ),
        max_size=25,
    ),
    language=st.sampled_from(["en", "pl", "tr", "fi", "ja", "xx", ""]),
)
def test_any_spans_become_valid_entities_each_span_in_one(names: list[tuple[str, EntityType]], language: str) -> None:
    text, spans = "", []
    for name, kind in names:
        spans.append(Span(len(text), len(text) + len(name), kind, 0.5))
        text += name + " "
    typed = grouping.one_type(text, spans, language)
    found = grouping.entities(ArticleText(text, None, language), typed, [None] * len(typed))
    places = sorted((m.start, m.end) for e in found for m in e.mentions)
    assert places == [(s.start, s.end) for s in spans]
    assert all(one[1] <= two[0] for one, two in pairwise(places))
    assert all(e.name and 0 <= (e.salience or 0) <= 1 for e in found)
    assert found == grouping.entities(ArticleText(text, None, language), typed, [None] * len(typed))
