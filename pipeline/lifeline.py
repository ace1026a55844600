"""Processes that end when the one that started them does, however it ended: their standard input closes.

`python -m pipeline.lifeline COMMAND ARGUMENT...` runs a command so that cannot watch for itself. Beam is not imported here, so
that this starts at once.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

PATIENCE_S = 3.0


def when_parent_ends(act: Callable[[], None]) -> None:
    """Calls `act`, in a thread, when standard input closes."""

    def watch() -> None:
        while os.read(0, 1024):
            pass
        act()

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


def main(command: list[str]) -> int:
    # An interrupt at the terminal reaches the whole group; what happens then is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())

    def end() -> None:
        child.terminate()
        try:
            child.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            child.kill()

    when_parent_ends(end)
    return child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
