"""One run from inputs to commit: what is new, under which lock, in which staging folder, and what to say of it."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain, count
from tempfile import TemporaryDirectory

from pipeline import candidate, commit, manifest, ownership, runners
from pipeline.config import Config, plain
from pipeline.describe_run import RunFacts
from pipeline.errors import NewsbeamError
from pipeline.graph import Job, build
from pipeline.io import list_inputs
from pipeline.lock import writer_lock
from pipeline.manifest import Manifest
from pipeline.plan import Plan, Request, digest, plan
from pipeline.work_units import write_work_units
from transforms import files
from transforms.schemas.steps import ReplacedRun, RunContext, StateFiles
from transforms.sketch_files import UnknownState, require_known

SMALL_INPUT_BYTES = 8 << 20  # under this, starting worker processes costs more than they bring


_OF_REPLACED = ("state/sketches", "clusters", "replaced")


class LaunchError(NewsbeamError):
    """A run that was asked for wrongly, in one sentence."""


class StateUnknown(NewsbeamError):
    """Sketches of earlier runs that this version cannot compare with its own."""

    exit_code = 1


class Observer:
    """Told how a run goes; the command's display is one."""

    def recovered(self, earlier: Manifest) -> None: ...

    def started(self, runner: str, run_id: str, plan: Plan) -> None: ...

    def progressed(self, folder: str | None) -> None: ...


def run(request: Request, observer: Observer) -> tuple[Plan, Manifest | None]:
    """Reads what is new, publishes it, and returns the run's manifest; None where there was nothing new.

    Raises:
        Locked, InputError, RunnerError, LaunchError, StateUnknown, CommitError, DatasetError.
    """
    if request.force and request.limit is not None:
        raise LaunchError("--force with --limit would replace whole runs by a taste of their inputs; give one of the two")
    runner = runners.resolve(request.config.runner, request.beam_options)
    staging_root = _staging_root(request.root, request.config)
    if files.scheme(staging_root) != files.scheme(request.root):
        raise LaunchError(f"staging ({staging_root}) must lie in the same storage as the dataset ({request.root})")
    if runner.is_remote and files.is_local(request.root):
        raise LaunchError(f"{request.root} lies on this machine's disk, which {runner.name} workers cannot reach; give a bucket")
    found = list_inputs(request.inputs, exclude=request.root)
    ownership.require_own(request.root)
    with ExitStack() as stack:
        lease = stack.enter_context(writer_lock(request.root))
        ownership.mark(request.root)
        for recovered in _recover(request.root, staging_root):
            observer.recovered(recovered)
        ownership.require_manifests(request.root)
        planned = plan(request, found, manifest.load_all(request.root), runner.workers)
        if not planned.new:
            return planned, None
        _require_known_state(request.root, planned.live)
        if not request.config.runner.workers and runner.name == "local" and sum(f.size for f in planned.new) < SMALL_INPUT_BYTES:
            runner = replace(runner, workers=1)
        run_id = _run_id(request, planned)
        staging = files.join(staging_root, candidate.attempt_name(run_id))
        progress = None if runner.is_remote else stack.enter_context(_progress_folder(staging))
        observer.started(runner.describe, run_id, planned)
        job = _job(request, planned, run_id, staging, runner.describe, progress)
        runners.execute(runner, lambda root: build(root, job), lambda: observer.progressed(progress))
        with _undisturbed():
            lease.require()
            return planned, commit.publish(request.root, candidate.load(staging))


def _require_known_state(root: str, live: Sequence[Manifest]) -> None:
    try:
        require_known(manifest.paths_of(root, live, "state/sketches"))
    except UnknownState as error:
        raise StateUnknown(
            f"{error} was written by another version of newsbeam, and this one cannot compare its sketches: "
            "read all inputs again, with --force or into a new root"
        ) from error


