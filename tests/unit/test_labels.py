"""From probabilities of labels to spans."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from transforms.enrichers.labels import TYPES, spans

NONE, BP, IP, BO, IO, BL, IL = range(7)


def likely(*labels: int, sure: float = 0.9) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    rest = (1 - sure) / 6
    return np.array([[sure if i == label else rest for i in range(7)] for label in labels], np.float32)


def places(count: int) -> list[tuple[int, int]]:
    return [(5 * i, 5 * i + 4) for i in range(count)]


def found(*labels: int) -> list[tuple[int, int, str]]:
    return [(start, end, kind) for start, end, kind, _ in spans(places(len(labels)), likely(*labels))]


def test_an_entity_goes_from_its_first_unit_to_its_last() -> None:
    assert found(NONE, BP, IP, NONE, BL) == [(5, 14, "PER"), (20, 24, "LOC")]


def test_a_new_beginning_parts_two_entities_of_one_type() -> None:
    assert found(BL, BL, IL) == [(0, 4, "LOC"), (5, 14, "LOC")]


def test_what_goes_on_without_a_beginning_is_repaired() -> None:
    """The likeliest sequence that is allowed is taken, not the likeliest label of each unit."""
    scores = likely(NONE, IP, IP)
    scores[1, BP], scores[1, IP] = 0.4, 0.5
    assert [kind for *_, kind, _ in spans(places(3), scores)] == ["PER"]
    assert found(IO) in ([], [(0, 4, "ORG")])


def test_the_score_is_the_mean_of_its_units() -> None:
    scores = np.concatenate((likely(BO, sure=0.8), likely(IO, sure=0.6)))
    assert round(spans(places(2), scores)[0][3], 3) == 0.7


def test_nothing_gives_nothing() -> None:
    assert spans([], np.empty((0, 7), np.float32)) == []


@given(st.lists(st.lists(st.floats(0.001, 1), min_size=7, max_size=7), min_size=1, max_size=40))
def test_any_probabilities_give_spans_apart_and_in_order(rows: list[list[float]]) -> None:
    scores = np.array(rows)
    scores /= scores.sum(axis=1, keepdims=True)
    at = -1
    for start, end, kind, score in spans(places(len(rows)), scores):
        assert at < start < end and kind in TYPES and 0 < score <= 1
        at = end
