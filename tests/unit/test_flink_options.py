"""What a Flink run is started with."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.flink import FlinkError, find_job_server_jar, flink_options


def test_defaults_ask_for_an_embedded_cluster_with_one_process_a_slot() -> None:
    options = flink_options("jars/server.jar", 3, [])
    assert {"--runner=FlinkRunner", "--flink_master=[local]", "--flink_job_server_jar=jars/server.jar"} <= set(options)
    assert {"--parallelism=3", "--sdk_worker_parallelism=3"} <= set(options)


def test_what_the_user_says_takes_the_place_of_a_default() -> None:
    options = flink_options("jars/server.jar", 2, ["--parallelism=8", "--flink_master=http://cluster:8081"])
    assert [o for o in options if o.startswith("--parallelism")] == ["--parallelism=8"]
    assert [o for o in options if o.startswith("--flink_master")] == ["--flink_master=http://cluster:8081"]


def test_a_later_heap_size_wins() -> None:
    options = flink_options("server.jar", 1, ["--job_server_jvm_properties=-Xmx4g"])
    assert options.index("--job_server_jvm_properties=-Xmx4g") > options.index("--job_server_jvm_properties=-Xmx1g")


def test_without_a_jar_the_error_says_what_to_do() -> None:
    with pytest.raises(FlinkError, match="make flink-jar"):
        flink_options(None, 2, [])


@pytest.mark.parametrize("option", ["--job_endpoint=localhost:8099", "--flink_job_server_jar=mine.jar"])
def test_a_server_of_the_users_own_needs_no_jar_of_ours(option: str) -> None:
    assert option in flink_options(None, 2, [option])


def test_beams_own_jar_is_preferred(tmp_path: Path) -> None:
    assert find_job_server_jar(str(tmp_path)) is None
    jars = tmp_path / "jars"
    jars.mkdir()
    for name in ("newsbeam-flink-job-server-2.62.0.jar", "beam-runners-flink-1.19-job-server-2.77.0.jar", "other.jar"):
        (jars / name).touch()
    assert find_job_server_jar(str(tmp_path)) == str(jars / "beam-runners-flink-1.19-job-server-2.77.0.jar")
