"""A candidate: a finished run that waits in staging for its commit. The graph writes it, the launcher publishes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.manifest import Manifest
from transforms import files

NAME = "candidate.json"


@dataclass(frozen=True, slots=True)
class Candidate:
    """`staged` maps each file's path in the dataset to where it lies now; `staging` is the attempt's own folder."""

    manifest: Manifest
    staged: Mapping[str, str]
    staging: str


def write(candidate: Candidate) -> str:
    """Writes the candidate into its staging folder, all of it or nothing, and returns its path."""
    path = files.join(candidate.staging, NAME)
    data = {"manifest": candidate.manifest.to_json().decode(), "staged": dict(candidate.staged)}
    files.write_bytes(path, json.dumps(data).encode())
    return path


def load(staging: str) -> Candidate:
    """The candidate in one attempt's staging folder."""
    data = json.loads(files.read_bytes(files.join(staging, NAME)))
    return Candidate(Manifest.from_json(data["manifest"].encode()), data["staged"], staging)


def find(staging_root: str) -> list[Candidate]:
    """Candidates of all attempts that ended before they were published, oldest first."""
    found = [load(m.path[: -len(NAME) - 1]) for m in files.walk(staging_root) if m.path.endswith("/" + NAME)]
    return sorted(found, key=lambda candidate: candidate.manifest.created_at)
