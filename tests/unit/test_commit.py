"""The commit can stop at any step: a repeat finishes it, a sweep forgets it, and readers never see half of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline import candidate, commit, launch, manifest, ownership
from pipeline.candidate import Candidate
from pipeline.config import Config
from pipeline.manifest import DataFile, Manifest
from transforms import files
from transforms.parquet import write_table
from transforms.schemas.tables import REJECTS


class Crash(Exception):
    """Stands for a kill between two operations."""


def finish_run(root: Path, run_id: str, replaces: tuple[str, ...] = (), tables: int = 3) -> Candidate:
    staging = root / "staging" / candidate.attempt_name("20260302-0123456789")
    row = pa.Table.from_pylist(
        [{"input_uri": "a", "input_record": 0, "stage": "read", "code": "empty", "message": "m", "run_id": run_id}],
        schema=REJECTS,
    )
    made = [write_table(str(staging), "rejects", run_id, str(n), REJECTS, [row]) for n in range(tables)]
    described = Manifest(
        run_id=run_id,
        run_key=run_id,
        run_date=date(2026, 3, 2),
        created_at=datetime(2026, 3, 2, tzinfo=UTC),
        newsbeam_version="0",
        runner="none",
        config_hash="0",
        replaces=replaces,
        files=tuple(DataFile(f.table, f.path, f.rows, f.bytes, f.checksum) for f in made),
    )
    finished = Candidate(described, {f.path: f.staged_path for f in made}, str(staging), tuple(replaces))
    candidate.write(finished)
    return finished


def operations(monkeypatch: pytest.MonkeyPatch, stop_at: int | None = None) -> list[str]:
    """Counts the operations that change files, and crashes before number `stop_at`."""
    seen: list[str] = []
    for name in ("move", "write_bytes", "delete", "delete_tree"):
        real = getattr(files, name)

        def guarded(*arguments: object, _name: str = name, _real: Callable[..., None] = real) -> None:
            if len(seen) == stop_at:
                raise Crash
            seen.append(_name)
            _real(*arguments)

        monkeypatch.setattr(files, name, guarded)
    return seen


def parquet(root: Path) -> list[Path]:
    return sorted(root.glob("rejects/**/*.parquet"))


def test_publishing_twice_is_harmless(tmp_path: Path) -> None:
    once = finish_run(tmp_path, "run")
    commit.publish(str(tmp_path), once)
    before = parquet(tmp_path)
    commit.publish(str(tmp_path), once)
    assert parquet(tmp_path) == before and len(before) == 3
    assert [m.run_id for m in manifest.load_all(str(tmp_path))] == ["run"]


@pytest.mark.parametrize("finish", ["publish again", "the next command"])
def test_a_crash_before_any_operation_is_mended(finish: str, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        counted = operations(patch)
        reference = tmp_path / "reference"
        commit.publish(str(reference), finish_run(reference, "old"))
        finished = finish_run(reference, "new", replaces=("old",))
        counted.clear()
        commit.publish(str(reference), finished)
        steps = len(counted)
    assert steps > 4
    for stop_at in range(steps):
        root = tmp_path / f"{stop_at}"
        commit.publish(str(root), finish_run(root, "old"))
        new = finish_run(root, "new", replaces=("old",))
        with pytest.MonkeyPatch.context() as patch:
            operations(patch, stop_at)
            with pytest.raises(Crash):
                commit.publish(str(root), new)
        live = [m.run_id for m in manifest.load_all(str(root))]
        assert live in (["old"], ["new"]), "readers see one whole run"
        if finish == "publish again":
            commit.publish(str(root), new)
        else:
            ownership.mark(str(root))
            launch.publish_candidates(str(root), Config())
        (run,) = manifest.load_all(str(root))
        assert run.run_id == "new"
        assert [str(p.relative_to(root)) for p in parquet(root)] == sorted(f.path for f in run.files)


def test_a_lost_staged_file_is_said_and_nothing_is_published(tmp_path: Path) -> None:
    broken = finish_run(tmp_path, "run")
    Path(next(iter(broken.staged.values()))).unlink()
    with pytest.raises(commit.CommitError, match="cannot be moved"):
        commit.publish(str(tmp_path), broken)
    assert manifest.load_all(str(tmp_path)) == []


def test_a_candidate_that_cannot_be_published_leaves_nothing(tmp_path: Path) -> None:
    ownership.mark(str(tmp_path))
    broken = finish_run(tmp_path, "run")
    Path(list(broken.staged.values())[-1]).unlink()
    assert launch.publish_candidates(str(tmp_path), Config()) == []
    assert parquet(tmp_path) == [] and manifest.load_all(str(tmp_path)) == []


def test_a_candidate_beside_which_others_were_published_is_not(tmp_path: Path) -> None:
    ownership.mark(str(tmp_path))
    finish_run(tmp_path, "late")
    commit.publish(str(tmp_path), finish_run(tmp_path, "other"))
    assert launch.publish_candidates(str(tmp_path), Config()) == []
    assert [m.run_id for m in manifest.load_all(str(tmp_path))] == ["other"]


def test_only_finished_attempts_are_candidates_and_a_cut_off_one_is_none(tmp_path: Path) -> None:
    finish_run(tmp_path, "run")
    for content in ("", '{"manifest": "'):
        attempt = tmp_path / "staging" / candidate.attempt_name("20260302-0123456789")
        attempt.mkdir()
        (attempt / candidate.NAME).write_text(content)
    assert [c.manifest.run_id for c in candidate.find(str(tmp_path / "staging"))] == ["run"]


def test_a_finished_run_is_published_by_the_next_command(tmp_path: Path) -> None:
    ownership.mark(str(tmp_path))
    finish_run(tmp_path, "run")
    half_done = tmp_path / "staging" / candidate.attempt_name("20260302-0123456789")
    half_done.mkdir()
    assert [m.run_id for m in launch.publish_candidates(str(tmp_path), Config())] == ["run"]
    assert launch.publish_candidates(str(tmp_path), Config()) == []
    assert [m.run_id for m in manifest.load_all(str(tmp_path))] == ["run"]
    assert not half_done.exists()


def test_nothing_is_deleted_that_newsbeam_did_not_write(tmp_path: Path) -> None:
    ownership.mark(str(tmp_path))
    theirs = [tmp_path / name for name in ("articles/notes.html", "staging/notes.txt", "runs/thesis.txt", "manifests/readme.md")]
    for path in theirs:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
    finish_run(tmp_path, "old")
    launch.publish_candidates(str(tmp_path), Config())
    commit.publish(str(tmp_path), finish_run(tmp_path, "new", replaces=("old",)))
    assert [path.read_text() for path in theirs] == ["mine"] * 4


def test_a_folder_of_somebody_else_is_no_place_for_a_dataset(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    ownership.require_own(str(tmp_path))
    (tmp_path / "articles" / "page.html").write_text("mine")
    with pytest.raises(ownership.NotOurs, match="articles"):
        ownership.require_own(str(tmp_path))


def test_a_dataset_without_its_manifests_is_not_written_over(tmp_path: Path) -> None:
    ownership.mark(str(tmp_path))
    commit.publish(str(tmp_path), finish_run(tmp_path, "run"))
    ownership.require_manifests(str(tmp_path))
    (tmp_path / "manifests").rename(tmp_path / "elsewhere")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.parquet").write_bytes(b"")
    with pytest.raises(ownership.ManifestsLost, match="manifests"):
        ownership.require_manifests(str(tmp_path))
