"""Texts that differ in typography only have the same tokens."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.text.normalise import count_words, shingles, tokenise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The “mayor’s” plan", "the mayors PLAN"),
        ("ﬁnal ﬂood", "final flood"),
        ("ÉCOLE", "école"),
        ("700,000 people", "700.000 people"),
        ("700\u00a0000 francs", "700000 francs"),
        ("at 5:21 on 3/4/2024", "at 521 on 342024"),
        ("سنة ٢٠٢٤", "سنة 2024"),
        ("well-known — fact", "well known fact"),
        ("soft\u00adly", "softly"),
        ("one\ntwo\n\nthree", "one two three"),
        ("新しい橋。古い橋", "新しい橋 古い橋"),
    ],
)
def test_alike(one: str, other: str) -> None:
    assert np.array_equal(tokenise(one).hashes, tokenise(other).hashes)


@pytest.mark.parametrize(("one", "other"), [("bridge", "bridges"), ("12", "21"), ("a b", "b a"), ("ab c", "a bc"), ("橋", "川")])
def test_unlike(one: str, other: str) -> None:
    assert not np.array_equal(tokenise(one).hashes, tokenise(other).hashes)


def test_lines_sentences_and_numbers() -> None:
    tokens = tokenise("One 2 three. Four!\n\nFive 6,000 seven")
    assert tokens.lines.tolist() == [0, 0, 0, 0, 2, 2, 2]
    assert len(set(tokens.sentences.tolist())) == 3
    assert tokens.is_number.tolist() == [False, True, False, False, False, True, False]


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("?!", 0), ("three short words", 3), ("这是一座很老的桥梁", 4), ("สะพานเก่าริมแม่น้ำ", 4)]
)
def test_words_of_spaced_and_unspaced_scripts(text: str, words: int) -> None:
    assert count_words(text) == words


@given(st.text())
def test_any_text_has_tokens_of_one_length(text: str) -> None:
    tokens = tokenise(text)
    assert len(tokens.hashes) == len(tokens.lines) == len(tokens.sentences) == len(tokens.is_number)
    assert np.array_equal(tokens.hashes, tokenise(text + " ").hashes)


@given(st.lists(st.sampled_from("abcdefgh"), min_size=3, max_size=40), st.integers(1, 5))
def test_shingles_are_those_of_the_words_alone(words: list[str], size: int) -> None:
    found = shingles(tokenise(" ".join(words)).hashes, size)
    runs = [tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1))]
    assert len(set(found.tolist())) == len(set(runs)) and len(found) == len(runs)
