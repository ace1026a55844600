"""Files wherever Beam can reach them: a local folder, gs://, s3://. Always raw bytes; compression is the caller's."""

from __future__ import annotations

import errno
import os
import posixpath
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import IO, Any

import pyarrow as pa
from apache_beam.io.filesystem import CompressionTypes, FileMetadata
from apache_beam.io.filesystems import FileSystems
from apache_beam.options.pipeline_options import PipelineOptions


def is_local(path: str) -> bool:
    """Whether `path` has no scheme such as gs://."""
    return "://" not in path


def scheme(path: str) -> str:
    """The storage that `path` lies in: "gs", "s3", ... or "" for this machine's disk."""
    return path.partition("://")[0] if "://" in path else ""


def join(root: str, *parts: str) -> str:
    """Joins with the separator of `root`'s own file system."""
    return os.path.join(root, *parts) if is_local(root) else posixpath.join(root, *parts)


@cache
def _prepare_remote() -> None:
    """What Beam needs to know before a process's first remote access, inside a pipeline or not."""
    if FileSystems._pipeline_options is None:
        FileSystems.set_options(PipelineOptions(flags=[]))  # s3:// does not go without
    if os.environ.get("STORAGE_EMULATOR_HOST"):
        from apache_beam.internal.gcp import auth

        # An emulator asks for no credentials, and looking for some takes half a minute: with none found Beam is anonymous.
        auth._Credentials._credentials_init = True


def _remote() -> Any:  # Beam's class has no types
    _prepare_remote()
    return FileSystems


def open_input(path: str) -> IO[bytes]:
    """Opens for reading, seekable; raises OSError (or Beam's BeamIOError) where that fails."""
    return open(path, "rb") if is_local(path) else _remote().open(path, compression_type=CompressionTypes.UNCOMPRESSED)


@contextmanager
def create(path: str) -> Iterator[IO[bytes]]:
    """A new file under its final name; parent folders are made. An exception inside leaves it incomplete or absent."""
    if is_local(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as stream:
            yield stream
        return
    stream = _remote().create(path, compression_type=CompressionTypes.UNCOMPRESSED)
    try:
        yield stream
    finally:
        stream.close()


def write_bytes(path: str, data: bytes) -> None:
    """Writes a small file so that readers see all of it or nothing."""
    if not is_local(path):
        with create(path) as stream:
            stream.write(data)
        return
    partial = f"{path}.{os.getpid()}.partial"
    with create(partial) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(partial, path)


def read_bytes(path: str) -> bytes:
    with open_input(path) as stream:
        return stream.read()


def exists(path: str) -> bool:
    return os.path.exists(path) if is_local(path) else bool(_remote().exists(path))


def match(pattern: str) -> list[FileMetadata]:
    """Remote files whose paths match a glob (`*` within a folder, `**` across folders), sorted; folder markers left out."""
    (found,) = _remote().match([pattern])
    return sorted((m for m in found.metadata_list if not m.path.endswith("/")), key=lambda m: str(m.path))


def walk(root: str) -> list[FileMetadata]:
    """Every file below `root`, sorted by path, with `path`, `size_in_bytes` and `last_updated_in_seconds`."""
    if is_local(root):
        found = []
        for folder, _, names in os.walk(root, onerror=_raise):
            for name in names:
                path = os.path.join(folder, name)
                with suppress(FileNotFoundError):  # gone since it was listed, or a link to nothing
                    status = os.stat(path)
                    found.append(FileMetadata(path, status.st_size, status.st_mtime))
    else:
        found = match(root.rstrip("/") + "/**")
    return sorted(found, key=lambda m: str(m.path))


def _raise(error: OSError) -> None:
    """A folder that cannot be listed is no empty folder; one that does not exist is."""
    if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
        raise error


def move(source: str, target: str) -> None:
    """Moves one file within its file system, or between two disks of this machine; harmless when it was moved before."""
    if not exists(source) and exists(target):
        return
    if is_local(source) != is_local(target):
        raise ValueError(f"{source} and {target} lie in different file systems")
    if is_local(source):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        try:
            os.replace(source, target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            shutil.copyfile(source, f"{target}.partial")
            os.replace(f"{target}.partial", target)
            os.unlink(source)
    else:
        _remote().copy([source], [target])
        _remote().delete([source])


def delete(paths: list[str]) -> None:
    """Deletes files, and locally the folders that this leaves empty; what is gone already is no error."""
    for path in paths:
        if is_local(path):
            try:
                os.unlink(path)
            except FileNotFoundError:
                continue
            _prune(os.path.dirname(path))
    remote = [p for p in paths if not is_local(p)]
    for start in range(0, len(remote), 100):
        _remote().delete(remote[start : start + 100])


def delete_tree(root: str) -> None:
    """Deletes everything below `root`, and locally the folder itself."""
    if is_local(root):
        shutil.rmtree(root, ignore_errors=True)  # a dying worker may still write; what stays is swept by the next run
    else:
        delete([str(m.path) for m in walk(root)])


def _prune(folder: str) -> None:
    with suppress(OSError):  # not empty: somebody else's files
        os.removedirs(folder)


@contextmanager
def arrow_writer(path: str, schema: pa.Schema) -> Iterator[pa.ipc.RecordBatchFileWriter]:
    """An Arrow IPC file (LZ4) that is written batch by batch; each batch can be read alone later."""
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with (
        create(path) as stream,
        pa.PythonFile(stream, mode="w") as sink,
        pa.ipc.new_file(sink, schema, options=options) as writer,
    ):
        yield writer


@contextmanager
def arrow_reader(path: str, columns: Sequence[int] | None = None) -> Iterator[pa.ipc.RecordBatchFileReader]:
    """Opens an Arrow IPC file for reading by batch (`num_record_batches`, `get_batch(i)`); `columns` by their index, or all."""
    options = pa.ipc.IpcReadOptions(included_fields=list(columns)) if columns is not None else None
    with arrow_source(path) as source:
        yield pa.ipc.open_file(source, options=options)


@contextmanager
def arrow_source(path: str) -> Iterator[pa.NativeFile]:
    """A file as Arrow reads it; on this machine's disk without Python's help."""
    if is_local(path):
        with pa.OSFile(path) as source:
            yield source
        return
    with open_input(path) as stream, pa.PythonFile(stream, mode="r") as source:
        yield source


def read_batches(path: str) -> Iterator[pa.RecordBatch]:
    with arrow_reader(path) as reader:
        for index in range(reader.num_record_batches):
            yield reader.get_batch(index)


def read_table(path: str, columns: list[str] | None = None) -> pa.Table:
    with arrow_reader(path) as reader:
        table: Any = reader.read_all()
    return table.select(columns) if columns else table
