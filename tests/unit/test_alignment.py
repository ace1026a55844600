"""Two texts sentence by sentence."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.text.alignment import ADDED, REMOVED, SAME, Line, align

TEXTS = st.text(alphabet="ab. \n!你。é", max_size=60)


def shown(lines: list[Line]) -> list[tuple[str, str]]:
    """Kind and text of each line, with what changed in brackets."""
    return [(line.kind, "".join(f"[{piece}]" if changed else piece for piece, changed in line.pieces)) for line in lines]


def test_words_that_changed_are_told_from_those_that_stayed() -> None:
    old = "The pier opens in May. Nobody came. It rained all day in the harbour town.\nA last line."
    new = "The pier opens in June. It rained all day in the harbour town. A last line.\nSign up to our newsletter!"
    assert shown(align(old, new)) == [
        (REMOVED, "The pier opens in [May.]"),
        (ADDED, "The pier opens in [June.]"),
        (REMOVED, "[Nobody came.]"),
        (SAME, "It rained all day in the harbour town."),
        (SAME, "A last line."),
        (ADDED, "[Sign up to our newsletter!]"),
    ]


def test_texts_without_spaces() -> None:
    found = shown(align("橋は五月に開通する。知事が述べた。", "橋は六月に開通する。知事が述べた。"))
    assert found == [(REMOVED, "橋は[五]月に開通する。"), (ADDED, "橋は[六]月に開通する。"), (SAME, "知事が述べた。")]


def test_sentences_with_little_in_common_are_no_forms_of_one_another() -> None:
    found = shown(align("The council of the town met on Monday.", "A storm tore the roof of a barn."))
    assert [kind for kind, _ in found] == [REMOVED, ADDED] and all(text.startswith("[") for _, text in found)


@given(TEXTS, TEXTS)
def test_every_word_of_the_new_text_is_told_once(old: str, new: str) -> None:
    lines = align(old, new)
    told = "".join(line.text for line in lines if line.kind != REMOVED)
    assert "".join(told.split()) == "".join(new.split())
    changed = "".join(piece for line in lines if line.kind == REMOVED for piece, is_changed in line.pieces if is_changed)
    assert len("".join(changed.split())) <= len("".join(old.split()))


@given(TEXTS)
def test_a_text_is_like_itself(text: str) -> None:
    assert all(line.kind == SAME for line in align(text, text.replace("\n", "  ")))


@pytest.mark.parametrize(
    ("old", "new"), [("a b " * 50_000, "b a " * 50_000), (". " * 60_000, ", " * 60_000), ("One two. " * 9_000, "One. " * 9_000)]
)
def test_no_text_makes_it_slow(old: str, new: str) -> None:
    begun = time.process_time()
    align(old, new)
    assert time.process_time() - begun < 8
