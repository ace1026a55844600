"""The commit: staged files go to their places, and the manifest, written last, makes them part of the dataset.

Everything here runs under the dataset's lock. Each step can be repeated, so a launcher that died is followed by one that
finishes its work or sweeps it away.
"""

from __future__ import annotations

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
        target = files.join(root, *path.split("/"))
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
    live = {file.path for run in manifests.load_all(root) for file in run.files}
    files.delete([files.join(root, *path.split("/")) for path in candidate.staged if path not in live])
    files.delete_tree(candidate.staging)


def retire(root: str) -> None:
    """Deletes the files of runs that later ones replaced, and then their manifests. Nothing else is ever deleted here."""
    live = {file.path for run in manifests.load_all(root) for file in run.files}
    for run in manifests.load_replaced(root):
        files.delete([files.join(root, *file.path.split("/")) for file in run.files if file.path not in live])
        files.delete([manifests.path_of(root, run.run_id)])
