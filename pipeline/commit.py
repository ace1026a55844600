"""The commit: staged files go to their places, and the manifest, written last, makes them part of the dataset.

Everything here runs under the dataset's lock. Each step can be repeated, so a launcher that died is followed by one that
finishes its work or sweeps it away.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline import manifest as manifests
from pipeline.candidate import Candidate
from pipeline.errors import NewsbeamError
from pipeline.manifest import Manifest
from transforms import files


class CommitError(NewsbeamError):
    """A candidate that cannot be published."""

    exit_code = 1


def publish(root: str, candidate: Candidate) -> Manifest:
    """Moves the files into place, writes the manifest, removes what it replaces. Doing so twice is harmless.

    Raises:
        CommitError: a staged file is gone and not in its place either.
    """
    for path, staged in candidate.staged.items():
        target = manifests.locate(root, path)
        try:
            files.move(staged, target)
        except OSError as error:
            raise CommitError(f"{staged} cannot be moved to {target}: {error}") from error
    manifests.write(root, candidate.manifest)  # from here on readers see the run
    files.delete_tree(candidate.staging)
    retire(root)
    return candidate.manifest


def withdraw(root: str, candidate: Candidate) -> None:
    """Takes back what `publish` moved of a candidate that cannot be published, and the candidate with it."""
    _delete_unless_live(root, candidate.staged, manifests.load_all(root))
    files.delete_tree(candidate.staging)


def retire(root: str) -> None:
    """Deletes the files of runs that later ones replaced, and then their manifests. Nothing else is ever deleted here."""
    live, replaced = manifests.load_split(root)
    for run in replaced:
        _delete_unless_live(root, [file.path for file in run.files], live)
        files.delete([manifests.path_of(root, run.run_id)])


def _delete_unless_live(root: str, paths: Iterable[str], live: Iterable[Manifest]) -> None:
    named = {file.path for run in live for file in run.files}
    files.delete([manifests.locate(root, path) for path in paths if path not in named])
