"""The whole job as a user starts it, timed from outside, and the memory of all its processes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

WORKERS = 2
SAMPLE_EVERY_S = 0.2
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Measured:
    """`seconds` of wall clock from start to exit; `peak_kb` is the largest sum of PSS seen, 0 where it was not sampled."""

    documents: int
    published: int
    seconds: float
    peak_kb: int = 0


def run_job(inputs: Path, sample_memory: bool = False) -> Measured:
    """Runs `newsbeam run` into a folder that is removed again; ends the benchmark where that fails."""
    with tempfile.TemporaryDirectory(prefix="newsbeam-bench-") as name:
        folder = Path(name)
        config, root, log = folder / "config.yaml", folder / "dataset", folder / "log"
        config.write_text(f"runner: {{workers: {WORKERS}}}\n", encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pipeline.cli",
            "run",
            "--input",
            str(inputs),
            "--output",
            str(root),
            "--config",
            str(config),
        ]
        peak = 0
        started = time.perf_counter()
        with log.open("wb") as stream:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT)
            if sample_memory:
                while process.poll() is None:
                    peak = max(peak, tree_pss_kb(process.pid))
                    time.sleep(SAMPLE_EVERY_S)
            code = process.wait()
        seconds = time.perf_counter() - started
        if code:
            sys.exit(f"{log.read_text(errors='replace')[-2000:]}\n`{' '.join(command)}` ended with {code}")
        (run,) = (row for path in root.glob("runs/**/*.parquet") for row in pq.ParquetFile(path).read().to_pylist())
        return Measured(run["read"], run["published"], seconds, peak)


def tree_pss_kb(root: int) -> int:
    """The proportional set size of a process and all its descendants; shared pages count once. Linux only."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _text(entry / "stat")):
            children[int(stat.rpartition(")")[2].split()[1])].append(int(entry.name))
    tree = [root]
    for pid in tree:
        tree += children[pid]
    rollups = (_PSS.search(_text(Path(f"/proc/{pid}/smaps_rollup"))) for pid in tree)
    return sum(int(found[1]) for found in rollups if found)


def _text(path: Path) -> str:
    """Empty for a process that ended meanwhile."""
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


def require_space(folder: Path, needed: int) -> None:
    """Ends the benchmark in a sentence where `folder`'s disk has less than `needed` bytes left."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        sys.exit(f"{folder} has {free / 1e9:.1f} GB left, and this benchmark writes about {needed / 1e9:.1f} GB there")
