"""A local worker process: Beam's own SDK harness, made to end when the launcher does, however that ended."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time

POLL_S = 0.5


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


def main() -> None:
    launcher = int(sys.argv.pop(1))
    threading.Thread(target=_end_with, args=(launcher,), name="end-with-launcher", daemon=True).start()
    _say_errors_only()
    from apache_beam.runners.worker import sdk_worker_main

    sdk_worker_main.main(sys.argv)


if __name__ == "__main__":
    main()
