"""Plain text: normal form and headline."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.text import plain


def test_paragraphs_are_parted_by_one_line_feed() -> None:
    assert plain.normal_form("One.\r\n\r\n  Two. \n\n\n\nThree\tof it.\n") == "One.\n  Two.\nThree\tof it."


def test_nothing_else_is_rewritten() -> None:
    text = "“Quoted”  with two spaces – and ’marks’."
    assert plain.normal_form(text) == text


@given(st.text())
def test_normal_form_is_its_own_normal_form(text: str) -> None:
    once = plain.normal_form(text)
    assert plain.normal_form(once) == once
    assert once == unicodedata.normalize("NFC", once)


def test_a_line_alone_without_full_stop_is_the_title() -> None:
    assert plain.split_title("Harbour reopens after storm\n\nThe harbour reopened on Monday.\n") == (
        "Harbour reopens after storm",
        "The harbour reopened on Monday.",
    )


@pytest.mark.parametrize(
    "text",
    [
        "The harbour reopened on Monday.\n\nShips came in.",
        "“The harbour is open.”\n\nShips came in.",
        "港は月曜日に再開した。\n\n船が入った。",
        "बंदरगाह सोमवार को खुला।\n\nजहाज आए।",
        "Two lines of one\nparagraph here\n\nAnd more.",
        "Only one line",
        "Only one line\n\n",
    ],
)
def test_a_sentence_or_a_line_in_company_is_no_title(text: str) -> None:
    title, rest = plain.split_title(text)
    assert title is None
    assert rest == plain.normal_form(text)


def test_a_title_may_ask() -> None:
    assert plain.split_title("Who pays for the harbour?\n\nNobody knows.")[0] == "Who pays for the harbour?"


@pytest.mark.parametrize("line", ["===", "-----", "~~~~~~~~", "—————"])
def test_an_underlined_line_is_the_title_and_the_line_under_it_goes(line: str) -> None:
    assert plain.split_title(f"The harbour is open.\n{line}\nShips came in on Monday.") == (
        "The harbour is open.",
        "Ships came in on Monday.",
    )


@pytest.mark.parametrize(
    "first", ["Title: Harbour reopens", "# Harbour reopens", "HEADLINE: Harbour reopens", "Titre : Harbour reopens"]
)
def test_a_line_that_is_marked_as_title_is_the_title_without_its_mark(first: str) -> None:
    assert plain.split_title(f"{first}\nShips came in on Monday.") == ("Harbour reopens", "Ships came in on Monday.")


@pytest.mark.parametrize("line", ["The harbour waits...", "The harbour waits…", "Ferry sails to the U.S."])
def test_a_title_may_break_off_or_end_in_an_abbreviation(line: str) -> None:
    assert plain.split_title(f"{line}\n\nShips came in on Monday.") == (line, "Ships came in on Monday.")


def test_lines_about_the_story_stay_in_the_text() -> None:
    title, text = plain.split_title(
        "Harbour reopens\n\nBy Jane Roe | 12 March 2024\nPublished: 10:04\n\nShips came in on Monday."
    )
    assert title == "Harbour reopens"
    assert text == "By Jane Roe | 12 March 2024\nPublished: 10:04\nShips came in on Monday."


WRAPPED = """\
The harbour was opened again on Monday after a storm had closed it for
the whole weekend, and the first dozen ships came in before noon, said
the mayor.

She had expected worse: three boats were lost, and the old crane stands
where it stood. Repairs of the pier begin next week and take until June
or July."""


def test_lines_that_were_wrapped_to_a_width_are_joined_to_paragraphs() -> None:
    text = plain.split_title("Harbour reopens\n\n" + WRAPPED)[1]
    assert [len(line.split()) for line in text.split("\n")] == [29, 29]
    assert text.replace("\n", " ").split() == WRAPPED.split()


@pytest.mark.parametrize(
    "text",
    [
        WRAPPED.replace("weekend, and the first dozen ships came in before noon, said", "weekend."),  # there was room
        WRAPPED.replace("\nthe", "\n  the").replace("\nwhere", "\n  where"),  # indented
        "Apples\nPears\nPlums\nCherries\nQuinces\n\nAll are sold out.",
        "One line.\nAnother line.\nA third line.\nA fourth line.",
    ],
)
def test_lines_that_may_have_been_broken_on_purpose_stay(text: str) -> None:
    assert plain.unwrap(text) == text


STANZA = """\
I walked along the harbour wall before the light had come to it
and heard the ropes complain of salt as though they had been sung
to sleep by hands that long ago were lifted from the water side"""


@pytest.mark.parametrize("stanza", [STANZA, STANZA.replace("\nand", "\nAnd").replace("\nto", "\nTo")])
def test_verse_of_long_lines_stays(stanza: str) -> None:
    poem = "\n\n".join([stanza] * 3)
    assert plain.unwrap(poem) == poem


def test_a_text_column_is_not_joined() -> None:
    assert plain.normal_form(WRAPPED).count("\n") == 5


def test_spaces_that_do_not_break_joiners_and_soft_hyphens_stay() -> None:
    text = "10\u00a0000 می\u200cخواهم Donau\u00addampfschiff"
    assert plain.normal_form(text) == text


def test_controls_of_windows_are_quotes() -> None:
    assert plain.normal_form("\x93Yes,\x94 she said\x85") == "“Yes,” she said…"


@given(st.text(alphabet=st.sampled_from("ab .\n-=#é\x93"), max_size=200))
def test_no_word_is_lost_or_moved_below_the_title(text: str) -> None:
    title, rest = plain.split_title(text)
    if title is None:
        assert rest.split() == plain.normal_form(text).split()
