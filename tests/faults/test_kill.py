"""Killed at any moment and repeated, a run gives what an undisturbed one gives."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.generate import generate_articles
from pipeline import manifest
from tests.support import REPOSITORY, command, data_files, newsbeam, tables

pytestmark = pytest.mark.faults

MOMENTS = 10


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few hundred articles, a fifth of them copies, in two files."""
    folder = tmp_path_factory.mktemp("input")
    for seed in (1, 2):
        (folder / f"{seed}.jsonl").write_text("".join(generate_articles(250, seed, copies=0.2)), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small units, so that two workers share the work of a small input."""
    path = tmp_path_factory.mktemp("config") / "small-units.yaml"
    path.write_text("source: {unit_bytes: 200000}\nrunner: {workers: 2}\n")
    return path


def test_ten_kills_at_random_moments_change_nothing(articles: Path, config: Path, tmp_path: Path) -> None:
    arguments = ("run", "--input", articles, "--config", config)
    started = time.monotonic()
    done = newsbeam(*arguments, "--output", tmp_path / "undisturbed")
    duration = time.monotonic() - started
    assert done.returncode == 0, done.stderr
    expected = tables(tmp_path / "undisturbed")

    moments = random.Random(20260302)
    for number in range(MOMENTS):
        root = tmp_path / f"killed-{number}"
        process = _start(*arguments, "--output", root)
        time.sleep(moments.uniform(0.05, 1.0) * duration)
        process.kill()
        process.wait()
        again = newsbeam(*arguments, "--output", root)
        assert again.returncode == 0, again.stderr
        assert tables(root) == expected, f"kill number {number}"
        named = {root / file.path for run in manifest.load_all(str(root)) for file in run.files}
        assert set(data_files(root)) == named, "a plain glob must not see what a killed run left"
        assert not [path for path in (root / "staging").rglob("*") if path.is_file()]


@pytest.mark.parametrize("when", ["at its start", "while extracting"])
def test_a_killed_worker_ends_the_run_with_a_sentence(when: str, articles: Path, config: Path, tmp_path: Path) -> None:
    arguments = ("run", "--input", articles, "--config", config, "--output", tmp_path / "dataset")
    process = _start(*arguments)
    worker = _wait_for_worker(process.pid)
    if when == "while extracting":
        _wait_for(lambda: any((tmp_path / "dataset").glob("staging/*/staged/*")))
    os.kill(worker, signal.SIGKILL)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 1
    assert error.splitlines() == ["newsbeam: a worker process died; nothing was published, and the same command starts afresh"]

    again = newsbeam(*arguments)
    assert again.returncode == 0, again.stderr
    assert newsbeam("run", "--input", articles, "--config", config, "--output", tmp_path / "whole").returncode == 0
    assert tables(tmp_path / "dataset") == tables(tmp_path / "whole")


def test_no_process_outlives_a_killed_launcher(articles: Path, config: Path, tmp_path: Path) -> None:
    process = _start("run", "--input", articles, "--config", config, "--output", tmp_path / "dataset")
    _wait_for_worker(process.pid)
    time.sleep(2)  # extraction is under way by now
    family = _descendants(process.pid)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline and any(_is_alive(pid) for pid in family):
        time.sleep(0.2)
    assert [pid for pid in family if _is_alive(pid)] == []


def _start(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(*arguments),
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _wait_for_worker(launcher: int) -> int:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for pid in _descendants(launcher):
            if "pipeline.worker" in _command_line(pid):
                return pid
        time.sleep(0.05)
    raise AssertionError("no worker process appeared")


def _wait_for(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _descendants(pid: int) -> list[int]:
    children = [int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()]
    return children + [below for child in children for below in _descendants(child)]


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
