"""Flink's workers, without Flink."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from apache_beam.portability.api import beam_fn_api_pb2

from pipeline import flink_cluster


def test_a_worker_that_does_not_read_its_lifeline_is_stopped_at_once(tmp_path: Path) -> None:
    pool = flink_cluster._WorkerPool(tmp_path / "workers.log")
    worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], stdin=subprocess.PIPE)
    pool._workers["1"] = worker
    began = time.monotonic()
    pool.StopWorker(beam_fn_api_pb2.StopWorkerRequest(worker_id="1"), None)
    assert worker.poll() is not None
    assert time.monotonic() - began < flink_cluster.STOP_S / 2
