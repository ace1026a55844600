"""Bylines as lists of names."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.text import authors


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (["By Jane Roe"], ("Jane Roe",)),
        (["Von Jane Roe und John Doe"], ("Jane Roe", "John Doe")),
        (["Jane Roe, Political Editor"], ("Jane Roe",)),
        (["Jane Roe, John Doe & Ann Poe"], ("Jane Roe", "John Doe", "Ann Poe")),
        (["Jane Roe", "jane roe"], ("Jane Roe",)),
        (["<a href='/x'>Jane Roe</a> jane@example.com"], ("Jane Roe",)),
        (["https://example.com/jane", "admin", "", "2031"], ()),
        (["Example Courier", "Jane Roe"], ("Jane Roe",)),
        (["Example Courier"], ("Example Courier",)),
        (["JANE ROE"], ("JANE ROE",)),
    ],
)
def test_bylines_become_names(given: list[str], wanted: tuple[str, ...]) -> None:
    assert authors.names(given, "Example Courier") == wanted


@pytest.mark.parametrize(
    "line",
    [
        *("Written by Jane Roe", "Par Jane Roe", "Por Jane Roe", "Di Jane Roe", "Door Jane Roe", "Av Jane Roe", "Af Jane Roe"),
        *("Przez Jane Roe", "Autor: Jane Roe", "Autorin: Jane Roe", "Texte : Jane Roe", "Автор: Jane Roe", "Oleh Jane Roe"),
        *("Penulis: Jane Roe", "Yazar: Jane Roe", "Szerző: Jane Roe", "Συντάκτης: Jane Roe", "Tác giả: Jane Roe"),
        "A cura di Jane Roe",
        *("بقلم: Jane Roe", "文：Jane Roe", "記者 Jane Roe", "โดย Jane Roe"),
    ],
)
def test_the_word_that_says_who_wrote_is_no_part_of_the_name(line: str) -> None:
    assert authors.names([line]) == ("Jane Roe",)


@pytest.mark.parametrize("name", ["Von Trapp", "Di Maio", "Ursula von der Leyen", "Leonardo da Vinci", "De Niro"])
def test_such_words_stay_where_they_belong_to_the_name(name: str) -> None:
    assert authors.names([name]) == (name,)


@pytest.mark.parametrize(
    "line",
    [
        *("Jane Roe, Senior Political Correspondent", "Staff Writer Jane Roe", "Jane Roe - Chief Reporter"),
        "Redakteurin Jane Roe",
        *("Jane Roe in Berlin", "Jane Roe for The Harbour Weekly", "Jane Roe @janeroe", "Jane Roe | Updated 3 May 2031"),
        *("Jane Roe 3 May 2031", "Jane Roe, 15:47", "Jane Roe · 5 min read", "By Jane Roe Published May 3, 2031"),
        "Jane Roe, PhD",
        *("Jane Roe (jane@example.com)", "By: Jane Roe, Reporter"),
    ],
)
def test_roles_places_times_and_handles_come_off(line: str) -> None:
    assert authors.names([line]) == ("Jane Roe",)


@pytest.mark.parametrize(
    "word", ["and", "und", "et", "y", "e", "en", "og", "och", "ve", "та", "и", "dan", "και", "और", "&", "ja"]
)
def test_two_persons_are_parted_by_the_word_that_joins_them(word: str) -> None:
    assert authors.names([f"Jane Roe {word} John Doe"]) == ("Jane Roe", "John Doe")


@pytest.mark.parametrize(
    "name", ["Bureau of Tides and Harbours", "Ministry of Ships and Sails", "Roe and Sons", "The Courier and The Weekly"]
)
def test_an_organisation_with_an_and_in_its_name_is_one(name: str) -> None:
    assert authors.names([name]) == (name,)


def test_an_agency_beside_a_person_is_an_author_too() -> None:
    assert authors.names(["Jane Roe and AP"]) == ("Jane Roe", "AP")


def test_a_middle_initial_does_not_part_a_name() -> None:
    assert authors.names(["John E Doe"]) == ("John E Doe",)


def test_a_junior_keeps_his_suffix() -> None:
    assert authors.names(["John Doe, Jr."]) == ("John Doe Jr",)


def test_a_korean_reporter_loses_the_title_behind_the_name() -> None:
    assert authors.names(["홍길동 기자"]) == ("홍길동",)


@pytest.mark.parametrize(
    "name", ["Example Courier", "admin", "News Desk", "Web Desk", "Redaktion", "Staff Reporter", "example.com"]
)
def test_house_desk_and_login_say_nothing_of_who_wrote(name: str) -> None:
    assert authors.says_nothing(name, {"example courier"})


@pytest.mark.parametrize("name", ["Jane Roe", "Gear Team", "AFP", "dpa", "Harbour Press Agency", "홍길동"])
def test_persons_own_desks_and_agencies_say_who_wrote(name: str) -> None:
    assert not authors.says_nothing(name, {"example courier"})


def test_a_line_of_names_above_the_body_is_a_byline() -> None:
    assert authors.byline("Jane Roe\nThe harbour reopened.") == ("Jane Roe",)
    assert authors.byline("A storm had closed it.\nJane Roe/John Doe\nThe harbour reopened.") == ("Jane Roe", "John Doe")
    assert authors.byline("The harbour reopened on Monday.\nShips came in.") == ()
    assert authors.byline("The harbour reopened on Monday.\nPort Authority\nShips came in.") == ()


@pytest.mark.parametrize(
    "line",
    [
        *("Jane Roe, Madrid", "Von Jane Roe, Berlin", "Jane Roe, BBC News, Paris", "Jane Roe, University of Oslo"),
        *(
            "Jane Roe, U.S. Senator",
            "Jane Roe, Special to The Courier",
            "Jane Roe, New York",
            "Jane Roe (à Paris)",
            "Jane Roe (AFP)",
        ),
    ],
)
def test_a_place_an_office_or_a_house_behind_a_person_is_no_author(line: str) -> None:
    assert authors.names([line]) == ("Jane Roe",)


@pytest.mark.parametrize("name", ["José Ortega y Gasset", "Ana Costa e Silva", "Antoni Roca i Puig"])
def test_family_names_joined_by_and_are_one_persons(name: str) -> None:
    assert authors.names([name]) == (name,)
    assert authors.names([f"{name}, Jane Roe"]) == (name, "Jane Roe")


def test_an_agency_behind_such_an_and_is_another_author() -> None:
    assert authors.names(["Juan Pérez y Reuters"]) == ("Juan Pérez", "Reuters")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("von der Leyen, Ursula", ("Ursula von der Leyen",)),
        ("O'Neil, Jane", ("Jane O'Neil",)),
        ("Reuters, Xinhua", ("Reuters", "Xinhua")),
        ("dpa, AFP", ("dpa", "AFP")),
    ],
)
def test_a_family_name_before_the_only_comma_is_put_behind_and_agencies_stay(line: str, wanted: tuple[str, ...]) -> None:
    assert authors.names([line]) == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Text: Jane Roe Foto: Max Poe", ("Jane Roe",)),
        ("Words: Jane Roe Photos: Max Poe", ("Jane Roe",)),
        ("Story by Jane Roe, photos by Max Poe", ("Jane Roe",)),
        ("Photos and text by Jane Roe", ("Jane Roe",)),
        ("Photos by Max Poe", ("Max Poe",)),
        ("Jane Roe with additional reporting by John Doe", ("Jane Roe", "John Doe")),
    ],
)
def test_labels_within_a_line_part_those_who_wrote_from_those_who_took_pictures(line: str, wanted: tuple[str, ...]) -> None:
    assert authors.names([line]) == wanted


@pytest.mark.parametrize(
    "line",
    ["Jane Roe 3 hours ago", "Jane Roe Yesterday", "Updated by Jane Roe", "Publié par Jane Roe", "Veröffentlicht von Jane Roe"],
)
def test_how_long_ago_and_who_changed_it_are_no_part_of_the_name(line: str) -> None:
    assert authors.names([line]) == ("Jane Roe",)


def test_names_hold_no_control_characters() -> None:
    assert authors.names(["Jane\u001b \u202eRoe\u0007\nPoe"]) == ("Jane Roe Poe",)


def test_a_name_at_which_a_long_line_is_cut_is_left_out() -> None:
    line = ", ".join(f"Jane{'abcdefghijklmnopqrst'[i]} Roeandpoe" for i in range(20)) + ", John Doe" * 20
    found = authors.names([line])
    assert 10 < len(found) < 20
    assert found == tuple(line.split(", ")[: len(found)])


HOSTILE = {
    "commas": "1" + "," * 999,
    "brackets": "<" * 990,
    "ranks": "senior " * 140,
    "roles": "Jane Roe" + " ,senior" * 120,
    "separators": "x" + " ,|-(" * 198,
    "addresses": "a." * 400 + "@",
    "labels": "Photos and Text:" * 60,
    "entities": "&amp;lt;" * 120,
    "joined": "a and " * 160,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_values_made_to_be_slow_take_no_longer_than_others(name: str) -> None:
    values = [f"{HOSTILE[name][:990]}{i}" for i in range(3_000)]
    begun = time.process_time()
    for at in range(0, 3_000, 300):
        authors.names(values[at : at + 300])
    assert time.process_time() - begun < 1


@given(st.lists(st.text(max_size=80), max_size=5), st.text(max_size=200))
def test_names_are_short_and_few_whatever_is_given(values: list[str], text: str) -> None:
    found = (*authors.names(values), *authors.byline(text))
    assert all(2 <= len(name) <= authors.MAX_NAME for name in found)
    assert len(found) <= 2 * authors.MAX_AUTHORS
