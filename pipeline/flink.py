"""Flink's options, and where its job server lies. `pipeline.flink_cluster` starts what they ask for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import NewsbeamError

EMBEDDED = "[local]"  # the job server's own cluster, in its process
JAR_PATTERN = "*flink*job-server*.jar"
HEAP = "-Xmx1g"  # paths and ids travel, never text; a later -Xmx wins
# Idle workers are kept between stages: a start costs seconds, and a graph has a dozen stages.
WORKER_IDLE_MS = 60_000


class FlinkError(NewsbeamError):
    """Flink cannot be had as asked for, in one sentence."""


def find_job_server_jar(folder: str | None = None) -> str | None:
    """A job server jar in `jars/` of `folder` (default: where the command runs, then where the code lies); Beam's own first."""
    places = [folder] if folder else [os.getcwd(), str(Path(__file__).resolve().parent.parent)]
    for place in places:
        found = sorted(Path(place, "jars").glob(JAR_PATTERN), key=lambda jar: (jar.name.startswith("beam-"), jar.name))
        if found:
            return str(found[-1])
    return None


def flink_options(jar: str | None, parallelism: int, extra: Sequence[str]) -> list[str]:
    """The options of a Flink run: the defaults for an embedded cluster, save what `extra` says otherwise.

    `jar` may be absent where `extra` names a jar or a running job server.

    Raises:
        FlinkError: neither a jar nor a running job server.
    """
    given = {option.partition("=")[0] for option in extra}
    defaults = {
        "--runner": "FlinkRunner",
        "--flink_master": EMBEDDED,
        "--parallelism": str(parallelism),
        # As many worker processes as slots: the threads of one process would take turns.
        "--sdk_worker_parallelism": str(parallelism),
        "--environment_cache_millis": str(WORKER_IDLE_MS),
    }
    if not given & {"--flink_job_server_jar", "--job_endpoint"}:
        if jar is None:
            raise FlinkError(
                "Flink's job server jar is not there: run `make flink-jar`, or name one after -- --flink_job_server_jar="
            )
        defaults["--flink_job_server_jar"] = jar
    options = [f"{name}={value}" for name, value in defaults.items() if name not in given]
    return [*options, f"--job_server_jvm_properties={HEAP}", *extra]
