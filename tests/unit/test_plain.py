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
