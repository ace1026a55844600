"""One writer at a time for a dataset root."""

from __future__ import annotations

import fcntl
import json
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from pipeline.errors import NewsbeamError
from transforms import files

LEASE_S = 600.0  # a writer that showed no sign of life for so long is taken for dead


class Locked(NewsbeamError):
    """Another writer holds the dataset."""

    exit_code = 75  # EX_TEMPFAIL: try again later


class NotWritable(NewsbeamError):
    """The dataset's root is no place to write."""


class LeaseLost(NewsbeamError):
    """The lock on a bucket could not be renewed in time, so another writer may have begun."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Lease:
    """The lock as its holder has it. `require` raises LeaseLost where it is no longer sure to be held."""

    require: Callable[[], None]


@contextmanager
def writer_lock(root: str) -> Iterator[Lease]:
    """Holds the dataset's lock. Raises `Locked` at once where another process has it.

    Local roots use a POSIX record lock: the system drops it when the process dies, and child processes do not inherit it.
    Buckets use an object that is made, renewed and removed only in the generation that its holder wrote.
    """
    if files.is_local(root):
        with _local(os.path.join(root, "lock")):
            yield Lease(lambda: None)
    else:
        path = files.join(root, "lock.json")
        store = GoogleStore(path) if files.scheme(root) == "gs" else PlainStore(path)
        with leased(store, path) as lease:
            yield lease


@contextmanager
def _local(path: str) -> Iterator[None]:
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise NotWritable(f"{os.path.dirname(path)} cannot be written to: {error.strerror}") from error
    try:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(descriptor, 64).decode(errors="replace").strip()
            raise Locked(f"another run is writing to {os.path.dirname(path)} (process {holder or 'unknown'})") from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)


class Store(Protocol):
    """One object of a bucket. A generation names one content of it; 0 stands for its absence."""

    def read(self) -> tuple[bytes, int]:
        """Content and generation; (b"", 0) where there is none."""

    def write(self, data: bytes, over: int) -> int | None:
        """Writes only over generation `over`; the new generation, or None where another one is there."""

    def remove(self, generation: int) -> None:
        """Removes that generation; another one stays."""


@contextmanager
def leased(store: Store, path: str, lease_s: float = LEASE_S) -> Iterator[Lease]:
    """Holds a lease on an object, renewed in the background ten times in its life."""
    owner = uuid.uuid4().hex

    def signed() -> bytes:
        return json.dumps({"owner": owner, "until": time.time() + lease_s}).encode()

    data, there = store.read()
    if there and _until(data) > time.time():
        raise Locked(f"another run is writing to this dataset; if it is dead, {path} ends {lease_s:.0f} s after its last sign")
    generation = store.write(signed(), over=there)
    if generation is None:
        raise Locked(f"another run began to write to this dataset just now ({path})")
    held, renewed_at, stop = generation, time.monotonic(), threading.Event()

    def renew() -> None:
        nonlocal held, renewed_at
        while not stop.wait(lease_s / 10):
            began = time.monotonic()
            try:
                found = store.write(signed(), over=held)
            except Exception:  # noqa: BLE001  # the storage's own errors; tried again until the lease has run out
                continue
            if found is None:
                renewed_at = float("-inf")
                return
            held, renewed_at = found, began

    def require() -> None:
        if time.monotonic() - renewed_at > lease_s / 2:
            raise LeaseLost(f"the lock {path} was lost while the run went on; nothing was published")

    renewer = threading.Thread(target=renew, name="renew-lock", daemon=True)
    renewer.start()
    try:
        yield Lease(require)
    finally:
        stop.set()
        renewer.join()
        store.remove(held)


def _until(data: bytes) -> float:
    """When a lease ends; what is no lease has ended."""
    try:
        return float(json.loads(data)["until"])
    except (ValueError, KeyError, TypeError):
        return 0.0


class GoogleStore:
    """An object of Cloud Storage, whose generations the service itself compares."""

    def __init__(self, path: str) -> None:
        from google.cloud import storage

        bucket, _, name = path.removeprefix("gs://").partition("/")
        self._blob = storage.Client().bucket(bucket).blob(name)

    def read(self) -> tuple[bytes, int]:
        from google.api_core.exceptions import NotFound

        try:
            data: bytes = self._blob.download_as_bytes()
            return data, int(self._blob.generation or 0)
        except NotFound:
            return b"", 0

    def write(self, data: bytes, over: int) -> int | None:
        from google.api_core.exceptions import PreconditionFailed

        try:
            self._blob.upload_from_string(data, if_generation_match=over)
        except PreconditionFailed:
            return None
        return int(self._blob.generation)

    def remove(self, generation: int) -> None:
        from google.api_core.exceptions import NotFound, PreconditionFailed

        try:
            self._blob.delete(if_generation_match=generation)
        except (NotFound, PreconditionFailed):
            return


class PlainStore:
    """An object in a storage without conditional writes: reading before writing narrows the race, nothing closes it."""

    def __init__(self, path: str) -> None:
        self._path = path

    def read(self) -> tuple[bytes, int]:
        data = files.read_bytes(self._path) if files.exists(self._path) else b""
        return data, hash(data) or 1 if data else 0

    def write(self, data: bytes, over: int) -> int | None:
        if self.read()[1] != over:
            return None
        files.write_bytes(self._path, data)
        return hash(data) or 1

    def remove(self, generation: int) -> None:
        if self.read()[1] == generation:
            files.delete([self._path])
