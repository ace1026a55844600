"""Extraction in a child process, so that a page that hangs, crashes or eats memory costs one document and not the run."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import xxhash

from transforms.extraction_process import Child
from transforms.schemas.articles import Article
from transforms.schemas.documents import RawDocument
from transforms.schemas.rejects import MESSAGE_CHARACTERS, Code, Reject, Stage
from transforms.text.article import ExtractSettings
from transforms.text.charset import scrub

# What may be under way in the child, so that it never waits for us: documents, and bytes (one document may be larger).
WINDOW_DOCUMENTS = 8
WINDOW_BYTES = 8 << 20
# Children that end before they begin a document, in a row: then the fault is not in a document.
MAX_FAILED_STARTS = 3


@dataclass(slots=True)
class _Pending:
    raw: RawDocument
    size: int
    crashes: int = 0


class Isolated:
    """One child process that extracts; not to be shared between threads, but there may be several in one process.

    The settings' `timeout_s` counts from the child's own start of a document. The child starts with the first document.
    """

    def __init__(self, settings: ExtractSettings) -> None:
        self._settings = settings
        self._timeout_s = settings.timeout_s
        self._child: Child | None = None
        self._failed_starts = 0

    def run(self, documents: Iterable[RawDocument]) -> Iterator[Article | Reject]:
        """The article or the rejection of each document, in order, exactly one for one; reads a few documents ahead."""
        source = iter(documents)
        pending: deque[_Pending] = deque()
        held: RawDocument | None = None
        exhausted = False
        try:
            while True:
                # A child that shall be replaced first finishes what it has.
                child = self._ready(recycle=not pending)
                while not exhausted and not child.is_spent and len(pending) < WINDOW_DOCUMENTS:
                    held = next(source, None)
                    if held is None:
                        exhausted = True
                        break
                    entry = _Pending(held, len(held.content))
                    pending.append(entry)
                    child.send(held, self._settings)
                    child.pump(0.0)
                    if sum(p.size for p in pending) >= WINDOW_BYTES:
                        break
                if not pending:
                    if exhausted:
                        return
                    continue
                outcome = self._next(pending)
                if outcome is not None:
                    pending.popleft()
                    yield outcome
                    if self._child is not None:
                        self._child.resumed()
        finally:
            if pending:
                self._kill()  # the caller stopped early; what is under way must not answer the next run

    def close(self) -> None:
        """Ends the child; the next `run` starts a new one."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self.close()

    def _ready(self, *, recycle: bool) -> Child:
        if self._child is not None and self._child.is_spent and recycle:
            self.close()
        if self._child is None:
            self._child = Child(self._timeout_s, self._settings.memory_bytes)
        return self._child

    def _next(self, pending: deque[_Pending]) -> Article | Reject | None:
        """Waits for the first pending document's outcome; None where its child died and it is to be tried again."""
        child, first = self._child, pending[0]
        assert child is not None
        try:
            answer = child.receive(self._timeout_s)
        except TimeoutError:
            self._restart(pending, skip=1)
            return _reject(first.raw, Code.TIMEOUT, f"extraction took longer than {self._timeout_s:g} s")
        except (EOFError, BrokenPipeError, ConnectionError):
            status = child.status()
            self._failed_starts = 0 if child.has_spoken else self._failed_starts + 1
            if self._failed_starts >= MAX_FAILED_STARTS:
                raise RuntimeError(f"the extracting process does not start ({status})") from None
            first.crashes += child.has_spoken
            dead = first.crashes > 1
            self._restart(pending, skip=1 if dead else 0)
            return _reject(first.raw, Code.CRASHED, f"the extracting process died on it twice ({status})") if dead else None
        if isinstance(answer, Article):
            return answer
        code, message = answer
        if code is Code.OUT_OF_MEMORY:
            self._restart(pending, skip=1)
        return _reject(first.raw, code, message)

    def _restart(self, pending: deque[_Pending], skip: int) -> None:
        """A fresh child, handed again what the old one had not answered, without the first `skip` documents."""
        self._kill()
        rest = list(pending)[skip:]
        if rest:
            child = self._ready(recycle=True)
            for entry in rest:
                child.send(entry.raw, self._settings)

    def _kill(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()


def _reject(raw: RawDocument, code: Code, message: str) -> Reject:
    content = raw.content if isinstance(raw.content, bytes) else raw.content.encode("utf-8", "surrogatepass")
    return Reject(
        input_uri=scrub(raw.input_uri),
        input_record=raw.input_record,
        stage=Stage.EXTRACT,
        code=code,
        message=scrub(message)[:MESSAGE_CHARACTERS],
        url=scrub(raw.declared.url) if raw.declared.url else None,
        payload_hash=xxhash.xxh3_128_hexdigest(content),
    )
