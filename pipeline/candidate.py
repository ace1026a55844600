"""A candidate: a finished run that waits in staging for its commit. The graph writes it, the launcher publishes it."""

from __future__ import annotations

import json
import os
import re
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from pipeline.manifest import Manifest
from transforms import files

NAME = "candidate.json"
ATTEMPT = re.compile(r"\d{8}-[0-9a-f]{10}(?:-\d+)?-attempt-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """`staged` maps each file's path in the dataset to where it lies now; `staging` is the attempt's own folder."""

    manifest: Manifest
    staged: Mapping[str, str]
    staging: str
    base: tuple[str, ...] = ()  # the runs that were live when it began; it says nothing true beside others


def write(candidate: Candidate) -> str:
    """Writes the candidate into its staging folder, all of it or nothing, and returns its path."""
    path = files.join(candidate.staging, NAME)
    data = {"manifest": candidate.manifest.to_json().decode(), "staged": dict(candidate.staged), "base": list(candidate.base)}
    files.write_bytes(path, json.dumps(data).encode())
    return path


def load(staging: str) -> Candidate:
    """The candidate in one attempt's staging folder."""
    data = json.loads(files.read_bytes(files.join(staging, NAME)))
    return Candidate(Manifest.from_json(data["manifest"].encode()), data["staged"], staging, tuple(data["base"]))


def find(staging_root: str) -> list[Candidate]:
    """Candidates of all attempts that ended before they were published, oldest first."""
    found = []
    for staging in attempts(staging_root):
        with suppress(OSError, ValueError, KeyError):  # none yet, or cut off while it was written: an unfinished attempt
            found.append(load(staging))
    return sorted(found, key=lambda candidate: candidate.manifest.created_at)


def attempts(staging_root: str) -> list[str]:
    """The folders of attempts in a staging folder, by their names; what else lies there is somebody else's."""
    prefix = len(staging_root.rstrip("/")) + 1
    names = {str(m.path)[prefix:].split("/")[0] for m in files.walk(staging_root)}
    if files.is_local(staging_root) and os.path.isdir(staging_root):
        names.update(os.listdir(staging_root))  # empty ones too
    return [files.join(staging_root, name) for name in sorted(names) if ATTEMPT.fullmatch(name)]


def attempt_name(run_id: str) -> str:
    """A name for one more attempt at a run."""
    return f"{run_id}-attempt-{uuid.uuid4().hex[:12]}"
