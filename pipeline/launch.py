"""One run from inputs to commit: what is new, under which lock, in which staging folder, and what to say of it."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import xxhash

from pipeline import candidate, commit, manifest, runners
from pipeline.config import Config, plain
from pipeline.describe_run import RunFacts
from pipeline.errors import NewsbeamError
from pipeline.graph import Job, build
from pipeline.io import InputFile, list_inputs, plan_units
from pipeline.lock import writer_lock
from pipeline.manifest import Manifest
from pipeline.work_units import write_work_units
from transforms import files
from transforms.schemas.steps import RunContext, StateFiles, WorkUnit

SMALL_INPUT_BYTES = 8 << 20  # under this, starting worker processes costs more than they bring


class LaunchError(NewsbeamError):
    """A run that was asked for wrongly, in one sentence."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the command was asked to do."""

    inputs: tuple[str, ...]
    root: str
    config: Config
    run_date: date | None = None
    force: bool = False
    limit: int | None = None
    beam_options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would read: `new` of `found` inputs, in `units`; `replaces` are earlier runs that it makes anew.

    `overlaps` are earlier runs that stay though they read some of the inputs, because they read others too.
    """

    found: tuple[InputFile, ...]
    new: tuple[InputFile, ...]
    units: tuple[WorkUnit, ...]
    replaces: tuple[Manifest, ...]
    overlaps: tuple[Manifest, ...]
    live: tuple[Manifest, ...]
    run_key: str
    config_hash: str
    changed_config: bool  # inputs were read before under another configuration


class Observer:
    """Told how a run goes; the command's display is one."""

    def recovered(self, earlier: Manifest) -> None: ...

    def started(self, runner: str, run_id: str, plan: Plan) -> None: ...

    def progressed(self, folder: str | None) -> None: ...


def plan(request: Request, found: Sequence[InputFile], live: Sequence[Manifest], workers: int) -> Plan:
    """Leaves out of the inputs found what live runs have read, and cuts the rest into work units."""
    uris = {f.uri for f in found}
    replaces = tuple(m for m in live if request.force and _inputs_of(request.root, m).keys() <= uris)
    kept = tuple(m for m in live if m not in replaces)
    known: dict[str, str] = {}
    overlaps = []
    for earlier in kept:
        inputs = _inputs_of(request.root, earlier)
        known.update(inputs)
        if request.force and not inputs.keys().isdisjoint(uris):
            overlaps.append(earlier)
    new = tuple(f for f in found if request.force or known.get(f.uri) != f.fingerprint)
    units = list(plan_units(new, request.config.source, workers))
    if request.limit is not None:
        units = [WorkUnit(0, tuple(part for unit in units for part in unit.parts))] if units else []
    settings = plain(request.config)
    settings.pop("runner")  # the same result wherever it runs
    config_hash = _hash(settings)
    inventory = sorted((f.uri, f.fingerprint) for f in new)
    window = request.run_date.isoformat() if request.run_date else None
    return Plan(
        found=tuple(found),
        new=new,
        units=tuple(units),
        replaces=replaces,
        overlaps=tuple(overlaps),
        live=kept,
        run_key=_hash([window, inventory, config_hash, request.limit]),
        config_hash=config_hash,
        changed_config=any(m.config_hash != config_hash for m in kept),
    )


def run(request: Request, observer: Observer) -> tuple[Plan, Manifest | None]:
    """Reads what is new, publishes it, and returns the run's manifest; None where there was nothing new.

    Raises:
        Locked, InputError, RunnerError, LaunchError, CommitError, DatasetError.
    """
    runner = runners.resolve(request.config.runner, request.beam_options)
    staging_root = _staging_root(request.root, request.config)
    if runner.is_remote and (files.is_local(request.root) or files.is_local(staging_root)):
        raise LaunchError(f"{request.root} lies on this machine's disk, which {runner.name} workers cannot reach; give a bucket")
    found = list_inputs(request.inputs)
    with ExitStack() as stack:
        stack.enter_context(writer_lock(request.root))
        for recovered in _recover(request.root, staging_root):
            observer.recovered(recovered)
        planned = plan(request, found, manifest.load_all(request.root), runner.workers)
        if not planned.new:
            return planned, None
        if not request.config.runner.workers and runner.name == "local" and sum(f.size for f in planned.new) < SMALL_INPUT_BYTES:
            runner = replace(runner, workers=1)
        run_id = _run_id(request, planned)
        staging = files.join(staging_root, f"{run_id}-{uuid.uuid4().hex[:8]}")
        progress = None if runner.is_remote else stack.enter_context(_progress_folder(staging))
        observer.started(runner.describe, run_id, planned)
        job = _job(request, planned, run_id, staging, runner.describe, progress)
        runners.execute(runner, lambda root: build(root, job), lambda: observer.progressed(progress))
        return planned, commit.publish(request.root, candidate.load(staging))


def _recover(root: str, staging_root: str) -> list[Manifest]:
    """Publishes what an earlier launcher finished but did not live to publish, and sweeps what others left half done."""
    published = []
    for found in candidate.find(staging_root):
        with suppress(commit.CommitError):  # files of it are gone: its inputs are read again
            published.append(commit.publish(root, found))
    commit.sweep_staging(staging_root)
    commit.sweep_tables(root)
    return published


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
    return plan(request, list_inputs(request.inputs), manifest.load_all(request.root), workers)


def publish_candidates(root: str, config: Config) -> list[Manifest]:
    """Publishes runs that were finished on their runner while the launcher was gone, oldest first."""
    with writer_lock(root):
        return _recover(root, _staging_root(root, config))


def _staging_root(root: str, config: Config) -> str:
    return config.output.staging or files.join(root, "staging")


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
    )
    state = StateFiles(
        sketches=commit.state_paths(request.root, planned.live, "state/sketches"),
        lines=commit.state_paths(request.root, planned.live, "state/lines"),
        clusters=commit.state_paths(request.root, planned.live, "clusters"),
    )
    run = RunContext(run_id, datetime.now(UTC))
    return Job(request.config, units_path, staging, run, state, facts, progress, request.limit)


def _run_date(request: Request) -> date:
    return request.run_date or datetime.now(UTC).date()


def _run_id(request: Request, planned: Plan) -> str:
    """Date and key; a forced repeat of the same run is told apart by a number."""
    stem = f"{_run_date(request):%Y%m%d}-{planned.run_key[:10]}"
    names = (stem, *(f"{stem}-{n}" for n in range(2, 1_000_000)))
    return next(name for name in names if not files.exists(manifest.path_of(request.root, name)))


def _inputs_of(root: str, earlier: Manifest) -> dict[str, str]:
    """Input uri -> fingerprint of one run; inputs that were only tasted have an empty one."""
    known: dict[str, str] = {}
    for path in commit.state_paths(root, [earlier], "state/inputs"):
        with files.open_input(path) as stream:
            table = pq.read_table(stream, columns=["input_uri", "fingerprint"])
        known.update(zip(table["input_uri"].to_pylist(), table["fingerprint"].to_pylist(), strict=True))
    return known


def _hash(value: object) -> str:
    return xxhash.xxh3_128_hexdigest(json.dumps(value, sort_keys=True).encode())
