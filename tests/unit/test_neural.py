"""The models that ship: what they find, and that it depends on the paragraph alone."""

from __future__ import annotations

import pickle
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.enrichers.neural import MODELS, MOST_PIECES, NeuralRecogniser, windows
from transforms.schemas.entities import EntityType

STORY = """OSLO (Reuters) - Marta Lindqvist, who heads the Nordic Development Bank, met Prime Minister Tomasz Zielinski in Warsaw on Friday.
"We agreed on everything," Lindqvist told reporters outside the Ministry of Finance, flanked by officials from Norway and Poland.
The bank, founded in 1976, lends to towns from Tromsø to Gdansk."""

PERSON, ORG, LOC = EntityType


@pytest.fixture(scope="module", params=MODELS)
def recogniser(request: pytest.FixtureRequest) -> NeuralRecogniser:
    made = NeuralRecogniser(request.param)
    made.setup()
    return made


def found(recogniser: NeuralRecogniser, text: str) -> list[tuple[str, EntityType]]:
    return [(text[span.start : span.end], span.type) for span in recogniser.spans(text, "en")]


def test_persons_organisations_and_places_of_a_wire_story(recogniser: NeuralRecogniser) -> None:
    names = found(recogniser, STORY)
    for name, kind in [
        ("OSLO", LOC),
        ("Reuters", ORG),
        ("Marta Lindqvist", PERSON),
        ("Nordic Development Bank", ORG),
        ("Tomasz Zielinski", PERSON),
        ("Warsaw", LOC),
        ("Lindqvist", PERSON),
        ("Norway", LOC),
        ("Poland", LOC),
        ("Ministry of Finance", ORG),
    ]:
        assert (name, kind) in names


def test_a_paragraph_gives_the_same_alone_and_among_others(recogniser: NeuralRecogniser) -> None:
    whole, at = [], 0
    for paragraph in STORY.split("\n"):
        whole += [(s.start + at, s.end + at, s.type, s.score) for s in recogniser.spans(paragraph, "en")]
        at += len(paragraph) + 1
    assert [(s.start, s.end, s.type, s.score) for s in recogniser.spans(STORY, "en")] == whole


def test_it_travels_to_workers(recogniser: NeuralRecogniser) -> None:
    copy = pickle.loads(pickle.dumps(recogniser))
    assert copy.spans(STORY, "en") == recogniser.spans(STORY, "en")


def test_a_paragraph_of_any_length_is_read_to_its_end(recogniser: NeuralRecogniser) -> None:
    text = "It rained again that day. " * 300 + "Marta Lindqvist lives in Warsaw."
    assert found(recogniser, text)[-2:] == [("Marta Lindqvist", PERSON), ("Warsaw", LOC)]


def test_a_model_that_does_not_ship_is_named() -> None:
    with pytest.raises(ValueError, match="'large' is none of default, accurate"):
        NeuralRecogniser("large")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_spans_in_order_within_lines(text: str) -> None:
    at = 0
    for span in NeuralRecogniser().spans(text, None):
        assert at <= span.start < span.end <= len(text) and "\n" not in text[span.start : span.end]
        at = span.end


@given(st.lists(st.tuples(st.sampled_from(["word", "Name", ".", "?"]), st.integers(1, 9)), min_size=1, max_size=400))
def test_windows_hold_each_unit_once_and_end_with_sentences(drawn: list[tuple[str, int]]) -> None:
    text, units = "", []
    for word, pieces in drawn:
        text += "" if word in ".?" else " "
        units.append((len(text), len(text) + len(word), (0,) * pieces))
        text += word
    cut = list(windows(units, text))
    assert [unit for window in cut for unit in window] == units
    for window in cut[:-1]:
        assert sum(len(ids) for *_, ids in window) <= MOST_PIECES
        assert text[window[-1][0]] in ".?" or _has_no_end(window, text), "cut inside of a sentence, behind a whole one"


def _has_no_end(window: Sequence[tuple[int, int, tuple[int, ...]]], text: str) -> bool:
    """Whether no sentence ends in a window: a mark with a space behind it."""
    return not any(text[start] in ".?" and text[end : end + 1] == " " for start, end, _ in window)