def _recover(root: str, staging_root: str) -> list[Manifest]:
    """Publishes what an earlier launcher finished but did not live to publish, and sweeps what others left half done."""
    published = []
    with _undisturbed():
        commit.retire(root)
        for found in candidate.find(staging_root):
            live = {m.run_id for m in manifest.load_all(root)}
            fits = found.manifest.run_id in live or set(found.base) == live
            try:
                if fits:
                    published.append(commit.publish(root, found))
            except commit.CommitError:
                fits = False
            if not fits:  # files of it are gone, or others were published since it began: its inputs are read again
                commit.withdraw(root, found)
        for attempt in candidate.attempts(staging_root):
            files.delete_tree(attempt)
    return published


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Holds off an interrupt or a scheduler's signal until the commit is over: then there is nothing left to stop."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _progress_folder(staging: str) -> Iterator[str]:
    """A folder on this machine: in staging where that lies here, so that it is swept with it, else a temporary one."""
    if not files.is_local(staging):
        with TemporaryDirectory(prefix="newsbeam-") as folder:
            yield folder
        return
    folder = files.join(staging, "progress")
    os.makedirs(folder)
    yield folder


def preview(request: Request) -> Plan:
    """What a run would read; looks at the dataset's manifests and writes nothing."""
    workers = request.config.runner.workers or os.cpu_count() or 1
    return plan(request, list_inputs(request.inputs, exclude=request.root), manifest.load_all(request.root), workers)


def publish_candidates(root: str, config: Config) -> list[Manifest]:
    """Publishes runs that were finished on their runner while the launcher was gone, oldest first."""
    ownership.require_dataset(root)
    with writer_lock(root):
        return _recover(root, _staging_root(root, config))


def _staging_root(root: str, config: Config) -> str:
    """Where attempts have their folders: below the root, or below a folder of this dataset's own in the one configured."""
    if config.output.staging is None:
        return files.join(root, "staging")
    place = os.path.realpath(root) if files.is_local(root) else root
    return files.join(config.output.staging, f"newsbeam-{digest(place)[:12]}")


def _job(request: Request, planned: Plan, run_id: str, staging: str, runner: str, progress: str | None) -> Job:
    units_path = files.join(staging, "units.jsonl")
    write_work_units(units_path, planned.units)
    # A tasted input was not read to its end: it stays new for the next run.
    fingerprints = {} if request.limit is not None else {f.uri: f.fingerprint for f in planned.new}
    fingerprints_path = files.join(staging, "fingerprints.json")
    files.write_bytes(fingerprints_path, json.dumps(fingerprints).encode())
    facts = RunFacts(
        run_key=planned.run_key,
        run_date=_run_date(request).isoformat(),
        runner=runner,
        config_hash=planned.config_hash,
        config=plain(request.config),
        fingerprints_path=fingerprints_path,
        replaces=tuple(m.run_id for m in planned.replaces),
        base=tuple(m.run_id for m in (*planned.live, *planned.replaces)),
    )
    state = StateFiles(
        sketches=manifest.paths_of(request.root, planned.live, "state/sketches"),
        lines=manifest.paths_of(request.root, planned.live, "state/lines"),
        clusters=manifest.paths_of(request.root, planned.live, "clusters"),
        hashes=manifest.paths_of(request.root, planned.live, "state/hashes"),
        articles=_list_articles(request.root, planned.live, staging),
        replaced=tuple(
            ReplacedRun(m.run_id, m.created_at, *(manifest.paths_of(request.root, [m], table) for table in _OF_REPLACED))
            for m in planned.replaces
        ),
    )
    run = RunContext(run_id, datetime.now(UTC))
    return Job(request.config, units_path, staging, run, state, facts, progress, request.limit)


def _list_articles(root: str, live: Sequence[Manifest], staging: str) -> str:
    """Writes where the articles of earlier runs lie: thousands of paths, too many to travel inside the graph."""
    found = [
        (run.run_id, file.partition, manifest.locate(root, file.path))
        for run in live
        for file in manifest.files_of([run], "articles")
    ]
    if not found:
        return ""
    path = files.join(staging, "articles.json")
    files.write_bytes(path, json.dumps(found).encode())
    return path


def _run_date(request: Request) -> date:
    return request.run_date or datetime.now(UTC).date()


def _run_id(request: Request, planned: Plan) -> str:
    """Date and key; a forced repeat of the same run is told apart by a number that no live run has or replaces."""
    stem = f"{_run_date(request):%Y%m%d}-{planned.run_key[:10]}"
    known = (*planned.live, *planned.replaces)
    taken = {m.run_id for m in known} | {run_id for m in known for run_id in m.replaces}
    numbered = (f"{stem}-{n}" for n in count(2))
    return next(name for name in chain([stem], numbered) if name not in taken)
