"""One writer at a time for a dataset root."""

from __future__ import annotations

import fcntl
import json
import os
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import NewsbeamError
from transforms import files

LEASE_S = 600.0  # a writer that showed no sign of life for so long is taken for dead


class Locked(NewsbeamError):
    """Another writer holds the dataset."""

    exit_code = 75  # EX_TEMPFAIL: try again later


class NotWritable(NewsbeamError):
    """The dataset's root is no place to write."""


@contextmanager
def writer_lock(root: str) -> Iterator[None]:
    """Holds the dataset's lock. Raises `Locked` at once where another process has it.

    Local roots use a POSIX record lock: the system drops it when the process dies, and child processes do not inherit it.
    Buckets use an object that is made only if absent and renewed while the writer lives.
    """
    if files.is_local(root):
        with _local(os.path.join(root, "lock")):
            yield
    else:
        with _leased(files.join(root, "lock.json")):
            yield


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


@contextmanager
def _leased(path: str) -> Iterator[None]:
    owner = uuid.uuid4().hex
    if not _acquire(path, owner):
        raise Locked(
            f"another run is writing to this dataset ({path}); if it is dead, its lock ends {LEASE_S:.0f} s after its last sign"
        )
    stop = threading.Event()

    def renew() -> None:
        while not stop.wait(LEASE_S / 10):
            files.write_bytes(path, _lease(owner))

    renewer = threading.Thread(target=renew, name="renew-lock", daemon=True)
    renewer.start()
    try:
        yield
    finally:
        stop.set()
        renewer.join()
        files.delete([path])


def _lease(owner: str) -> bytes:
    return json.dumps({"owner": owner, "until": time.time() + LEASE_S}).encode()


def _acquire(path: str, owner: str) -> bool:
    if files.exists(path):
        lease = json.loads(files.read_bytes(path))
        if lease["until"] > time.time():
            return False
        files.delete([path])
    if path.startswith("gs://"):
        return _create_gcs_object(path, _lease(owner))
    files.write_bytes(path, _lease(owner))  # no conditional write here: the re-read narrows the race, nothing closes it
    return bool(json.loads(files.read_bytes(path))["owner"] == owner)


def _create_gcs_object(path: str, data: bytes) -> bool:
    from google.api_core.exceptions import PreconditionFailed
    from google.cloud import storage

    bucket, _, name = path.removeprefix("gs://").partition("/")
    try:
        storage.Client().bucket(bucket).blob(name).upload_from_string(data, if_generation_match=0)
    except PreconditionFailed:
        return False
    return True
