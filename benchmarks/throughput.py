"""Documents a second: the whole job against a bare multiprocessing pool, on the same pages and machine, in one run.

    python -m benchmarks.throughput [--pages FOLDER]          (make bench-throughput, PAGES=FOLDER)

Both are timed from the start of their process to its end, both use two workers, and they take turns in going first.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.generate import write_pages
from benchmarks.job import WORKERS, Measured, require_space, run_job

PAGES = 3_000
ROUNDS = 2
BYTES_A_PAGE = 400_000
_CANONICAL = re.compile(rb"""<link[^>]+rel=["']?canonical["']?[^>]*>|<meta[^>]+property=["']?og:url["']?[^>]*>""", re.IGNORECASE)
_HOST = re.compile(rb"https?://([A-Za-z0-9.-]+)")


def main() -> None:
    parser = argparse.ArgumentParser(description="The whole job against a bare multiprocessing pool.")
    parser.add_argument(
        "--pages", type=Path, help="folder of .html or .html.gz files; repeated under other addresses to reach --count"
    )
    parser.add_argument("--count", type=int, default=PAGES)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="the best of so many runs counts")
    given = parser.parse_args()
    require_space(Path(tempfile.gettempdir()), given.count * BYTES_A_PAGE)
    with tempfile.TemporaryDirectory(prefix="newsbeam-bench-") as name:
        folder = Path(name)
        count = repeat_pages(given.pages, folder, given.count) if given.pages else _generate(folder, given.count)
        size = sum(path.stat().st_size for path in folder.iterdir())
        jobs: list[Measured] = []
        pools: list[Measured] = []
        for number in range(given.rounds):
            if number % 2:
                pools.append(run_pool(folder))
                jobs.append(run_job(folder))
            else:
                jobs.append(run_job(folder))
                pools.append(run_pool(folder))
    _report("real" if given.pages else "generated", count, size, jobs, pools)


def run_pool(folder: Path) -> Measured:
    """The pool of `benchmarks.pool`, timed like the job."""
    command = [sys.executable, "-m", "benchmarks.pool", str(folder)]
    started = time.perf_counter()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode:
        sys.exit(f"{done.stderr[-2000:]}\n`{' '.join(command)}` ended with {done.returncode}")
    counts = json.loads(done.stdout.splitlines()[-1])
    return Measured(counts["read"], counts["articles"], seconds)


def repeat_pages(source: Path, target: Path, count: int) -> int:
    """Writes every page of `source`, and as often again as `count` needs: each time under another name and on another host.

    Without the other host a repeated page would be the same article seen again, and cost the job less than a page does.
    """
    pages = sorted(path for path in source.rglob("*") if path.name.lower().endswith((".html", ".htm", ".html.gz", ".htm.gz")))
    if not pages:
        sys.exit(f"{source} holds no .html or .html.gz files")
    written = 0
    while written < max(count, len(pages)):
        turn = written // len(pages)
        for number, page in enumerate(pages):
            content = gzip.decompress(page.read_bytes()) if page.suffix == ".gz" else page.read_bytes()
            (target / f"{turn:03d}-{number:05d}.html").write_bytes(_on_other_host(content, turn) if turn else content)
            written += 1
            if turn and written >= count:
                return written
    return written


def _on_other_host(content: bytes, turn: int) -> bytes:
    """The page as if its host, which it names as its own or else names most, were another."""
    own = [found[1] for tag in _CANONICAL.finditer(content) if (found := _HOST.search(tag[0]))]
    hosts = own or [host for host, _ in Counter(_HOST.findall(content)).most_common(1)]
    return content.replace(b"//" + hosts[0], b"//turn%d.%s" % (turn, hosts[0])) if hosts else content


def _generate(folder: Path, count: int) -> int:
    write_pages(folder, count, seed=1, copies=0.2)
    return count


def _report(kind: str, count: int, size: int, jobs: list[Measured], pools: list[Measured]) -> None:
    job, pool = (min(runs, key=lambda m: m.seconds) for runs in (jobs, pools))
    if not job.documents == pool.documents == count:
        sys.exit(f"of {count:,} pages the job read {job.documents:,} and the pool {pool.documents:,}: they cannot be compared")
    ratio = (job.documents / job.seconds) / (pool.documents / pool.seconds)
    print(f"\n{count:,} {kind} pages, {size / count / 1000:.0f} KB each on average, {WORKERS} workers, best of {len(jobs)}")
    print(f"{'':<34} {'seconds':>8} {'docs/s':>8}   all runs")
    for label, best, runs in (("bare pool, nothing kept", pool, pools), ("newsbeam run, the whole job", job, jobs)):
        seconds = ", ".join(f"{m.seconds:.1f} s" for m in runs)
        print(f"{label:<34} {best.seconds:>8.1f} {best.documents / best.seconds:>8.1f}   {seconds}")
    print(f"ratio: {ratio:.2f}")
    record = {
        "benchmark": "throughput",
        "pages": count,
        "kind": kind,
        "job_docs_per_s": round(job.documents / job.seconds, 2),
        "pool_docs_per_s": round(pool.documents / pool.seconds, 2),
        "ratio": round(ratio, 3),
        "articles": {"job": job.published, "pool": pool.published},
    }
    print(json.dumps(record))


if __name__ == "__main__":
    main()
