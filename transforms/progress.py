"""How far a local run is: workers append one byte a document to files that the launcher measures.

Appending needs no lock and no connection, survives a worker's death and costs nothing next to extraction.
"""

from __future__ import annotations

import os
import uuid
from collections import Counter
from types import TracebackType


class Ticker:
    """Counts documents of one phase. Without a folder it does nothing (workers that share no disk with the launcher)."""

    def __init__(self, folder: str | None, phase: str) -> None:
        self._fd = -1
        if folder and os.path.isdir(folder):
            path = os.path.join(folder, f"{phase}.{uuid.uuid4().hex}")
            self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def tick(self, documents: int = 1) -> None:
        if self._fd >= 0 and documents:
            os.write(self._fd, b"." * documents)

    def __enter__(self) -> Ticker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def measure(folder: str) -> Counter[str]:
    """Documents done by phase."""
    done: Counter[str] = Counter()
    with os.scandir(folder) as entries:
        for entry in entries:
            done[entry.name.split(".")[0]] += entry.stat().st_size
    return done
