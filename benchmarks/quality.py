"""How right the text and the metadata are: newsbeam, trafilatura and newspaper4k on labelled pages.

    python -m benchmarks.quality --pages FOLDER --gold FILE [--half even|odd]     (make bench-quality, PAGES=FOLDER GOLD=FILE)

The gold file is JSON lines, one a page: `file` (the page's file name), `text`, `title`, `authors` (list), `published_at`
(ISO 8601, with its offset where it is known; a midnight or a day alone has no minute to score), `language` (BCP 47). Any of
the last four may be null or empty, and is not scored then. A page's half is the parity of the MD5 of its file name.

    body F1     mean F1 over the multisets of words; each Han, Kana or Hangul character is a word; a page without text counts 0
    title       the same words in the same order
    day         published on the gold day, in the gold's own offset
    minute      published within 60 seconds of the gold instant
    authors     the same set of names, as words
    language    the same primary subtag; nb and nn count as no
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks import extractors
from benchmarks.extractors import Extractor, Found

MEASURES = ("body F1", "title", "day", "minute", "authors", "language")
NOT_HERE = "are no part of this repository (their texts belong to their publishers)"
NOTHING = Found(text="", title=None, authors=(), published=None, language=None)
HALVES = ("all", "even", "odd")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


@dataclass(frozen=True, slots=True)
class Gold:
    """What a person found on a page."""

    file: str
    text: str
    title: str
    authors: tuple[str, ...]
    published: datetime | None
    language: str | None


def main() -> None:
    parser = argparse.ArgumentParser(description="Text and metadata of labelled pages: newsbeam, trafilatura, newspaper4k.")
    parser.add_argument("--pages", type=Path, help="folder of .html or .html.gz files")
    parser.add_argument("--gold", type=Path, help="JSON lines; `python -m pydoc benchmarks.quality` has the format")
    parser.add_argument("--half", choices=HALVES, default="all", help="only pages whose name's MD5 is even, or odd")
    given = parser.parse_args()
    if not (given.pages and given.gold):
        sys.exit(f"name labelled pages, which {NOT_HERE}: make bench-quality PAGES=folder GOLD=labels.jsonl")
    gold = [entry for entry in read_gold(given.gold) if given.half in ("all", half(entry.file))]
    pages = dict(extractors.read_pages(given.pages))
    if missing := [entry.file for entry in gold if entry.file not in pages]:
        sys.exit(f"{len(missing)} of {len(gold)} labelled pages are not in {given.pages}; the first is {missing[0]}")
    if not gold:
        sys.exit(f"{given.gold} labels no page of the half `{given.half}`")
    systems = (extractors.newsbeam(), extractors.newsbeam_stripped(), extractors.trafilatura(), extractors.newspaper())
    print(
        f"\n{len(gold)} labelled pages ({given.half})\n\n| | {' | '.join(MEASURES)} | missing |\n|{'---|' * (len(MEASURES) + 2)}"
    )
    for system in systems:
        _report(system, [(entry, system.run(pages[entry.file])) for entry in gold])


def read_gold(path: Path) -> list[Gold]:
    """The labels, in order of the file; ends the program in a sentence where there are none."""
    if not path.is_file():
        sys.exit(f"there is no file {path}: GOLD is to name the labels of labelled pages, which {NOT_HERE}")
    return [_gold(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def half(name: str) -> str:
    return "odd" if int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 2 else "even"


def scores(pairs: Iterable[tuple[Gold, Found | None]]) -> dict[str, float | None]:
    """Each measure's mean over the pages that it applies to, in [0, 1]; None where it applies to none."""
    seen: dict[str, list[float]] = {measure: [] for measure in MEASURES}
    for gold, found in pairs:
        for measure, value in score(gold, found).items():
            seen[measure].append(value)
    return {measure: sum(values) / len(values) if values else None for measure, values in seen.items()}


def score(gold: Gold, found: Found | None) -> dict[str, float]:
    """The measures that apply to one page."""
    found = found or NOTHING
    given = {"body F1": f1(found.text, gold.text)}
    if gold.title:
        given["title"] = float(fold(found.title) == fold(gold.title))
    if gold.published:
        given["day"] = float(same_day(found.published, gold.published))
        if gold.published.tzinfo and gold.published.time() != datetime.min.time():
            given["minute"] = float(same_minute(found.published, gold.published))
    if gold.authors:
        given["authors"] = float(set(map(fold, found.authors)) == set(map(fold, gold.authors)))
    if gold.language:
        given["language"] = float(primary(found.language) == primary(gold.language))
    return given


def words(text: str | None) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text or "").casefold())


def fold(text: str | None) -> str:
    return " ".join(words(text))


def f1(found: str, gold: str) -> float:
    ours, theirs = Counter(words(found)), Counter(words(gold))
    both = (ours & theirs).total()
    return 2 * both / (ours.total() + theirs.total()) if both else 0.0


def same_day(found: date | None, gold: datetime) -> bool:
    """A day, or a time without an offset, is taken as the publisher's own."""
    if isinstance(found, datetime):
        found = (found.astimezone(gold.tzinfo or UTC) if found.tzinfo else found).date()
    return found == gold.date()


def same_minute(found: date | None, gold: datetime) -> bool:
    """A time without an offset is taken as UTC; a day has no minute."""
    if not isinstance(found, datetime):
        return False
    instant = found if found.tzinfo else found.replace(tzinfo=UTC)
    return abs((instant - gold).total_seconds()) <= 60


def primary(tag: str | None) -> str:
    code = (tag or "").lower().split("-")[0]
    return {"nb": "no", "nn": "no"}.get(code, code)


def _gold(record: dict[str, object]) -> Gold:
    published, authors = record.get("published_at"), record.get("authors")
    return Gold(
        file=str(record["file"]),
        text=str(record["text"]),
        title=str(record.get("title") or ""),
        authors=tuple(map(str, authors)) if isinstance(authors, list) else (),
        published=datetime.fromisoformat(str(published)) if published else None,
        language=str(record["language"]) if record.get("language") else None,
    )


def _report(system: Extractor, pairs: Sequence[tuple[Gold, Found | None]]) -> None:
    missing = sum(found is None for _, found in pairs)
    means = scores(pairs)
    if not any(found and found.language for _, found in pairs):
        means["language"] = None  # it does not tell languages
    cells = ("–" if mean is None else f"{mean:.3f}".removeprefix("0") for mean in means.values())
    print(f"| {system.name} | {' | '.join(cells)} | {missing} |", flush=True)
    if missing == len(pairs):
        sys.exit(f"{system.name} found text on none of the {missing} pages")


if __name__ == "__main__":
    main()
