"""Documents a second a core: newsbeam's extraction with metadata against trafilatura's and newspaper4k's, on the same pages.

    python -m benchmarks.extract [--pages FOLDER]          (make bench-extract, PAGES=FOLDER)

One process does all of it. Page by page every extractor has its turn, in another order each time, so that whatever else the
machine does slows all of them alike. Time is CPU time of the process; garbage left by one extractor is collected before the
clock of the next one starts.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import extractors
from benchmarks.extractors import Extractor
from benchmarks.generate import generate_pages

PAGES = 150
ROUNDS = 3
WARM_UP = 5  # pages that each extractor sees before the clocks start: profiles, tables and patterns are loaded once a process


@dataclass(slots=True)
class Clock:
    """One extractor's seconds, a value for each round, and the pages of the last round that it found no text in."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    failures: int = 0

    def start_round(self) -> None:
        self.cpu.append(0.0)
        self.wall.append(0.0)
        self.failures = 0

    def time(self, run: Callable[[bytes], object], content: bytes) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        found = run(content)
        self.cpu[-1] += time.process_time() - cpu
        self.wall[-1] += time.perf_counter() - wall
        self.failures += found is None


def main() -> None:
    parser = argparse.ArgumentParser(description="Extraction with metadata: newsbeam, trafilatura, newspaper4k.")
    parser.add_argument("--pages", type=Path, help="folder of .html or .html.gz files; generated pages without it")
    parser.add_argument("--count", type=int, default=PAGES, help="generated pages, or the first so many of the folder's")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="the median of so many counts")
    given = parser.parse_args()
    systems = (
        extractors.newsbeam(),
        extractors.newsbeam_without_language(),
        extractors.trafilatura(),
        extractors.newspaper(),
    )
    if given.pages:
        pages = [content for _, content in extractors.read_pages(given.pages)]
    else:
        pages = [markup.encode() for _, markup in generate_pages(given.count, seed=1)]
    clocks = measure(systems, pages, given.rounds)
    _report("real" if given.pages else "generated", pages, systems, clocks)


def measure(systems: Sequence[Extractor], pages: Sequence[bytes], rounds: int) -> list[Clock]:
    """A clock for each system, in order; ends the program in a sentence where a system finds text in no page at all."""
    clocks = [Clock() for _ in systems]
    pairs = list(zip(systems, clocks, strict=True))
    for system in systems:
        for content in pages[:WARM_UP]:
            system.run(content)
    gc.collect()
    gc.freeze()  # what was loaded so far is not looked through again at every collection
    try:
        for turn in range(rounds):
            for clock in clocks:
                clock.start_round()
            for number, content in enumerate(pages):
                first = (turn + number) % len(pairs)
                for system, clock in (*pairs[first:], *pairs[:first]):
                    gc.collect()
                    clock.time(system.run, content)
    finally:
        gc.unfreeze()
    for system, clock in pairs:
        if clock.failures == len(pages):
            sys.exit(f"{system.name} found text in none of the {len(pages):,} pages: there is nothing to compare")
    return clocks


def ratios(clock: Clock, peer: Clock) -> list[float]:
    """How many times as fast as `peer`, for each round."""
    return [theirs / own for own, theirs in zip(clock.cpu, peer.cpu, strict=True)]


def _report(kind: str, pages: Sequence[bytes], systems: Sequence[Extractor], clocks: Sequence[Clock]) -> None:
    count, size = len(pages), sum(map(len, pages))
    (peer,) = (clock for system, clock in zip(systems, clocks, strict=True) if system.name.startswith("trafilatura"))
    print(f"\n{count:,} {kind} pages, {size / count / 1000:.0f} KB each on average, one core, median of {len(peer.cpu)} rounds")
    print(f"{'':<24} {'docs/s':>7} {'by wall':>8} {'ratio':>6} {'all rounds':>13} {'no text':>8}   what it does")
    record: dict[str, object] = {"benchmark": "extract", "pages": count, "kind": kind}
    for system, clock in zip(systems, clocks, strict=True):
        speed, by_wall = count / median(clock.cpu), count / median(clock.wall)
        times = ratios(clock, peer)
        spread = f"{min(times):.2f} to {max(times):.2f}"
        figures = f"{speed:>7.1f} {by_wall:>8.1f} {median(times):>6.2f} {spread:>13} {clock.failures:>8}"
        print(f"{system.name:<24} {figures}   {system.does}")
        record[system.name] = {
            "docs_per_s": round(speed, 2),
            "ratio": round(median(times), 3),
            "ratios": [round(ratio, 3) for ratio in times],
            "no_text": clock.failures,
        }
    print("docs/s: of CPU time; ratio: to trafilatura")
    print(json.dumps(record))


if __name__ == "__main__":
    main()
