"""A local worker process: Beam's own SDK harness, made to end when the launcher does, however that ended."""

from __future__ import annotations

import io
import logging
import os
import sys
import threading
import time

POLL_S = 0.5
DYING_S = 0.3  # connections of a dying launcher break a moment before it is gone


def _end_with(parent: int) -> None:
    """An orphan gets a new parent; the launcher's pipes are no sign, because workers inherit its standard input."""
    while os.getppid() == parent:
        time.sleep(POLL_S)
    os._exit(1)


def _say_errors_only() -> None:
    """The harness tells of every connection, to the runner and again to standard error; this is for people."""
    logging.getLogger().addHandler(logging.NullHandler())
    if os.environ.get("PIPELINE_OPTIONS", "{}") == "{}":
        os.environ["PIPELINE_OPTIONS"] = '{"default_sdk_harness_log_level": "ERROR"}'


class _Stderr(io.TextIOWrapper):
    """Standard error while the launcher lives. What an orphan would say, of connections that broke, ends it instead."""

    launcher = 0

    def write(self, text: str) -> int:
        time.sleep(DYING_S)
        if os.getppid() != self.launcher:
            os._exit(1)
        return super().write(text)


def main() -> None:
    launcher = int(sys.argv.pop(1))
    threading.Thread(target=_end_with, args=(launcher,), name="end-with-launcher", daemon=True).start()
    _say_errors_only()
    sys.stderr = _Stderr(sys.stderr.buffer, errors="backslashreplace", line_buffering=True)
    sys.stderr.launcher = launcher
    from apache_beam.runners.worker import sdk_worker_main

    sdk_worker_main.main(sys.argv)


if __name__ == "__main__":
    main()
