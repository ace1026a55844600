"""One writer at a time."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.lock import LeaseLost, Locked, leased, writer_lock

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


class Bucket:
    """An object with generations, as a bucket compares them."""

    def __init__(self) -> None:
        self.data, self.generation, self.written = b"", 0, 0

    def read(self) -> tuple[bytes, int]:
        return self.data, self.generation

    def write(self, data: bytes, over: int) -> int | None:
        if over != self.generation:
            return None
        self.written += 1
        self.data, self.generation = data, self.written
        return self.generation

    def remove(self, generation: int) -> None:
        if generation == self.generation:
            self.data, self.generation = b"", 0


def test_a_lease_keeps_others_out_and_ends_with_its_holder() -> None:
    bucket = Bucket()
    with leased(bucket, "lock") as lease:
        lease.require()
        with pytest.raises(Locked), leased(bucket, "lock"):
            pass
    with leased(bucket, "lock"):
        assert bucket.generation


def test_of_two_that_find_a_dead_lease_one_gets_it() -> None:
    bucket = Bucket()
    bucket.write(b'{"until": 0}', over=0)

    class Slow(Bucket):
        """Another writer comes between this one's look and its writing."""

        def read(self) -> tuple[bytes, int]:
            seen = bucket.read()
            assert bucket.write(b'{"until": 9e9}', over=seen[1])
            return seen

        def write(self, data: bytes, over: int) -> int | None:
            return bucket.write(data, over)

    with pytest.raises(Locked), leased(Slow(), "lock"):
        pass
    assert bucket.data == b'{"until": 9e9}'


def test_a_lease_that_another_took_is_neither_renewed_nor_removed_nor_trusted() -> None:
    bucket = Bucket()
    with leased(bucket, "lock", lease_s=0.2) as lease:
        bucket.data, bucket.generation = b"theirs", 99
        time.sleep(0.15)
        with pytest.raises(LeaseLost):
            lease.require()
    assert bucket.read() == (b"theirs", 99)


def test_what_is_no_lease_is_a_dead_one() -> None:
    bucket = Bucket()
    bucket.write(b"\xff not json", over=0)
    with leased(bucket, "lock"):
        assert b"owner" in bucket.data
