"""How text is cut into units and pieces."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from transforms.enrichers.pieces import UNITS, Pieces

WORDS = ["", "▁", "▁the", "▁har", "bour", "har", "b", "o", "u", "r", "▁h", "a", ".", "é"]
SCORES = np.array([0, -4, -3, -6, -5, -7, -9, -9, -9, -9, -8, -8, -2, -9], np.float32)
VOCABULARY = Pieces(WORDS, SCORES, unknown=0)


def units(text: str) -> list[str]:
    return [match.group() for match in UNITS.finditer(text)]


def names(unit: str, spaced: bool) -> list[str]:
    return [WORDS[i] for i in VOCABULARY.ids(unit, spaced)]


def test_words_and_marks_are_units_of_their_own() -> None:
    assert units("O'Brien's (U.S.) visit") == ["O", "'", "Brien", "'", "s", "(", "U", ".", "S", ".", ")", "visit"]


def test_marks_that_belong_to_a_letter_do_not_part_a_word() -> None:
    assert units("नई दिल्ली cafe\u0301") == ["नई", "दिल्ली", "cafe\u0301"]


def test_scripts_without_spaces_are_cut_into_characters() -> None:
    assert units("東京の天気、Sony社") == ["東", "京", "の", "天", "気", "、", "Sony", "社"]


def test_the_likeliest_cut_is_taken() -> None:
    assert names("harbour", True) == ["▁har", "bour"]
    assert names("harbour", False) == ["har", "bour"]
    assert names("the", True) == ["▁the"]


def test_what_the_vocabulary_lacks_is_one_unknown_piece() -> None:
    assert VOCABULARY.ids("жж", False) == (0,)
    assert names("barж", False) == ["b", "a", "r", ""]


def test_other_forms_of_a_character_are_read_alike() -> None:
    assert VOCABULARY.ids("ｂａｒ", False) == VOCABULARY.ids("bar", False)
    assert VOCABULARY.ids("e\u0301", False) == VOCABULARY.ids("é", False)


@given(st.text(max_size=200))
def test_units_cover_all_but_white_space_once_and_in_order(text: str) -> None:
    covered = 0
    for match in UNITS.finditer(text):
        assert match.start() >= covered and not text[covered : match.start()].strip()
        covered = match.end()
        assert VOCABULARY.ids(match.group(), True)
    assert not text[covered:].strip()
