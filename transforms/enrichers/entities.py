"""Persons, organisations and places of an article: what a model finds, and the countries' names, as entities."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import xxhash

from transforms.enrichers import gazetteer, grouping
from transforms.enrichers.countries import country_spans
from transforms.enrichers.neural import MODELS, NeuralRecogniser
from transforms.enrichers.overlaps import apart, with_countries
from transforms.enrichers.places import Place, PlaceMention, outlet_country, resolve
from transforms.enrichers.propagation import propagated
from transforms.enrichers.recogniser import Recogniser
from transforms.enrichers.spans import Span, base
from transforms.enrichers.trimming import trimmed
from transforms.schemas.entities import ArticleText, Entity, EntityType

SPACY = "spacy:"
_REMEMBERED = 20_000  # paragraphs: some 10 MB
_NORWEGIAN = frozenset({"no", "nb", "nn"})


@dataclass
class Entities:
    """Finds entities with one recogniser. In YAML: `{name: entities, model: default | accurate | spacy:NAME_OR_PATH}`.

    Articles in languages that the model does not claim get places only: the countries. `propagates` adds the occurrences of a
    name that the model found elsewhere in the article.
    """

    recogniser: Recogniser
    propagates: bool = True
    name: str = field(default=grouping.METHOD, init=False)
    _known: _Paragraphs = field(default_factory=lambda: _Paragraphs(_REMEMBERED), init=False, repr=False)

    def setup(self) -> None:
        """Loads the model and the gazetteer."""
        self.recogniser.setup()
        gazetteer.load()

    def entities(self, article: ArticleText) -> Sequence[Entity]:
        """The entities of one article in order of first mention; of a title alone none."""
        text, language = article.text, article.language
        found = self._found(text, language)
        names = apart(part for span in found for part in trimmed(text, span, language))
        spans = grouping.one_type(text, with_countries(text, names, country_spans(text, language)), language)
        if self.propagates:
            spans = propagated(text, spans)
        places = _resolved(article, spans)
        return grouping.entities(article, [_placed(span, place) for span, place in zip(spans, places, strict=True)], places)

    def forget(self) -> None:
        """Forgets all paragraphs, for measurements of speed."""
        self._known = _Paragraphs(_REMEMBERED)

    def _found(self, text: str, language: str | None) -> list[Span]:
        """The model's spans, each paragraph read once a process as long as it is remembered."""
        if not _claims(self.recogniser.languages, language):
            return []
        starts, at = [], 0
        paragraphs = text.split("\n")
        for paragraph in paragraphs:
            starts.append(at)
            at += len(paragraph) + 1
        keys = [_hash(language, paragraph) for paragraph in paragraphs]
        new = {key: paragraph for key, paragraph in zip(keys, paragraphs, strict=True) if paragraph and key not in self._known}
        read = self._read(new, language)
        found: list[Span] = []
        for key, start in zip(keys, starts, strict=True):
            inside = read[key] if key in read else self._known.get(key)
            found.extend(replace(span, start=span.start + start, end=span.end + start) for span in inside)
        self._known.add(read)
        return found

    def _read(self, new: Mapping[bytes, str], language: str | None) -> dict[bytes, tuple[Span, ...]]:
        """The spans of paragraphs that are not known yet, by offsets in each; one call, so that the model can batch them."""
        if not new:
            return {}
        spans = sorted(self.recogniser.spans("\n".join(new.values()), language))
        result, at, next_span = {}, 0, 0
        for key, paragraph in new.items():
            end = at + len(paragraph)
            inside = []
            while next_span < len(spans) and spans[next_span].start < end:
                span = spans[next_span]
                inside.append(replace(span, start=span.start - at, end=min(span.end, end) - at))
                next_span += 1
            result[key] = tuple(span for span in inside if 0 <= span.start < span.end)
            at = end + 1
        return result


class _Paragraphs:
    """The spans of the paragraphs that were met last, by the hash of language and text."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._spans: OrderedDict[bytes, tuple[Span, ...]] = OrderedDict()

    def __contains__(self, key: bytes) -> bool:
        return key in self._spans

    def get(self, key: bytes) -> tuple[Span, ...]:
        """Its spans, and it counts as met now; none of a paragraph that is not known, which is one without text."""
        if key not in self._spans:
            return ()
        self._spans.move_to_end(key)
        return self._spans[key]

    def add(self, read: Mapping[bytes, tuple[Span, ...]]) -> None:
        """Remembers them and forgets the oldest."""
        self._spans.update(read)
        while len(self._spans) > self._size:
            self._spans.popitem(last=False)


def _resolved(article: ArticleText, spans: Sequence[Span]) -> list[Place | None]:
    """Where each span is; None for what is no place, or none that is known."""
    at = [i for i, span in enumerate(spans) if span.type is EntityType.LOC]
    mentions = [PlaceMention(spans[i].start, spans[i].end, article.text[spans[i].start : spans[i].end]) for i in at]
    outlet = outlet_country(article.domain) if article.domain else None
    places: list[Place | None] = [None] * len(spans)
    for i, place in zip(at, resolve(mentions, article.language, outlet, article.text), strict=True):
        places[i] = place
    return places


def _placed(span: Span, place: Place | None) -> Span:
    """A country's name that here means a place within another country ("Georgia" among the states) is no country."""
    if span.country and place is not None and place.kind != "country" and place.country not in (None, span.country):
        return replace(span, country=None)
    return span


def _hash(language: str | None, paragraph: str) -> bytes:
    return xxhash.xxh3_128_digest(f"{base(language)}\n{paragraph}".encode("utf-8", "surrogatepass"))


def _claims(languages: frozenset[str], language: str | None) -> bool:
    key = base(language)
    return key in languages or "xx" in languages or (key in _NORWEGIAN and not _NORWEGIAN.isdisjoint(languages))


def make(settings: Mapping[str, object]) -> Entities:
    """The enricher of a config's entry. Raises ValueError that names the choices."""
    unknown = sorted(settings.keys() - {"model"})
    if unknown:
        raise ValueError(f"{', '.join(unknown)} is no setting of it; there is: model")
    return Entities(recogniser(settings.get("model", MODELS[0])))


def recogniser(model: object) -> Recogniser:
    """The recogniser that a config names. Raises ValueError where there is none of that name, or where it is not installed."""
    if isinstance(model, str) and model.startswith(SPACY) and model != SPACY:
        from transforms.enrichers.spacy_model import SpacyRecogniser

        return SpacyRecogniser(model.removeprefix(SPACY))
    if model not in MODELS:
        raise ValueError(f"model = {model!r}; choose from {', '.join(MODELS)}, {SPACY}NAME_OR_PATH")
    return NeuralRecogniser(str(model))
