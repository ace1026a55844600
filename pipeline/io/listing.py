"""What lies under a path, folder or glob: the inventory of a run."""

from __future__ import annotations

import glob
import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from apache_beam.io.filesystem import FileMetadata

from pipeline.io.detect import format_of, known_name
from pipeline.io.locations import InputError, absolute, is_inside, plain_location
from pipeline.io.opened import compression_of, opened
from transforms.files import is_local, match
from transforms.schemas.rejects import Code, Rejected
from transforms.schemas.steps import UnitPart

_MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read. `modified` is in seconds of the epoch, `etag` what tells its versions apart best."""

    uri: str
    size: int
    modified: float | None = None
    etag: str | None = None

    @property
    def fingerprint(self) -> str:
        """Changes when the file does."""
        return f"{self.size}-{self.etag if self.etag is not None else self.modified}"


def list_inputs(patterns: Sequence[str], exclude: str | None = None) -> list[InputFile]:
    """Every file under the patterns, sorted by uri, each once; local uris are absolute paths.

    Nothing at or below `exclude` is listed: a dataset that lies within its input does not read itself.

    Raises:
        InputError: a path is missing, inside `exclude` or of an unknown scheme, a folder or glob has no file, a file named
            by itself is of no known format.
    """
    root = None if exclude is None else absolute(plain_location(exclude))
    found: dict[str, InputFile] = {}
    for pattern in patterns:
        path = plain_location(pattern)
        if is_inside(_fixed(path), root):
            raise InputError(f"The input {pattern} lies inside the output {exclude}, and what newsbeam wrote is not read again.")
        listed = list(_local(pattern, os.path.abspath(path), root) if is_local(path) else _remote(pattern, root))
        found.update((file.uri, file) for file in listed)
    return sorted(found.values(), key=lambda file: file.uri)


def _fixed(path: str) -> str:
    """The part of a path in front of its first wildcard; all of it where it really is there as it is written."""
    magic = _MAGIC.search(path)
    if magic is None or (is_local(path) and os.path.lexists(path)):
        return path
    if is_local(path):
        while not os.path.isdir(path):
            path = os.path.dirname(os.path.abspath(path))
        return path
    return path[: magic.start()].rpartition("/")[0]


def _hidden(name: str) -> bool:
    return name.startswith((".", "_"))


def _is_pipe(path: str) -> bool:
    """Whether something other than a file or folder lies there, such as a pipe, which would be waited on for ever."""
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


def _local(pattern: str, path: str, root: str | None) -> Iterator[InputFile]:
    if os.path.isdir(path):
        yield from _some(_folder(path, root), f"The folder {pattern} has no files (names that begin with . or _ are not read).")
    elif _is_pipe(path):
        raise InputError(f"{pattern} is neither a file nor a folder.")
    elif os.path.lexists(path):
        yield _named(_file(path))
    elif _MAGIC.search(path):
        yield from _some(_glob(path, root), f"No file matches {pattern}.")
    else:
        raise InputError(f"There is no file or folder {pattern}.")


def _some(files: Iterable[InputFile], message: str) -> list[InputFile]:
    listed = list(files)
    if not listed:
        raise InputError(message)
    return listed


def _folder(top: str, root: str | None) -> Iterator[InputFile]:
    def fail(error: OSError) -> None:
        raise InputError(f"The folder {error.filename} cannot be listed: {error.strerror}.")

    seen = {os.path.realpath(top)}
    for folder, folders, names in os.walk(top, onerror=fail, followlinks=True):
        # A link to a folder above would be walked for ever.
        real = {name: os.path.realpath(os.path.join(folder, name)) for name in folders if not _hidden(name)}
        folders[:] = sorted(name for name, path in real.items() if path not in seen and not is_inside(path, root))
        seen.update(real.values())
        for name in names:
            path = os.path.join(folder, name)
            if not _hidden(name) and not _is_pipe(path):
                yield _file(path)


def _glob(path: str, root: str | None) -> Iterator[InputFile]:
    # The folders in front that are really there may have such characters in their names.
    base, rest = path, ""
    while not os.path.isdir(base):
        base, tail = os.path.split(base)
        rest = os.path.join(tail, rest) if rest else tail
    for match_ in glob.iglob(os.path.join(glob.escape(base), rest), recursive=True):
        inner = os.path.relpath(match_, base).split(os.sep)
        if any(_hidden(name) for name in inner if not any(name == part for part in rest.split(os.sep))):
            continue
        if is_inside(match_, root) or _is_pipe(match_):
            continue
        if os.path.isdir(match_):
            if not rest.endswith("**"):
                yield from _folder(match_, root)
        else:
            yield _file(match_)


def _file(path: str) -> InputFile:
    # A name that is not UTF-8 cannot be stored in a table; with U+FFFD in it the file is refused as unreadable, by name.
    uri = os.fsencode(path).decode("utf-8", errors="replace")
    try:
        status = os.stat(path)
    except OSError:
        return InputFile(uri, 0)
    return InputFile(uri, status.st_size, status.st_mtime, str(status.st_mtime_ns))


def _remote(pattern: str, exclude: str | None) -> Iterator[InputFile]:
    try:
        if _MAGIC.search(pattern):
            files = [_remote_file(m) for m in match(pattern) if not _hidden(posixpath.basename(m.path))]
            message = f"No file matches {pattern}."
        else:
            bucket_only = pattern.split("://", 1)[1].strip("/").count("/") == 0
            single = [] if bucket_only or pattern.endswith("/") else match(pattern)
            if single:
                yield _named(_remote_file(single[0]))
                return
            root = pattern.rstrip("/") + "/"
            inside = [m for m in match(root + "**") if not any(map(_hidden, m.path.removeprefix(root).split("/")))]
            files = [_remote_file(m) for m in inside]
            message = f"There is no file or folder {pattern}, or it holds no files."
    except (InputError, Rejected):
        raise
    except Exception as error:  # storage clients raise errors of many families
        raise InputError(f"{pattern} cannot be listed: {_reason(error)}.") from error
    yield from _some([file for file in files if not is_inside(file.uri, exclude)], message)


def _reason(error: Exception) -> str:
    """What a storage client said, without the errors that Beam wraps around it."""
    while details := getattr(error, "exception_details", None):
        error = next(iter(details.values()))
    said = " ".join(str(error).split())[:300].rstrip(".") or type(error).__name__
    return f"{said} (s3:// needs newsbeam[s3])" if "boto3" in said else said


def _remote_file(found: FileMetadata) -> InputFile:
    return InputFile(found.path, found.size_in_bytes, found.last_updated_in_seconds or None)


def _named(file: InputFile) -> InputFile:
    """A file that the user named: raises InputError where neither its name nor its content is of a known format."""
    if known_name(file.uri):
        return file
    try:
        with opened(UnitPart(file.uri, file.size, "", compression_of(file.uri)[1])) as stream:
            format_of(stream)
    except Rejected as refused:
        if refused.code is Code.UNKNOWN_FORMAT:
            raise InputError(f"The format of {file.uri} is not known: {refused.message}.") from None
    return file
