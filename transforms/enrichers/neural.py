"""The project's own models: persons, organisations and places by an encoder of a few layers in ONNX Runtime, in 8-bit integers.

`training/entities` makes them, and their card (docs/entities-model.md) says of what, how good, and for which languages.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
import zstandard

from transforms.enrichers import embeddings
from transforms.enrichers.labels import spans
from transforms.enrichers.pieces import Pieces, Unit
from transforms.enrichers.spans import Span
from transforms.schemas.entities import EntityType

MODELS = ("default", "accurate")

MOST_PIECES = 128  # of one window; the network was trained on windows of up to 160
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*\s|[。！？।]")
_PARAGRAPH = re.compile(r"[^\n]+")
_TYPES = {"PER": EntityType.PERSON, "ORG": EntityType.ORG, "LOC": EntityType.LOC}
_FOLDER = "models"

_ACRONYM = 3  # letters
F32 = npt.NDArray[np.float32]


@dataclass
class NeuralRecogniser:
    """A `Recogniser`. Each window goes through the network alone, so that what is found in it depends on nothing else."""

    model: str = "default"
    _network: Network | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.model not in MODELS:
            raise ValueError(f"model {self.model!r} is none of {', '.join(MODELS)}")

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1, those for which the model's card has a score that holds."""
        return frozenset(_card()["languages"])

    def setup(self) -> None:
        """Loads the model: some 0.5 s and 120 MB, once a process."""
        self._network = _network(self.model)

    def spans(self, text: str, language: str | None) -> list[Span]:
        """The entities of a text, in order; each within one of its lines."""
        network = self._network or _network(self.model)
        found: list[Span] = []
        for paragraph in _PARAGRAPH.finditer(text):
            is_mixed = any(c.islower() for c in paragraph.group())
            for window in windows(list(network.pieces.units(text, *paragraph.span())), text):
                places = [(start, end) for start, end, _ in window]
                probabilities = network.probabilities([ids for _, _, ids in window])
                if is_mixed:
                    probabilities = _with_acronyms(text, places, probabilities)
                for start, end, kind, score in spans(places, probabilities):
                    found.append(Span(start, end, _TYPES[kind], round(score, 4)))
        return found

    def __getstate__(self) -> dict[str, Any]:
        return {"model": self.model, "_network": None}


def _with_acronyms(text: str, places: Sequence[tuple[int, int]], probabilities: F32) -> F32:
    """Words in capitals among others are names rather than not: half as likely to be none as the network says.

    In news they are (SWIFT); over the labelled sets F1 changes by less than .001 either way.
    """
    units = [text[start:end] for start, end in places]
    capitals = np.array([len(unit) >= _ACRONYM and unit.isalpha() and unit.isupper() for unit in units])
    if not capitals.any():
        return probabilities
    weighed = np.where(capitals[:, None] & (np.arange(probabilities.shape[1]) == 0), probabilities / 2, probabilities)
    result: F32 = weighed / weighed.sum(axis=1, keepdims=True)
    return result


def windows(units: Sequence[Unit], text: str) -> Iterator[Sequence[Unit]]:
    """Cuts a paragraph into runs of whole sentences of up to MOST_PIECES pieces; a longer sentence is cut where it must be."""
    first, size, ending = 0, 0, 0  # of the window at hand: its first unit, its pieces, the unit behind its last whole sentence
    at = 0
    while at < len(units):
        start, _, ids = units[at]
        if size + len(ids) > MOST_PIECES and at > first:
            stop = ending if ending > first else at
            yield units[first:stop]
            first, at, size, ending = stop, stop, 0, stop
            continue
        size += len(ids)
        at += 1
        if at < len(units) and _SENTENCE_END.match(text, start, units[at][0] + 1):
            ending = at
    if first < len(units):
        yield units[first:]


class Network:
    """The model's files, loaded: pieces with their embeddings, and the layers over them."""

    def __init__(self, name: str) -> None:
        from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions

        packed = np.load(_unpacked("pieces.npz.zst"), allow_pickle=False)
        self.begin, self.end, unknown = (int(i) for i in packed["special"])
        names = bytes(packed["pieces"]).decode().split("\n")
        self.pieces = Pieces(names, packed["scores"].astype(np.float32), unknown)
        self._embeddings = embeddings.loaded(packed)
        options = SessionOptions()
        # One thread: the pipeline has a process for each core.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_ALL
        options.log_severity_level = 3
        # The fused kernel for a sum and its normalisation is slower than the two apart.
        self._session = InferenceSession(
            _unpacked(f"{name}.onnx.zst").read(),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],
        )

    def probabilities(self, units: Sequence[tuple[int, ...]]) -> F32:
        """Those of the labels of each unit, (units, labels), from their pieces."""
        ids = np.fromiter((self.begin, *(i for unit in units for i in unit), self.end), np.int64)
        (scores,) = self._session.run(None, {"embeddings": self._embeddings[ids][None]})
        first = np.cumsum([1, *map(len, units[:-1])])
        chosen = scores[0][first]
        exponents = np.exp(chosen - chosen.max(axis=1, keepdims=True))
        result: F32 = exponents / exponents.sum(axis=1, keepdims=True)
        return result


@lru_cache(maxsize=len(MODELS))
def _network(name: str) -> Network:
    return Network(name)


@lru_cache(maxsize=1)
def _card() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(_file("card.json").read_text(encoding="utf-8"))
    return content


def _file(name: str) -> Any:
    return resources.files("transforms.enrichers") / _FOLDER / name


def _unpacked(name: str) -> Any:
    return io.BytesIO(zstandard.ZstdDecompressor().decompress(_file(name).read_bytes(), max_output_size=1 << 28))
