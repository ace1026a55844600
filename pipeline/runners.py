"""Where the graph runs. The runner is always pinned by name: Beam's own choice changes silently with the graph."""

from __future__ import annotations

import argparse
import errno
import logging
import os
import shlex
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import apache_beam as beam
import grpc
from apache_beam.options.pipeline_options import PipelineOptions

from pipeline.config import RunnerSettings
from pipeline.errors import NewsbeamError
from pipeline.flink import find_job_server_jar, flink_options

POLL_S = 0.2
_WORKER_THREAD = "run_worker"  # the name of the thread in which FnApiRunner waits for a worker process

Build = Callable[[beam.Pipeline], object]


class RunnerError(NewsbeamError):
    """A runner that cannot be had as asked for."""


class StorageFailed(NewsbeamError):
    """The disk or bucket under the run refused; the message says how."""

    exit_code = 1


class WorkerDied(NewsbeamError):
    """A worker process ended; the runner would wait for it for ever."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Runner:
    """A resolved runner: what `describe` prints, and how many workers share the work."""

    name: str
    workers: int
    options: tuple[str, ...] = ()

    @property
    def describe(self) -> str:
        kind = {"local": "FnApiRunner", "flink": "FlinkRunner", "dataflow": "DataflowRunner"}[self.name]
        workers = "service-scaled workers" if self.name == "dataflow" else f"{self.workers} worker{'s' * (self.workers > 1)}"
        return f"{kind} (apache-beam {beam.__version__}), {workers}"

    @property
    def is_remote(self) -> bool:
        """Whether workers may run on machines that do not see this machine's disk."""
        if self.name != "flink":
            return self.name == "dataflow"
        parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
        parser.add_argument("--flink_master", default="[local]")
        parser.add_argument("--job_endpoint")
        parser.add_argument("--environment_type", default="LOOPBACK")
        given, _ = parser.parse_known_args(self.options)
        embedded = given.flink_master in ("[local]", "[auto]") and given.job_endpoint is None
        return not embedded or given.environment_type == "DOCKER"


def resolve(settings: RunnerSettings, extra: Sequence[str]) -> Runner:
    """Raises RunnerError where the runner cannot be had here."""
    options = (*settings.options, *extra)
    workers = settings.workers or os.cpu_count() or 1
    if settings.name == "flink":
        own_server = any(o.startswith(("--flink_job_server_jar", "--job_endpoint", "--flink_master=http")) for o in options)
        jar = None if own_server else find_job_server_jar()
        options = tuple(flink_options(jar, workers, list(options)))
    elif settings.name == "dataflow":
        _require_dataflow()
        options = ("--runner=DataflowRunner", *options)
    return Runner(settings.name, workers, options)


def _require_dataflow() -> None:
    try:
        from apache_beam.runners.dataflow.internal import apiclient  # noqa: F401  # needs what only the extra installs
    except ImportError as error:
        raise RunnerError(f"the Dataflow runner needs more packages ({error.name}): install newsbeam[dataflow]") from error


def execute(runner: Runner, build: Build, poll: Callable[[], None]) -> None:
    """Runs the graph to its end; `poll` is called a few times a second meanwhile.

    Raises:
        WorkerDied: a local worker process was killed or crashed.
    """
    died = threading.Event()
    failure: list[BaseException] = []

    def run() -> None:
        try:
            _run(runner, build)
        except BaseException as error:  # noqa: BLE001  # raised again in the caller's thread below
            failure.append(error)

    with _watched_workers(died):
        thread = threading.Thread(target=run, name="run_pipeline", daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(POLL_S)
            poll()
            if died.is_set() and thread.is_alive():
                raise WorkerDied("a worker process died; nothing was published, and the same command starts afresh")
    if failure:
        if said := _storage_failure(failure[0]):
            raise StorageFailed(f"the run could not go on: {said}; nothing was published") from failure[0]
        raise failure[0]


def _storage_failure(error: BaseException | None) -> str | None:
    """What the system said where the cause is a full, read-only or forbidden disk; runners keep errors of workers as text."""
    while error is not None:
        for number in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EMFILE):
            if f"[Errno {number}]" in str(error):
                return os.strerror(number)
        error = error.__cause__ or error.__context__
    return None


def _run(runner: Runner, build: Build) -> None:
    with ExitStack() as stack:
        if runner.name == "local":
            pipeline = beam.Pipeline(runner=_fn_api_runner(runner.workers), options=_local_options(runner))
        else:
            options = list(runner.options)
            if runner.name == "flink":
                from pipeline import flink_cluster  # imports gRPC, which the other runners start without

                options = stack.enter_context(flink_cluster.running(options))
            pipeline = beam.Pipeline(options=PipelineOptions(options))
        build(pipeline)
        pipeline.run().wait_until_finish()


def _local_options(runner: Runner) -> PipelineOptions:
    return PipelineOptions([f"--direct_num_workers={runner.workers}", *runner.options])


def _fn_api_runner(workers: int) -> beam.runners.PipelineRunner:
    """DirectRunner's engine; with several workers each is a process of `pipeline.worker` that dies with this one."""
    from apache_beam.runners.portability.fn_api_runner import fn_runner
    from apache_beam.transforms.environments import SubprocessSDKEnvironment

    # It warns of a running mode that it was not told; the environment below is the mode.
    logging.getLogger(fn_runner.__name__).setLevel(logging.ERROR)
    if workers == 1:
        return fn_runner.FnApiRunner()
    # "exec": without it a shell would stand between this process and the worker.
    command = f"exec {shlex.quote(sys.executable)} -m pipeline.worker {os.getpid()}"
    return fn_runner.FnApiRunner(default_environment=SubprocessSDKEnvironment.from_command_string(command))


@contextmanager
def _watched_workers(died: threading.Event) -> Iterator[None]:
    """Sets an event when the thread that waits for a worker process ends with an error.

    FnApiRunner itself only lets that thread die, and goes on waiting for the dead worker's answer. Of a dead worker it tells
    at length how its connections broke; the event says what matters. Errors in a step come as exceptions all the same.
    """
    before, logger = threading.excepthook, logging.getLogger("apache_beam.runners")
    level = logger.level

    def hook(args: threading.ExceptHookArgs) -> None:
        if args.thread is not None and args.thread.name == _WORKER_THREAD:
            died.set()
        elif not issubclass(args.exc_type, grpc.RpcError):
            before(args)

    threading.excepthook = hook
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        threading.excepthook = before
        logger.setLevel(level)
