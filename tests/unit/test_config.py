"""The configuration file: what is wrong in it is said in one sentence that names the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import config
from tests.support import REPOSITORY


def write(tmp_path: Path, text: str) -> str:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_no_file_and_an_empty_file_are_the_defaults(tmp_path: Path) -> None:
    assert config.load(None) == config.load(write(tmp_path, "")) == config.Config()


def test_values_reach_their_settings(tmp_path: Path) -> None:
    loaded = config.load(write(tmp_path, "duplicates: {containment: 1}\nrunner: {workers: 3, options: [--x=1]}\n"))
    assert loaded.duplicates.containment == 1.0
    assert loaded.runner.workers == 3
    assert loaded.runner.options == ("--x=1",)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("duplicats: {}", ["duplicats", "duplicates"]),
        ("duplicates: {contaiment: 0.5}", ["duplicates.contaiment", "0.5", "containment"]),
        ("output: {partition_by: week}", ["output.partition_by", "'week'", "day", "month"]),
        ("runner: {workers: two}", ["runner.workers", "'two'", "int"]),
        ("runner: {workers: true}", ["runner.workers", "True"]),
        ("runner: {options: --x}", ["runner.options", "list"]),
        ("enrichers: [{name: cuntries}]", ["cuntries", "countries"]),
        ("- a\n- b", ["section"]),
        ("a: [", ["YAML"]),
        ("source: 3", ["source"]),
    ],
)
def test_what_is_wrong_is_named_in_one_sentence(tmp_path: Path, text: str, named: list[str]) -> None:
    path = write(tmp_path, text)
    with pytest.raises(config.ConfigError) as caught:
        config.load(path)
    message = str(caught.value)
    assert "\n" not in message
    assert all(part in message for part in [path, *named]), message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError, match=r"nowhere\.yaml"):
        config.load(str(tmp_path / "nowhere.yaml"))


def test_the_example_that_ships_holds_every_key_at_its_default() -> None:
    assert config.load(str(REPOSITORY / "configs" / "local.yaml")) == config.Config()
