"""The sentences that the models are trained on: whatever is done to them, the labels stay on the names."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import numpy as np

from training.entities.sentences import UNLABELLED, Sentence, encoded, joined, names, read, varied, windows
from transforms.enrichers.pieces import Pieces

MAYOR = Sentence("Mayor Ana Brun left Oslo.", ((6, 14, "PER"), (20, 24, "LOC")), "en")
BANK = Sentence("Nordbank hired Per Holm.", ((0, 8, "ORG"), (15, 23, "PER")), "en")
# One piece a character; "▁" stands for the space before a word.
LETTERS = [*"\0▁", *map(chr, range(33, 127))]
PIECES = Pieces(["", *LETTERS[1:]], np.full(len(LETTERS), -1.0, np.float32), unknown=0)


def surfaces(sentence: Sentence) -> list[tuple[str, str]]:
    return [(sentence.text[start:end], kind) for start, end, kind in sentence.spans]


def test_tokens_become_text_as_it_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl.gz"
    record = {"t": ["Ana", "Brun", "(", "Oslo", ")", "left", "."], "e": [[0, 2, "PER"], [3, 4, "LOC"], [5, 6, "MISC"]], "l": "en"}
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.write(json.dumps(record) + "\n" + json.dumps({"x": "東京へ", "s": [[0, 2, "LOC"]], "l": "ja"}) + "\n")
    first, second = read(path)
    assert first.text == "Ana Brun (Oslo) left." and surfaces(first) == [("Ana Brun", "PER"), ("Oslo", "LOC")]
    assert surfaces(second) == [("東京", "LOC")]


def test_joined_sentences_keep_their_names() -> None:
    assert surfaces(joined([MAYOR, BANK])) == surfaces(MAYOR) + surfaces(BANK)


def test_every_variation_keeps_spans_on_names() -> None:
    known = names([MAYOR, BANK])
    allowed = {
        kind: {name.upper() for (_, k), some in known.items() if k == kind for name in some} for kind in ("PER", "ORG", "LOC")
    }
    draw, seen = random.Random(1), set()
    for _ in range(2_000):
        changed = varied(draw.choice([MAYOR, BANK]), known, draw)
        seen.add(changed.text)
        body = [(name, kind) for name, kind in surfaces(changed) if f"({name})" not in changed.text]
        assert all(name.upper() in allowed[kind] for name, kind in body), changed
    assert len(seen) > 20, "variations were drawn"


def test_windows_hold_every_sentence_once() -> None:
    found = list(windows([MAYOR] * 50 + [BANK] * 50, {}, random.Random(2)))
    assert sum(len(window.spans) for window in found) == 200
    assert len(found) < 100, "some are put together"


def test_the_first_piece_of_each_unit_has_its_label() -> None:
    ids, labels = encoded(MAYOR, PIECES)
    assert len(ids) == len(labels)
    # Mayor, Ana, Brun, left, Oslo and the full stop.
    assert [label for label in labels if label != UNLABELLED] == [0, 1, 2, 0, 5, 0]
