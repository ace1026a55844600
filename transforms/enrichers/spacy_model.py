"""Any installed spaCy model as a recogniser, by its package's name or its folder."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from transforms.enrichers.spans import Span
from transforms.schemas.entities import EntityType

# What spaCy's models call them, over all languages. Facilities are places, as in the labelled sets: an airport, a bridge.
# Norwegian says which a state is at each place; peoples and adjectives (NORP, DRV) are none of the three.
_TYPES = {
    **dict.fromkeys(("PERSON", "PER", "PRS", "PS", "persName"), EntityType.PERSON),
    **dict.fromkeys(("ORG", "ORGANIZATION", "OG", "orgName", "GPE_ORG"), EntityType.ORG),
    **dict.fromkeys(("LOC", "GPE", "FAC", "LC", "FACILITY", "LOCATION", "GPE_LOC", "placeName", "geogName"), EntityType.LOC),
}
# What the recognition of names does not need.
_WITHOUT = ("parser", "tagger", "morphologizer", "lemmatizer", "attribute_ruler", "senter")
_ROOM = 1000  # code points under the model's longest text, which counts line ends too


class SpacyRecogniser:
    """The entities of a spaCy model. Constructing it only looks whether the model is there and which language it has.

    Raises ValueError where spaCy or the model is not installed.
    """

    def __init__(self, model: str) -> None:
        self._model = model
        self.languages = frozenset({_language(model)})
        self._nlp: Any = None

    def setup(self) -> None:
        """Loads the model, without the parts that names do not need."""
        import spacy

        self._nlp = spacy.load(self._model, exclude=[*_WITHOUT])

    def spans(self, text: str, language: str | None) -> list[Span]:
        """Every entity of one of the three types; spaCy gives no scores, so all have 1."""
        paragraphs = list(_paragraphs(text, self._nlp.max_length - _ROOM))
        documents = self._nlp.pipe(paragraph for _, paragraph in paragraphs)
        return [
            Span(start + entity.start_char, start + entity.end_char, kind)
            for (start, _), document in zip(paragraphs, documents, strict=True)
            for entity in document.ents
            if (kind := _TYPES.get(entity.label_)) is not None
        ]


def _paragraphs(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """Each paragraph with its place; one that is too long for the model in pieces, by sentences, else by words."""
    start = 0
    for line in text.split("\n"):
        at = 0
        while len(line) - at > longest:
            cut = line.rfind(". ", at, at + longest - 1) + 1 or line.rfind(" ", at + 1, at + longest)
            cut = cut if cut > at else at + longest
            yield start + at, line[at:cut]
            at = cut
        if line[at:].strip():
            yield start + at, line[at:]
        start += len(line) + 1


def _language(model: str) -> str:
    """The language in the model's meta.json. Raises ValueError where it cannot be had."""
    if importlib.util.find_spec("spacy") is None:
        raise ValueError(f"model spacy:{model} needs spaCy, which is not installed: pip install 'newsbeam[spacy]'")
    meta = next((path for path in _metas(model) if path.is_file()), None)
    if meta is None:
        raise ValueError(
            f"spaCy has no model {model!r} here: install its package (python -m spacy download {model}) or give its folder"
        )
    return str(json.loads(meta.read_text(encoding="utf-8")).get("lang", "xx"))


def _metas(model: str) -> Iterator[Path]:
    yield Path(model) / "meta.json"
    if model.isidentifier() and (found := importlib.util.find_spec(model)) is not None and found.origin:
        yield Path(found.origin).parent / "meta.json"
