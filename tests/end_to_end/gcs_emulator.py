"""A Cloud Storage emulator for tests: `from tests.end_to_end.gcs_emulator import gcs` gives the fixture.

It does not quote the links that it hands out, so object names with `#` or `%` in them cannot be read back from it.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

BUCKET = "newsroom"
_START_S = 20.0


@contextlib.contextmanager
def emulator() -> Iterator[str]:
    """A running emulator with an empty bucket, in memory, in a process of its own; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        "-m",
        "gcp_storage_emulator",
        "start",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--in-memory",
        "--default-bucket",
        BUCKET,
    ]
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + _START_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("the storage emulator does not start") from None
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def gcs(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """`gs://bucket` of an emulator of its own; processes started in the test reach it too."""
    with emulator() as address:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", address)
        from transforms import files

        files._prepare_remote.cache_clear()  # an earlier test may have used remote files without the emulator
        yield f"gs://{BUCKET}"


def environment(address: str) -> dict[str, str]:
    """The environment of a process that shall use the emulator."""
    return os.environ | {"STORAGE_EMULATOR_HOST": address}
