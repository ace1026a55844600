"""Labelled sentences: read from JSON lines, varied as news varies them, put together to what the network sees at a time."""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transforms.enrichers.labels import TYPES
from transforms.enrichers.pieces import Pieces

LABELS = ("O", *(f"{part}-{kind}" for kind in TYPES for part in "BI"))
UNLABELLED = -100  # a piece that is not the first of its unit
MOST_PIECES = 160  # of one window; what is behind them is left out

_CLOSING = frozenset(",.;:!?)]}%…»”’") | {"'s", "n't", "'re", "'ve", "'ll", "'d", "'m"}
_OPENING = frozenset("([{«“‘$£€")
_UNSPACED = ("zh", "ja")

UPPER, TITLE, SWAP, DATELINE = 0.05, 0.04, 0.12, 0.03  # share of sentences; capitals, headline capitals, other names, a dateline
_JOINED = (1, 1, 1, 2, 2, 3, 4)  # sentences of one window, drawn evenly
_DATELINES = (
    "{loc} ({org}) — ",
    "{loc} ({org}) - ",
    "{LOC} ({org}) — ",
    "{LOC}, {day} ({org}) - ",
    "{LOC} — ",
    "{LOC}, {day} — ",
    "({org}) — ",
)
_DAYS = (
    "Jan. 5",
    "Feb 11",
    "March 3",
    "April 28",
    "May 19",
    "June 30",
    "July 2",
    "Aug. 14",
    "Sept 9",
    "Oct. 22",
    "Nov 3",
    "Dec. 12",
)
_WIRES = ("AP", "Reuters", "AFP", "dpa", "Associated Press", "Xinhua", "UPI", "Bloomberg", "TASS", "EFE", "ANSA", "Kyodo")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`spans` are (start, end, type) in code points, in order, apart from one another; types outside of TYPES are left out."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    language: str


def read(path: Path) -> list[Sentence]:
    """Lines {"t": tokens, "e": [[first, past_last, type]], "l": language} or {"x": text, "s": [[start, end, type]], "l"}."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [_sentence(json.loads(line)) for line in stream]


def _sentence(record: Mapping[str, Any]) -> Sentence:
    language = str(record["l"])
    if "x" in record:
        spans = [(int(a), int(b), str(kind)) for a, b, kind in record["s"]]
        return Sentence(str(record["x"]), tuple(sorted(s for s in spans if s[2] in TYPES)), language)
    tokens, text, at = record["t"], "", []
    for i, token in enumerate(tokens):
        if i and language not in _UNSPACED and token not in _CLOSING and tokens[i - 1] not in _OPENING:
            text += " "
        at.append((len(text), len(text) + len(token)))
        text += token
    spans = [(at[int(a)][0], at[int(b) - 1][1], str(kind)) for a, b, kind in record["e"]]
    return Sentence(text, tuple(sorted(s for s in spans if s[2] in TYPES)), language)


Names = Mapping[tuple[str, str], Sequence[str]]


def names(sentences: Sequence[Sentence]) -> Names:
    """(language, type) -> the names that have it, each as often as it stands there."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for sentence in sentences:
        for start, end, kind in sentence.spans:
            found[sentence.language, kind].append(sentence.text[start:end])
    return found


def varied(sentence: Sentence, known: Names, draw: random.Random) -> Sentence:
    """The sentence, or what it might as well have been: other names, capitals, a headline, behind a dateline."""
    chance = draw.random()
    if chance < SWAP:
        return _with_other_names(sentence, known, draw)
    chance -= SWAP
    if chance < UPPER:
        return _recased(sentence, sentence.text.upper())
    chance -= UPPER
    if chance < TITLE:
        return _recased(sentence, " ".join(word[:1].upper() + word[1:] for word in sentence.text.split(" ")))
    chance -= TITLE
    if chance < DATELINE and sentence.language == "en" and known.get(("en", "LOC")):
        return _behind_a_dateline(sentence, draw.choice(known["en", "LOC"]), draw)
    return sentence


def _recased(sentence: Sentence, text: str) -> Sentence:
    return Sentence(text, sentence.spans, sentence.language) if len(text) == len(sentence.text) else sentence


def _with_other_names(sentence: Sentence, known: Names, draw: random.Random) -> Sentence:
    text, at, spans = "", 0, []
    for start, end, kind in sentence.spans:
        other = known.get((sentence.language, kind))
        name = draw.choice(other) if other and draw.random() < 0.6 else sentence.text[start:end]
        text += sentence.text[at:start]
        spans.append((len(text), len(text) + len(name), kind))
        text += name
        at = end
    return Sentence(text + sentence.text[at:], tuple(spans), sentence.language)


def _behind_a_dateline(sentence: Sentence, place: str, draw: random.Random) -> Sentence:
    form, wire, day = draw.choice(_DATELINES), draw.choice(_WIRES), draw.choice(_DAYS)
    line, spans = form.format(loc=place, LOC=place.upper(), org=wire, day=day), []
    if "{loc}" in form or "{LOC}" in form:
        spans.append((0, len(place.upper() if "{LOC}" in form else place), "LOC"))
    if "{org}" in form:
        start = line.index(f"({wire})") + 1
        spans.append((start, start + len(wire), "ORG"))
    moved = [(a + len(line), b + len(line), kind) for a, b, kind in sentence.spans]
    return Sentence(line + sentence.text, (*spans, *moved), sentence.language)


def joined(sentences: Sequence[Sentence]) -> Sentence:
    """One paragraph of several sentences."""
    text, spans = "", []
    for sentence in sentences:
        text += " " if text and sentence.language not in _UNSPACED else ""
        spans += [(a + len(text), b + len(text), kind) for a, b, kind in sentence.spans]
        text += sentence.text
    return Sentence(text, tuple(spans), sentences[0].language)


def windows(sentences: Sequence[Sentence], known: Names, draw: random.Random) -> Iterator[Sentence]:
    """All sentences once, in paragraphs of one to four that follow one another."""
    at = 0
    while at < len(sentences):
        count = draw.choice(_JOINED)
        yield joined([varied(s, known, draw) for s in sentences[at : at + count]])
        at += count


def encoded(sentence: Sentence, pieces: Pieces) -> tuple[list[int], list[int]]:
    """Ids of the pieces, and a label for each; UNLABELLED where a piece is not the first of its unit."""
    ids: list[int] = []
    labels: list[int] = []
    spans = iter((*sentence.spans, (1 << 60, 1 << 60, "")))
    start, end, kind = next(spans)
    inside = False
    for first, last, found in pieces.units(sentence.text):
        while first >= end:
            start, end, kind = next(spans)
            inside = False
        if last > start:
            label = 1 + 2 * TYPES.index(kind) + inside
            inside = True
        else:
            label = 0
        ids += found
        labels += [label, *[UNLABELLED] * (len(found) - 1)]
        if len(ids) >= MOST_PIECES:
            break
    return ids[:MOST_PIECES], labels[:MOST_PIECES]
