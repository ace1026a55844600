"""Runs a command that ends when the process that started this one does, however that ended: our standard input closes.

python -m pipeline.lifeline COMMAND ARGUMENT...
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

PATIENCE_S = 3.0


def main(command: list[str]) -> int:
    # An interrupt at the terminal reaches the whole group; what happens then is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())

    def end() -> None:
        while os.read(0, 1024):
            pass
        child.terminate()
        try:
            child.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            child.kill()

    threading.Thread(target=end, name="lifeline", daemon=True).start()
    return child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
