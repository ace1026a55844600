"""Whose folder is it? newsbeam writes and deletes only below roots that it marked as its own."""

from __future__ import annotations

from pipeline import manifest
from pipeline.errors import NewsbeamError
from transforms import files
from transforms.schemas.tables import TABLES

MARKER = "newsbeam.json"
_FOLDERS = (*TABLES, "state", "staging", manifest.FOLDER)


class NotOurs(NewsbeamError):
    """A root that holds somebody else's files where newsbeam would put its own."""


class ManifestsLost(NewsbeamError):
    """A dataset whose manifests are gone while its files are there: going on would bury what it holds."""

    exit_code = 1


def require_own(root: str) -> None:
    """Raises NotOurs for a root without the marker in which folders of a dataset's names hold something."""
    if files.exists(files.join(root, MARKER)):
        return
    taken = [name for name in _FOLDERS if files.walk(files.join(root, name))]
    if taken:
        raise NotOurs(f"{root} is no newsbeam dataset but has files in {', '.join(taken)}; give an output folder of its own")


def mark(root: str) -> None:
    """Makes the root newsbeam's own."""
    if not files.exists(files.join(root, MARKER)):
        files.write_bytes(files.join(root, MARKER), b'{"dataset": "newsbeam"}\n')


def require_dataset(root: str) -> None:
    """Raises DatasetError where no run ever wrote."""
    if not files.exists(files.join(root, MARKER)):
        raise manifest.DatasetError(f"{root} is no newsbeam dataset.")


def require_manifests(root: str) -> None:
    """Raises ManifestsLost where articles lie but no run is known."""
    if not manifest.load_all(root) and files.walk(files.join(root, "articles")):
        raise ManifestsLost(
            f"{files.join(root, manifest.FOLDER)} is empty while {files.join(root, 'articles')} is not; restore it"
        )
