"""The sample through Flink's embedded cluster: the graph means the same on an engine that really distributes."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.flink import find_job_server_jar
from tests.support import REPOSITORY, SAMPLE, newsbeam, tables

pytestmark = pytest.mark.flink

TIMEOUT_S = 600
STARTED = datetime.now(UTC)


@pytest.fixture(scope="module", autouse=True)
def job_server_jar() -> str:
    """Fails, and does not skip: whoever asks for these tests wants them run."""
    jar = find_job_server_jar(str(REPOSITORY))
    assert jar, "Flink's job server jar is not there: run `make flink-jar`"
    return jar


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("local")
    done = newsbeam("run", "--input", SAMPLE, "--output", root)
    assert done.returncode == 0, done.stderr
    return root


def test_flink_gives_the_rows_of_the_local_runner(local: Path, tmp_path: Path) -> None:
    config = tmp_path / "flink.yaml"
    # Small units and two slots, so that the work is really shared out.
    config.write_text("source: {unit_bytes: 50000}\nrunner: {name: flink, workers: 2}\n", encoding="utf-8")
    root = tmp_path / "flink"
    mark = uuid.uuid4().hex
    done = newsbeam("run", "--input", SAMPLE, "--output", root, "--config", config, timeout=TIMEOUT_S, NEWSBEAM_TEST=mark)
    assert done.returncode == 0, done.stderr
    assert "FlinkRunner" in done.stdout + done.stderr
    expected, found = _tables(local), _tables(root)
    assert expected["articles"], "two empty datasets would be alike too"
    for table, rows in expected.items():
        assert found[table] == rows, table
    assert not _left_behind(mark)


def test_nothing_but_rejects_still_commits(tmp_path: Path) -> None:
    broken = tmp_path / "input"
    broken.mkdir()
    (broken / "empty.html").write_bytes(b"")
    done = newsbeam("run", "--runner", "flink", "--input", broken, "--output", tmp_path / "dataset", timeout=TIMEOUT_S)
    assert done.returncode == 0, done.stderr
    found = tables(tmp_path / "dataset")
    assert not found["articles"]
    assert len(found["rejects"]) == 1


def test_no_jar_is_one_sentence(tmp_path: Path) -> None:
    jar = tmp_path / "absent.jar"
    arguments = ("run", "--runner", "flink", "--input", SAMPLE, "--output", tmp_path / "dataset", "--")
    done = newsbeam(*arguments, f"--flink_job_server_jar={jar}")
    assert done.returncode == 2
    assert str(jar) in done.stderr
    assert "Traceback" not in done.stderr


def _tables(root: Path) -> dict[str, list[dict[str, Any]]]:
    """All tables but the one that says how the run went, whose configuration is another.

    A cluster of undated articles was first seen when they were read: that is clock time.
    """
    found = {name: rows for name, rows in tables(root).items() if name != "runs"}
    for name, rows in found.items():
        found[name] = sorted(({k: v for k, v in row.items() if not _is_now(v)} for row in rows), key=repr)
    return found


def _is_now(value: object) -> bool:
    return isinstance(value, datetime) and value > STARTED


def _left_behind(mark: str) -> list[str]:
    """What the marked command started and still runs: the mark is handed down. They are given a moment to end."""
    for _ in range(20):
        found = list(_marked(mark.encode()))
        if not found:
            break
        time.sleep(0.5)
    return found


def _marked(mark: bytes) -> Iterator[str]:
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # gone meanwhile, or another user's
            if mark in (process / "environ").read_bytes():
                yield os.fsdecode((process / "cmdline").read_bytes().replace(b"\0", b" "))
