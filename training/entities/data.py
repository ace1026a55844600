"""Which sentences are trained on, and which are kept back to judge by."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from training.entities.sentences import Sentence, read

_EVERY = 8  # of a source whose language has no dev file, every eighth sentence is kept back
_NO_DEV = ("fr_europeana_bnf", "nl_europeana_kb")


def sources(data: Path, names: Iterable[str]) -> dict[str, list[Sentence]]:
    """The sentences trained on by file name, those held out left out."""
    found = {}
    for name in names:
        sentences = read(data / "train" / f"{name}.jsonl.gz")
        found[name] = [s for i, s in enumerate(sentences) if name not in _NO_DEV or i % _EVERY]
    return found


def held_out(data: Path) -> dict[str, list[Sentence]]:
    """What models are judged on, by name: all of dev/, and what was kept back of sources without; `data` has dev/ and train/."""
    found = {path.name.split(".")[0]: read(path) for path in sorted((data / "dev").glob("*.jsonl.gz"))}
    for name in _NO_DEV:
        found[f"{name}_held_out"] = read(data / "train" / f"{name}.jsonl.gz")[::_EVERY]
    return found
