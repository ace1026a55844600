"""Flink's job server and Python workers, started for one run and gone with it.

Beam would start both by itself, but its job server outlives a launcher that is killed, wants the main thread for its signal
handler, and its loopback workers are threads of the launcher.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import grpc
from apache_beam.options.pipeline_options import FlinkRunnerOptions, JobServerOptions, PipelineOptions, PortableOptions
from apache_beam.portability.api import beam_fn_api_pb2, beam_fn_api_pb2_grpc
from apache_beam.utils.subprocess_server import pick_port
from apache_beam.utils.thread_pool_executor import shared_unbounded_instance

from pipeline.flink import EMBEDDED, FlinkError

START_S = 120.0
STOP_S = 10.0
LOG_TAIL = 5


@contextmanager
def running(options: Sequence[str]) -> Iterator[list[str]]:
    """Starts the job server and, for the embedded cluster, the workers; yields the options that lead Beam to them.

    Raises:
        FlinkError: no Java, no jar at the place named, or a job server that does not start.
    """
    parsed = PipelineOptions(list(options))
    embedded = parsed.view_as(FlinkRunnerOptions).flink_master == EMBEDDED
    with tempfile.TemporaryDirectory(prefix="newsbeam-flink-", ignore_cleanup_errors=True) as folder:
        found = list(options)
        pool = (
            _WorkerPool(Path(folder, "workers.log"))
            if embedded and not parsed.view_as(PortableOptions).environment_type
            else None
        )
        server = None
        try:
            if pool is not None:
                found += ["--environment_type=EXTERNAL", f"--environment_config={pool.start()}"]
            if not parsed.view_as(PortableOptions).job_endpoint:
                port, *_ = pick_port(None)
                server = _start_job_server(parsed, port, folder)
                found.append(f"--job_endpoint=localhost:{port}")
            yield found
        finally:
            # Workers first: they would complain of a server that is gone.
            if pool is not None:
                pool.stop()
            if server is not None:
                _end(server)


def _start_job_server(parsed: PipelineOptions, port: int, folder: str) -> subprocess.Popen[bytes]:
    flink, settings = parsed.view_as(FlinkRunnerOptions), parsed.view_as(JobServerOptions)
    java = shutil.which(settings.job_server_java_launcher)
    if java is None:
        raise FlinkError("Flink needs Java 11 or 17, and there is no `java` on the PATH")
    if not os.path.exists(flink.flink_job_server_jar):
        raise FlinkError(f"Flink's job server jar is not there: {flink.flink_job_server_jar}")
    command = [
        java,
        *settings.job_server_jvm_properties,
        "-jar",
        flink.flink_job_server_jar,
        "--flink-master",
        flink.flink_master,
    ]
    command += ["--artifacts-dir", os.path.join(folder, "artifacts"), "--job-host", "localhost", "--job-port", str(port)]
    command += ["--artifact-port", "0", "--expansion-port", "0"]
    log = Path(folder, "job-server.log")
    with log.open("wb") as stream:
        server = _start("pipeline.lifeline", command, dict(os.environ), stream)
    until = time.monotonic() + START_S
    while time.monotonic() < until and server.poll() is None:
        # A bare connection, not a channel: that waits longer after each refusal, and would be late by seconds.
        with suppress(OSError), socket.create_connection(("localhost", port), timeout=1):
            return server
        time.sleep(0.1)
    _end(server)
    lines = log.read_text(errors="replace").splitlines()[-LOG_TAIL:]
    raise FlinkError("Flink's job server did not start: " + " / ".join(line.strip() for line in lines))


class _WorkerPool(beam_fn_api_pb2_grpc.BeamFnExternalWorkerPoolServicer):  # type: ignore[misc]  # Beam's base class is untyped
    """Starts a process for each worker that Flink asks for. What workers say goes to `log`; their errors reach the job anyway."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._workers: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()

    def start(self) -> str:
        """Returns the address."""
        self._server = grpc.server(shared_unbounded_instance())
        port = self._server.add_insecure_port("localhost:0")
        beam_fn_api_pb2_grpc.add_BeamFnExternalWorkerPoolServicer_to_server(self, self._server)
        self._server.start()
        return f"localhost:{port}"

    def stop(self) -> None:
        self._server.stop(0)
        with self._lock:
            workers = list(self._workers.values())
        for worker in workers:
            worker.kill()  # the job is over, and files are settled by their names
            worker.wait()

    def StartWorker(self, request: Any, context: Any) -> Any:  # noqa: N802  # Beam's name
        environment = {
            **os.environ,
            "WORKER_ID": request.worker_id,
            "CONTROL_API_SERVICE_DESCRIPTOR": f'url: "{request.control_endpoint.url}"',
        }
        try:
            with self._log.open("ab") as stream:
                worker = _start("pipeline.worker", [str(os.getpid())], environment, stream)
        except Exception:  # noqa: BLE001  # the answer carries it to Flink, which fails the job with it
            return beam_fn_api_pb2.StartWorkerResponse(error=traceback.format_exc())
        with self._lock:
            self._workers[request.worker_id] = worker
        return beam_fn_api_pb2.StartWorkerResponse()

    def StopWorker(self, request: Any, context: Any) -> Any:  # noqa: N802  # Beam's name
        with self._lock:
            worker = self._workers.pop(request.worker_id, None)
        if worker is not None:
            # It does not read the lifeline that is its standard input; an idle worker has nothing to finish.
            worker.terminate()
            _end(worker)
        return beam_fn_api_pb2.StopWorkerResponse()


def _start(module: str, arguments: list[str], environment: dict[str, str], log: Any) -> subprocess.Popen[bytes]:
    """A Python process that ends with this one: nobody else holds the pipe that is its standard input."""
    paths = os.pathsep.join(path or os.getcwd() for path in sys.path)
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=subprocess.STDOUT,
        env={**environment, "PYTHONPATH": paths},
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """Closes the lifeline, and waits; then kills."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
