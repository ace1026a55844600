"""One writer at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.lock import writer_lock

TRY = "import sys; from pipeline.lock import *\ntry:\n  with writer_lock(sys.argv[1]): print('held')\nexcept Locked as e: print(e, e.exit_code)"


def attempt(root: Path) -> str:
    return subprocess.run([sys.executable, "-c", TRY, str(root)], capture_output=True, text=True, check=True).stdout


def test_a_second_process_is_turned_away_until_the_first_is_done(tmp_path: Path) -> None:
    with writer_lock(str(tmp_path)):
        assert "another run is writing" in attempt(tmp_path) and "75" in attempt(tmp_path)
    assert attempt(tmp_path) == "held\n"


def test_a_dead_holder_holds_nothing(tmp_path: Path) -> None:
    holder = (
        "import sys, time; from pipeline.lock import *\nwith writer_lock(sys.argv[1]): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", holder, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        process.kill()
        process.wait()
        assert attempt(tmp_path) == "held\n"


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="forking needs a POSIX system")
def test_a_child_that_outlives_its_holder_does_not_keep_the_lock(tmp_path: Path) -> None:
    holder = (
        "import sys, time, os; from pipeline.lock import *\n"
        "with writer_lock(sys.argv[1]):\n"
        "  child = os.fork()\n"
        "  if child == 0: time.sleep(5); os._exit(0)\n"
        "  print(child, flush=True); os._exit(1)"
    )
    with subprocess.Popen([sys.executable, "-c", holder, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.wait()
        assert attempt(tmp_path) == "held\n"
