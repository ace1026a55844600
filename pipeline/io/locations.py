"""Where something lies: paths and addresses as users write them, in one form each."""

from __future__ import annotations

import os
import posixpath

from pipeline.errors import NewsbeamError
from transforms.files import is_local

SCHEMES = ("gs", "s3")


class InputError(NewsbeamError):
    """What was asked for cannot be read at all; the message is one sentence for the user."""


def plain_location(path: str) -> str:
    """A path as the rest knows it: `file://` taken off, `~` expanded; gs:// and s3:// stay as they are.

    Raises:
        InputError: a scheme that is not read, or a file:// address on another host.
    """
    if path.startswith("file://"):
        host, slash, rest = path.removeprefix("file://").partition("/")
        if host not in ("", "localhost") or not slash:
            raise InputError(f"{path} names a file on another host; file:///path is one on this machine.")
        return "/" + rest
    if is_local(path):
        return os.path.expanduser(path)
    scheme = path.partition("://")[0]
    if scheme not in SCHEMES:
        raise InputError(f"{path} has the unknown scheme {scheme}://; known are file://, gs:// and s3://, and paths without one.")
    return path


def local_root(path: str) -> str:
    """The root of a dataset as `plain_location` gives it, without a slash at its end. Raises InputError."""
    plain = plain_location(path)
    return plain.rstrip("/") or "/"


def absolute(path: str) -> str:
    """The one name of what lies at a plain location: links followed on this machine, dots and doubled slashes gone in buckets."""
    if is_local(path):
        return os.path.realpath(path)
    scheme, _, rest = path.partition("://")
    return f"{scheme}://{posixpath.normpath(rest)}"


def is_inside(path: str, root: str | None) -> bool:
    """Whether a plain location is `root` (as `absolute` gives it) or lies below it."""
    if root is None or is_local(path) != is_local(root):
        return False
    found = absolute(path)
    return found == root or found.startswith(root.rstrip("/") + "/")
