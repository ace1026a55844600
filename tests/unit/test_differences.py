"""What two texts have in common, and how long it takes to say so."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.text.differences import Difference, difference, matches, words_of

TEXTS = st.text(alphabet="ab c.\n你好é", max_size=60)


@given(TEXTS, TEXTS)
def test_lengths_balance_and_nothing_is_lost(old: str, new: str) -> None:
    assert "".join(words_of(old)) == old
    found = difference(old, new)
    assert found.added - found.removed == len(new) - len(old)
    assert found.added >= 0 and found.removed >= 0
    before, after = words_of(old), words_of(new)
    pairs = matches(before, after)
    assert all(before[a] == after[b] for a, b in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


@pytest.mark.parametrize(
    ("old", "new", "added", "removed"),
    [
        ("The pier opens in May.", "The pier opens in May.", 0, 0),
        ("The pier opens in May.", "The pier opens in June.", 4, 3),
        ("", "All of it.", 10, 0),
        ("橋は五月に開通する。", "橋は六月に開通する。", 1, 1),
        ("One paragraph.\nAnother one.", "One paragraph.\nAn insertion.\nAnother one.", 14, 0),
    ],
)
def test_characters_added_and_removed(old: str, new: str, added: int, removed: int) -> None:
    assert difference(old, new) == Difference(added, removed)


def test_a_correction_in_a_long_text_is_found_exactly() -> None:
    words = [f"word{n * n % 700}" for n in range(3_000)]
    new = [*words[:1_500], "corrected", *words[1_501:]]
    assert difference(" ".join(words), " ".join(new)) == Difference(len("corrected"), len(words[1_500]))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 60_000, "b a " * 60_000),
        (". " * 100_000, ", " * 80_000),
        ("你好世界" * 50_000, "世界你好吗" * 40_000),
        (" ".join(f"u{n}" for n in range(60_000)), " ".join(f"u{n}" for n in reversed(range(60_000)))),
        (" ".join(f"u{n % 977}" for n in range(60_000)), " ".join(f"u{n % 991}" for n in range(60_000))),
    ],
    ids=["repeats", "points", "no-spaces", "turned-round", "cycles"],
)
def test_no_text_makes_it_slow(old: str, new: str) -> None:
    begun = time.process_time()
    found = difference(old, new)
    assert time.process_time() - begun < 5
    assert found.added - found.removed == len(new) - len(old)
