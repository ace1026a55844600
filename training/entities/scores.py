"""How right a network's entities are: exact spans and types over multisets of (surface, type), as readers compare them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import torch

from training.entities.network import Network
from training.entities.sentences import MOST_PIECES, Sentence
from transforms.enrichers.labels import TYPES, spans
from transforms.enrichers.pieces import Pieces

_ROWS = 32


def score(network: Network, sentences: Sequence[Sentence], pieces: Pieces, ends: tuple[int, int, int]) -> dict[str, float]:
    """F1 over all types and by type, each in [0, 1]. The network sees one sentence at a time."""
    network.eval()
    begin, end, pad = ends
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i].text))
    for start in range(0, len(order), _ROWS):
        some = [sentences[i] for i in order[start : start + _ROWS]]
        rows = [[((first, last), ids) for first, last, ids in pieces.units(s.text)] for s in some]
        ids = [[begin, *[i for _, cut in row for i in cut][:MOST_PIECES], end] for row in rows]
        width = max(map(len, ids))
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            scores, _ = network(torch.tensor([one + [pad] * (width - len(one)) for one in ids]))
        for sentence, row, given in zip(some, rows, scores.float().softmax(-1).numpy(), strict=True):
            at, first = 1, []
            for _, cut in row:
                first.append(at)
                at += len(cut)
            first = [place for place in first if place <= MOST_PIECES]
            units = [place for place, _ in row][: len(first)]
            ours = Counter((sentence.text[a:b], kind) for a, b, kind, _ in spans(units, given[first]))
            theirs = Counter((sentence.text[a:b], kind) for a, b, kind in sentence.spans)
            for counter, some_of in ((right, ours & theirs), (found, ours), (gold, theirs)):
                for (_, kind), number in some_of.items():
                    counter[kind] += number
                    counter["all"] += number
    network.train()
    return {kind: round(2 * right[kind] / max(1, found[kind] + gold[kind]), 4) for kind in ("all", *TYPES)}
