"""The process that extracts for `transforms.isolation`: reads documents from standard input, answers on standard output.

Runs as `python -m transforms.extraction_child LIFELINE MEMORY_BYTES TIMEOUT_S`. It may be killed at any moment, and holds nothing
that would be missed. It imports no Beam, so that it starts fast and stays small.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import pickle
import resource
import signal
import struct
import sys
import time
from typing import BinaryIO

from transforms.schemas.documents import RawDocument
from transforms.schemas.rejects import Code, Rejected
from transforms.text import language
from transforms.text.article import ExtractSettings, extract

HEADER = struct.Struct("<I")
MESSAGE_CHARS = 200


def main(arguments: list[str]) -> int:
    lifeline, memory_bytes, timeout_s = int(arguments[0]), int(arguments[1]), float(arguments[2])
    _die_with_parent(lifeline)
    # Whatever a library prints must not get between the frames: it goes to standard error.
    requests = os.fdopen(os.dup(0), "rb", buffering=1 << 16)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    with contextlib.suppress(ValueError, OSError):  # a lower hard limit stands
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory_bytes:
            resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    language.detect("Profiles are loaded before the first document's time begins.")
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        _serve(requests, answers, timeout_s)
    return 0


def _serve(requests: BinaryIO, answers: BinaryIO, timeout_s: float) -> None:
    """Answers each (document, settings) with its start time and then its article or the arguments of a rejection, in order."""
    while (request := _read(requests)) is not None:
        _write(answers, pickle.dumps(time.monotonic()))
        # The parent kills a process that is over its time; should the parent be gone, the system does, even in foreign code.
        signal.setitimer(signal.ITIMER_REAL, 2 * timeout_s + 5)
        raw, settings = pickle.loads(request)
        del request
        answer = _answer(raw, settings)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _write(answers, answer)


def _answer(raw: RawDocument, settings: ExtractSettings) -> bytes:
    try:
        return pickle.dumps(extract(raw, settings), protocol=pickle.HIGHEST_PROTOCOL)
    except Rejected as error:
        return pickle.dumps((error.code, error.message))
    except MemoryError:
        return pickle.dumps((Code.OUT_OF_MEMORY, "extraction needed more memory than one document may use"))
    except Exception as error:  # noqa: BLE001 - a bug in a library costs one document, and says so in its rejection
        # The message may quote the page, so it is cut short.
        return pickle.dumps((Code.EXTRACTION_FAILED, f"{type(error).__name__}: {error}"[:MESSAGE_CHARS]))


def _die_with_parent(lifeline: int) -> None:
    """Has the system end this process when the parent's end of the pipe closes, even while it is stuck in foreign code.

    PR_SET_PDEATHSIG would not do: it fires when the thread that started us ends, and workers start us from short-lived threads.
    """
    with contextlib.suppress(OSError):
        signal.signal(signal.SIGIO, signal.SIG_DFL)
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC | os.O_NONBLOCK)
    with contextlib.suppress(BlockingIOError):
        if os.read(lifeline, 1) == b"":
            os._exit(0)  # the parent was gone before we listened


def _read(stream: BinaryIO) -> bytes | None:
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    (size,) = HEADER.unpack(header)
    payload = stream.read(size)
    return payload if len(payload) == size else None


def _write(stream: BinaryIO, payload: bytes) -> None:
    view = memoryview(HEADER.pack(len(payload)) + payload)
    while view:
        view = view[stream.write(view) :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
