"""Peak memory of the whole job for two sizes of input: what one more article costs.

    python -m benchmarks.memory          (make bench-memory)

Memory is PSS, summed over all processes of the run and sampled five times a second. The articles are invented, 5 KB each.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from benchmarks.generate import write_articles
from benchmarks.job import WORKERS, Measured, require_space, run_job

SIZES = (2_000, 20_000)
COPIES = 0.2
BYTES_AN_ARTICLE = 40_000  # on disk, with staging


def main() -> None:
    parser = argparse.ArgumentParser(description="Peak memory of the whole job for two sizes of input.")
    parser.add_argument("--small", type=int, default=SIZES[0])
    parser.add_argument("--large", type=int, default=SIZES[1])
    given = parser.parse_args()
    if not Path("/proc/self/smaps_rollup").exists():
        sys.exit("the memory of a process tree can be measured on Linux only")
    require_space(Path(tempfile.gettempdir()), given.large * BYTES_AN_ARTICLE)
    measured = [_measure(count) for count in (given.small, given.large)]
    small, large = measured
    growth = (large.peak_kb - small.peak_kb) / (given.large - given.small)
    print(f"\nmemory of `newsbeam run`, {WORKERS} workers, {COPIES:.0%} of the articles copies")
    print(f"{'articles':>10} {'published':>10} {'seconds':>9} {'docs/s':>8} {'peak PSS':>10}")
    for m in measured:
        print(
            f"{m.documents:>10,} {m.published:>10,} {m.seconds:>9.1f} {m.documents / m.seconds:>8.1f} {m.peak_kb / 1024:>7.0f} MB"
        )
    print(f"growth: {growth:.2f} KB an article")
    record = {
        "benchmark": "memory",
        "articles": [m.documents for m in measured],
        "peak_pss_mb": [round(m.peak_kb / 1024, 1) for m in measured],
        "seconds": [round(m.seconds, 1) for m in measured],
        "growth_kb_per_article": round(growth, 3),
    }
    print(json.dumps(record))


def _measure(count: int) -> Measured:
    with tempfile.TemporaryDirectory(prefix="newsbeam-bench-") as name:
        write_articles(Path(name), count, seed=1, copies=COPIES)
        return run_job(Path(name), sample_memory=True)


if __name__ == "__main__":
    main()
