"""The parent's end of an extracting process: started, fed, listened to, and killed."""

from __future__ import annotations

import contextlib
import os
import pickle
import selectors
import subprocess
import sys
import time
from collections import deque
from typing import Any

from transforms.extraction_child import HEADER
from transforms.schemas.documents import RawDocument
from transforms.text.article import ExtractSettings

# A process is replaced after so many documents: libraries below keep caches that grow.
RECYCLE_AFTER = 5_000
_CHUNK = 1 << 18
# After a time away from the pipe, so long answers may still arrive before a document counts as over its time.
_GRACE_S = 1.0


class Child:
    """The process and its pipes: frames go out and come in without ever blocking on one side."""

    def __init__(self, timeout_s: float, memory_bytes: int) -> None:
        lifeline, self._lifeline = os.pipe()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "transforms.extraction_child", str(lifeline), str(memory_bytes), str(timeout_s)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                pass_fds=(lifeline,),
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path),
                    "PYTHONSAFEPATH": "1",
                },
            )
        except BaseException:
            os.close(self._lifeline)
            raise
        finally:
            os.close(lifeline)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._out, selectors.EVENT_READ)
        self._writing = False
        self._outgoing: deque[memoryview] = deque()
        self._incoming = bytearray()
        self._frames: deque[Any] = deque()
        self._started: float | None = None
        self.has_spoken = False  # whether the process has begun any document
        self._last_bytes = time.monotonic()
        self._eof = False
        self._sent = 0

    @property
    def is_spent(self) -> bool:
        """Whether this process has had its share of documents."""
        return self._sent >= RECYCLE_AFTER

    def send(self, raw: RawDocument, settings: ExtractSettings) -> None:
        """Queues a document for the process."""
        payload = pickle.dumps((raw, settings), protocol=pickle.HIGHEST_PROTOCOL)
        self._outgoing += [memoryview(HEADER.pack(len(payload))), memoryview(payload)]
        self._sent += 1

    def receive(self, timeout_s: float) -> Any:
        """The next answer.

        Raises:
            TimeoutError: the process has been on a document for longer than `timeout_s`.
            EOFError: the process died.
        """
        while True:
            while self._frames:
                frame = self._frames.popleft()
                if not isinstance(frame, float):
                    self._started = None
                    return frame
                self._started = frame
            if self._eof:
                raise EOFError
            now = time.monotonic()
            # Before a document is begun the process may be starting up, which has no part in the document's time.
            began = self._started if self._started is not None else None
            if began is not None and now - began > timeout_s and now - self._last_bytes > min(_GRACE_S, timeout_s):
                raise TimeoutError
            self.pump(0.05 if began is None else min(1.0, max(0.01, began + timeout_s - now)))

    def resumed(self) -> None:
        """Says that we were away, and that answers may have waited for us."""
        self._last_bytes = max(self._last_bytes, time.monotonic())

    def pump(self, wait_s: float) -> None:
        """Moves whatever bytes can move, waiting up to `wait_s` for the first."""
        if bool(self._outgoing) != self._writing and not self._eof:
            self._writing = bool(self._outgoing)
            if self._writing:
                self._selector.register(self._in, selectors.EVENT_WRITE)
            else:
                self._selector.unregister(self._in)
        for key, _ in self._selector.select(wait_s):
            if key.fd == self._out:
                self._drain()
            else:
                self._feed()

    def _feed(self) -> None:
        try:
            while self._outgoing:
                written = os.write(self._in, self._outgoing[0][:_CHUNK])
                if written == len(self._outgoing[0]):
                    self._outgoing.popleft()
                else:
                    self._outgoing[0] = self._outgoing[0][written:]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            self._outgoing.clear()  # the end of the other pipe will tell

    def _drain(self) -> None:
        try:
            while chunk := os.read(self._out, _CHUNK):
                self._incoming += chunk
                self._last_bytes = time.monotonic()
            self._eof = True
        except BlockingIOError:
            pass
        while len(self._incoming) >= HEADER.size:
            end = HEADER.size + HEADER.unpack_from(self._incoming)[0]
            if len(self._incoming) < end:
                break
            self.has_spoken = True
            self._frames.append(pickle.loads(memoryview(self._incoming)[HEADER.size : end]))
            del self._incoming[:end]

    def status(self) -> str:
        """How the dead process ended."""
        code = self._process.wait()
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def end(self) -> None:
        """Lets an idle process leave by itself; kills it where it does not."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=0.5)
        self.kill()

    def kill(self) -> None:
        """Kills and reaps the process and closes every descriptor."""
        self._selector.close()
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1
