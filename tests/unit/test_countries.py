"""Countries by name: what counts, what does not, and in which languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from transforms.enrichers import country_names
from transforms.enrichers.countries import Countries, salience
from transforms.enrichers.country_variants import CUES, VARIANTS
from transforms.schemas.entities import ArticleText, EntityType

SEEDS = Path(__file__).parents[2] / "../shared/corpus/seeds"


def found(text: str, language: str | None = "en", title: str | None = None) -> list[tuple[str | None, str]]:
    """Country and wording of each mention, in order of place."""
    entities = Countries().entities(ArticleText(text, title, language))
    return [(c, t) for _, c, t in sorted((m.start, e.country, m.text) for e in entities for m in e.mentions)]


def codes(text: str, language: str | None = "en") -> list[str | None]:
    return [code for code, _ in found(text, language)]


def test_an_entity_holds_every_mention() -> None:
    (poland, us) = Countries().entities(ArticleText("Poland and the U.S. met; Poland paid.", None, "en"))
    assert (poland.name, poland.country, poland.type, poland.method) == ("Poland", "PL", EntityType.LOC, "countries")
    assert [(m.start, m.end, m.text) for m in poland.mentions] == [(0, 6, "Poland"), (25, 31, "Poland")]
    assert (us.name, [m.text for m in us.mentions]) == ("United States", ["U.S."])


def test_the_name_is_the_same_in_every_language() -> None:
    by_language = {
        "de": "Elfenbeinküste",
        "fr": "Côte d'Ivoire",
        "pt": "Costa do Marfim",
        "ja": "コートジボワール",
        "en": "Ivory Coast",
    }
    names = {e.name for language, text in by_language.items() for e in Countries().entities(ArticleText(text, None, language))}
    assert names == {"Côte d’Ivoire"}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "US, U.S., USA, the United States of America", ["US"] * 4),
        ("en", "UK, U.K., Britain and Great Britain", ["GB"] * 4),
        (
            "en",
            "South Korea, North Korea, Ivory Coast, Burma, the Czech Republic, DR Congo",
            ["KR", "KP", "CI", "MM", "CZ", "CD"],
        ),
        ("en", "Bosnia and Herzegovina, Trinidad & Tobago, Saint Lucia, St. Lucia", ["BA", "TT", "LC", "LC"]),
        ("en", "UKRAINE AND POLAND", ["UA", "PL"]),
        ("en-GB", "in France", ["FR"]),
        ("de", "die USA, die Vereinigten Staaten, Großbritannien und Tschechien", ["US", "US", "GB", "CZ"]),
        ("fr", "les États-Unis, la Grande-Bretagne, la Corée du Nord et la RDC", ["US", "GB", "KP", "CD"]),
        ("es", "EE.UU., EE. UU., Gran Bretaña y Perú", ["US", "US", "GB", "PE"]),
        ("pt", "os EUA e a Rússia", ["US", "RU"]),
        ("pt-PT", "Irão e Quénia", ["IR", "KE"]),
        ("it", "gli Usa, la Gran Bretagna, la Costa d'Avorio", ["US", "GB", "CI"]),
        ("nl", "de VS en Groot-Brittannië", ["US", "GB"]),
        ("tr", "Almanya'da ve ABD'nin", ["DE", "US"]),
        ("zh-cn", "中国和美国在几内亚比绍", ["CN", "US", "GW"]),
        ("zh-tw", "美國與南韓", ["US", "KR"]),
        ("ja", "アメリカと韓国、パプアニューギニア", ["US", "KR", "PG"]),
        ("th", "ประเทศไทยและจีน", ["TH", "CN"]),
        ("ko", "미국은 러시아의 한국에서", ["US", "RU", "KR"]),
        ("ar", "وروسيا والولايات المتحدة", ["RU", "US"]),
        ("hi", "भारत और अमेरिका", ["IN", "US"]),
        ("no", "Sverige og Norge", ["SE", "NO"]),
        ("nb", "Sverige og Norge", ["SE", "NO"]),
        ("sr", "Србија и Srbija", ["RS", "RS"]),
        (None, "Poland", ["PL"]),
        ("und", "Poland", ["PL"]),
        ("xx", "Poland", ["PL"]),
    ],
)
def test_names_are_found_in_the_articles_language(language: str | None, text: str, expected: list[str]) -> None:
    assert codes(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "В России, на Украине и с Китаем; в Южной Корее", ["RU", "UA", "CN", "KR"]),
        ("pl", "W Rosji i na Ukrainie, w Niemczech", ["RU", "UA", "DE"]),
        ("cs", "V Rusku a na Ukrajině, ve Spojených státech", ["RU", "UA", "US"]),
        ("fi", "Venäjän ja Saksassa", ["RU", "DE"]),
        ("hu", "Oroszországban és Kínában", ["RU", "CN"]),
        ("de", "Russlands Krieg, Chinas Antwort", ["RU", "CN"]),
        ("en", "Russia's war, Russia’s war, and the Russias war of a page that lost its apostrophes", ["RU"] * 3),
    ],
)
def test_endings_that_make_no_other_word_are_known(language: str, text: str, expected: list[str]) -> None:
    assert codes(text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Guinea-Bissau", [("GW", "Guinea-Bissau")]),
        ("Papua New Guinea", [("PG", "Papua New Guinea")]),
        ("South Sudan and Sudan", [("SS", "South Sudan"), ("SD", "Sudan")]),
        ("Nigeria, Niger", [("NE", "Niger"), ("NG", "Nigeria")][::-1]),
        ("the Dominican Republic", [("DO", "Dominican Republic")]),
        ("Equatorial Guinea", [("GQ", "Equatorial Guinea")]),
    ],
)
def test_the_longest_name_wins(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "give us a turkey and a chile in china"),
        ("en", "Polish, Ukrainian, Americans, the Germans"),
        ("en", "New Mexico, Mexico City, New Jersey, the Gulf of Mexico, Latin America, Bank of America"),
        ("en", "the European Union, the United Nations, Europe, Africa, Antarctica"),
        ("en", "Indiana, Romanian, Omani, Perugia"),
        ("en", "Michael Jordan beat Chad Smith, said Jordan Miller"),
        ("en", "He moved to Macon, Georgia, and Georgia Tech won in Georgia"),
        ("en", "PLEASE CONTACT US\nit cost US$5"),
        ("es", "La Reunión fue en Granada, en Ciudad de México"),
        ("fr", "Maurice et François Hollande"),
        ("it", "Monaco di Baviera"),
        ("hi", "भारतीय"),
        ("ja", "マリアとアメリカン、日本人と英語"),
        ("zh", "印度洋与美国人"),
        ("de", "Rhode Island"),
        ("cs", "Mali jsme"),
        ("ko", "미국인"),
    ],
)
def test_what_only_looks_like_a_country_is_not_one(language: str, text: str) -> None:
    assert found(text, language) == []


def test_a_name_that_people_bear_counts_beside_words_of_its_region() -> None:
    assert codes("Talks in Jordan ended. In Jordan, near Syria, they wait.") == ["JO", "JO", "SY"]
    assert codes("Georgia and Armenia; King Abdullah in Tbilisi") == ["GE", "AM"]
    assert codes("Syria met Michael Jordan") == ["SY"]


def test_salience_is_early_and_often() -> None:
    assert salience(first=0, mentions=1, length=100, in_title=False) == 0.5
    assert salience(first=50, mentions=1, length=100, in_title=False) == 0.25
    assert salience(first=50, mentions=1, length=100, in_title=True) == pytest.approx(2 / 3, abs=1e-4)
    assert salience(first=0, mentions=4, length=100, in_title=False) == 0.8


def test_a_country_in_the_title_alone_has_no_mention_and_no_row() -> None:
    assert Countries().entities(ArticleText("Nothing here.", "Poland", "en")) == []


def test_the_table_of_variants_names_known_countries_and_languages() -> None:
    known = country_names.english_names()
    for language, table in VARIANTS.items():
        assert country_names.base_language(language) == language
        for code, name in country_names._from_table(table):
            assert code == country_names.NO_COUNTRY or code in known, (language, code, name)
            assert name == name.strip() != "", (language, code)
    for language, cues in CUES.items():
        assert cues.keys() <= country_names.names(language).codes.keys(), language


def test_territories_that_are_no_countries_are_left_out() -> None:
    known = country_names.english_names()
    assert not {"EU", "UN", "QO", "XA", "XB", "ZZ", "AQ", "001", "150"} & known.keys()
    assert {"XK", "TW", "PS", "HK", "GL"} <= known.keys()
    assert 240 <= len(known) <= 250


@pytest.mark.skipif(not SEEDS.exists(), reason="the corpus is not beside the repository")
@pytest.mark.parametrize("name", ["associated_press.txt", "aggregator_techai.txt"])
def test_both_seeds_name_the_same_four_countries(name: str) -> None:
    entities = Countries().entities(ArticleText((SEEDS / name).read_text(encoding="utf-8"), None, "en"))
    assert {e.country for e in entities} == {"PL", "UA", "RU", "US"}
