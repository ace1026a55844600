"""An installed spaCy model as a recogniser: its labels, its offsets, and what is said where it is missing."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from transforms.enrichers.entities import Entities
from transforms.enrichers.spacy_model import SpacyRecogniser
from transforms.schemas.entities import ArticleText, EntityType

needs_spacy = pytest.mark.spacy

RULES = [
    {"label": "PERSON", "pattern": "Ada Okoro"},
    {"label": "ORG", "pattern": "Blue Mills"},
    {"label": "GPE", "pattern": "Skarvhavn"},
    {"label": "FAC", "pattern": "Tern Point Bridge"},
    {"label": "NORP", "pattern": "Nordic"},
]


def saved(folder: Path, **settings: Any) -> str:
    """A pipeline of rules in place of a trained model."""
    import spacy

    nlp = spacy.blank("en", **settings)
    ruler: Any = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(RULES)
    nlp.to_disk(folder / "model")
    return str(folder / "model")


def found(recogniser: SpacyRecogniser, text: str) -> list[tuple[str, EntityType]]:
    return [(text[s.start : s.end], s.type) for s in recogniser.spans(text, "en")]


@needs_spacy
def test_labels_are_three_types_and_peoples_are_none(tmp_path: Path) -> None:
    recogniser = SpacyRecogniser(saved(tmp_path))
    recogniser.setup()
    assert recogniser.languages == {"en"}
    assert found(recogniser, "Ada Okoro of Blue Mills left Nordic Skarvhavn by Tern Point Bridge.") == [
        ("Ada Okoro", EntityType.PERSON),
        ("Blue Mills", EntityType.ORG),
        ("Skarvhavn", EntityType.LOC),
        ("Tern Point Bridge", EntityType.LOC),
    ]


@needs_spacy
def test_offsets_are_code_points_of_the_whole_text(tmp_path: Path) -> None:
    recogniser = SpacyRecogniser(saved(tmp_path))
    recogniser.setup()
    text = "\n👩‍👩‍👧 𠀀\n\n  Ada Okoro\r\nand Blue Mills\n \nSkarvhavn"
    assert [name for name, _ in found(recogniser, text)] == ["Ada Okoro", "Blue Mills", "Skarvhavn"]
    assert recogniser.spans("", "en") == []


@needs_spacy
def test_a_text_longer_than_the_model_takes_is_read_in_parts(tmp_path: Path) -> None:
    recogniser = SpacyRecogniser(saved(tmp_path))
    recogniser.setup()
    recogniser._nlp.max_length = 1_200
    text = "Ada Okoro left. " * 100 + "\n" + "x" * 900 + " Blue Mills"
    assert [name for name, _ in found(recogniser, text)] == ["Ada Okoro"] * 100 + ["Blue Mills"]


@needs_spacy
def test_a_model_serves_the_enricher(tmp_path: Path) -> None:
    enricher = Entities(SpacyRecogniser(saved(tmp_path)))
    enricher.setup()
    entities = enricher.entities(ArticleText("Mr. Ada Okoro's Blue Mills in Poland", None, "en"))
    assert [e.name for e in entities] == ["Ada Okoro", "Blue Mills", "Poland"]


@needs_spacy
def test_a_model_that_is_not_installed_is_named() -> None:
    for model in ("xx_no_such_model", "no/such/folder"):
        with pytest.raises(ValueError, match=model):
            SpacyRecogniser(model)


def test_without_spacy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "spacy" else real(name, *rest))
    with pytest.raises(ValueError, match=r"newsbeam\[spacy\]"):
        SpacyRecogniser("en_core_web_sm")
