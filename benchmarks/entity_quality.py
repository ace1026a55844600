"""How right the entities are, by language: labelled sentences put together to articles, twenty each, as readers' scorers do it.

    python -m benchmarks.entity_quality --data FOLDER      (make bench-entity-quality DATA=FOLDER)

FOLDER has dev/*.jsonl.gz and train/*.jsonl.gz. A mention is right when its surface and its type stand in the gold, as
often as they stand there. Beside the models: the lexicon of countries alone, which is what languages without a model get.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.entities.data import held_out
from training.entities.sentences import Sentence
from transforms.enrichers import Enricher
from transforms.enrichers.countries import Countries
from transforms.enrichers.entities import Entities, recogniser
from transforms.enrichers.neural import MODELS
from transforms.schemas.entities import ArticleText

_SENTENCES = 20
_TYPES = {"PERSON": "PER", "ORG": "ORG", "LOC": "LOC"}


def main() -> None:
    parser = argparse.ArgumentParser(description="Precision, recall and F1 of entities on labelled sentences.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", nargs="*", default=list(MODELS), choices=MODELS)
    parser.add_argument("--sets", nargs="*", help="names of sets; else all")
    given = parser.parse_args()
    if not (given.data / "dev").is_dir():
        sys.exit(f"there is no folder {given.data / 'dev'}: DATA is to name labelled sentences")
    sets = {name: some for name, some in held_out(given.data).items() if not given.sets or name in given.sets}
    systems: dict[str, Enricher] = {model: Entities(recogniser(model)) for model in given.models}
    systems["countries"] = Countries()
    for name, enricher in systems.items():
        enricher.setup()
        print(f"\n{name:<26} {'F1':>6} {'P':>6} {'R':>6}   {'PER':>6} {'ORG':>6} {'LOC':>6}   gold")
        for title, sentences in sets.items():
            tally = score(enricher, sentences)
            p, r, f = figures(tally, "all")
            print(
                f"{title:<26} {f:>6.3f} {p:>6.3f} {r:>6.3f}   "
                + " ".join(f"{figures(tally, kind)[2]:>6.3f}" for kind in ("PER", "ORG", "LOC"))
                + f"   {tally['gold', 'all']}",
                flush=True,
            )
            print(json.dumps({"benchmark": "entity_quality", "model": name, "set": title, "f1": round(f, 4)}), file=sys.stderr)


def articles(sentences: Sequence[Sentence]) -> Iterator[tuple[ArticleText, Counter[tuple[str, str]]]]:
    """Articles of twenty sentences, a line each, and their gold."""
    for start in range(0, len(sentences), _SENTENCES):
        some = sentences[start : start + _SENTENCES]
        gold = Counter((" ".join(s.text[a:b].split()), kind) for s in some for a, b, kind in s.spans)
        yield ArticleText("\n".join(s.text for s in some), None, some[0].language, None), gold


def score(enricher: Enricher, sentences: Sequence[Sentence]) -> Counter[tuple[str, str]]:
    """("right" | "found" | "gold", type or "all") -> mentions."""
    tally: Counter[tuple[str, str]] = Counter()
    for article, gold in articles(sentences):
        found = Counter(
            (" ".join(mention.text.split()), _TYPES[entity.type])
            for entity in enricher.entities(article)
            for mention in entity.mentions
        )
        for name, counts in (("right", found & gold), ("found", found), ("gold", gold)):
            for (_, kind), number in counts.items():
                tally[name, kind] += number
                tally[name, "all"] += number
    return tally


def figures(tally: Counter[tuple[str, str]], kind: str) -> tuple[float, float, float]:
    """Precision, recall and F1, in [0, 1]."""
    right, found, gold = (tally[name, kind] for name in ("right", "found", "gold"))
    return right / max(1, found), right / max(1, gold), 2 * right / max(1, found + gold)


if __name__ == "__main__":
    main()
