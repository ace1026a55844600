"""The commit: staged files go to their places, and the manifest, written last, makes them part of the dataset.

Everything here runs under the dataset's lock. Each step can be repeated, so a launcher that died is followed by one that
finishes its work or sweeps it away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline import manifest as manifests
from pipeline.candidate import Candidate
from pipeline.errors import NewsbeamError
from pipeline.manifest import Manifest
from transforms import files

TABLES = ("articles", "entities", "duplicates", "clusters", "rejects", "runs", "source_health", "state")


class CommitError(NewsbeamError):
    """A candidate that cannot be published."""

    exit_code = 1


def publish(root: str, candidate: Candidate) -> Manifest:
    """Moves the files into place, writes the manifest, removes what it replaces. Doing so twice is harmless.

    Raises:
        CommitError: a staged file is gone and not in its place either.
    """
    for path, staged in candidate.staged.items():
        target = files.join(root, *path.split("/"))
        try:
            files.move(staged, target)
        except OSError as error:
            raise CommitError(f"{staged} cannot be moved to {target}: {error}") from error
    manifests.write(root, candidate.manifest)  # from here on readers see the run
    files.delete_tree(candidate.staging)
    sweep_tables(root)
    return candidate.manifest


def sweep_staging(staging_root: str) -> None:
    """Deletes what earlier attempts left; under the lock none of them is alive."""
    files.delete_tree(staging_root)


def sweep_tables(root: str) -> None:
    """Deletes files in the tables that no live manifest names: of replaced runs, and of commits that were cut short."""
    live = {file.path for manifest in manifests.load_all(root) for file in manifest.files}
    files.delete([path for path, relative in _table_files(root) if relative not in live])


def _table_files(root: str) -> Iterator[tuple[str, str]]:
    """Path and path relative to the root of every file that lies in a table's folder."""
    for table in TABLES:
        for found in files.walk(files.join(root, table)):
            relative = found.path[len(root.rstrip("/")) + 1 :]
            yield found.path, relative


def state_paths(root: str, live: Iterable[Manifest], table: str) -> tuple[str, ...]:
    """Paths of one state (or other) table's files over all live manifests, oldest run first."""
    return tuple(files.join(root, *file.path.split("/")) for m in live for file in m.files if file.table == table and file.rows)
