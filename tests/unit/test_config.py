"""The configuration file: what is wrong in it is said in one sentence that names the place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

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
        ("duplicates: {bands: 0}", ["duplicates.bands", "0", "at least 1"]),
        ("duplicates: {rows: 0}", ["duplicates.rows", "0", "at least 1"]),
        ("duplicates: {bands: 43}", ["bands * rows", "129", "128"]),
        ("duplicates: {containment: 7.0}", ["duplicates.containment", "7.0", "from 0 to 1"]),
        ("duplicates: {near: .nan}", ["duplicates.near", "nan", "from 0 to 1"]),
        ("duplicates: {bucket_cap: 0}", ["duplicates.bucket_cap", "0", "at least 2"]),
        ("duplicates: {recurring_documents: 0}", ["duplicates.recurring_documents", "0", "at least 2"]),
        ("duplicates: {lookback_days: -1}", ["duplicates.lookback_days", "-1", "from 0"]),
        ("extract: {max_bytes: -1}", ["extract.max_bytes", "-1", "at least 1"]),
        ("extract: {timeout_s: 0}", ["extract.timeout_s", "0.0", "from 0.1 to 86400"]),
        ("extract: {timeout_s: .inf}", ["extract.timeout_s", "inf", "from 0.1"]),
        ("extract: {memory_bytes: 1000}", ["extract.memory_bytes", "1000", "at least 536870912"]),
        ("output: {file_bytes: 0}", ["output.file_bytes", "0", "at least 1"]),
        ("runner: {workers: -1}", ["runner.workers", "-1", "from 0"]),
        ("source: {unit_files: 0}", ["source.unit_files", "0", "at least 1"]),
        ("source: {columns: {text: 3}}", ["source.columns.text", "3", "str"]),
        ("source: {columns: {heading: h1}}", ["source.columns", "'heading'", "title"]),
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
    path = REPOSITORY / "configs" / "local.yaml"
    assert config.load(str(path)) == config.Config()
    written, known = yaml.safe_load(path.read_text(encoding="utf-8")), config.plain(config.Config())
    assert written.keys() == known.keys()
    for section, keys in known.items():
        if section != "enrichers":  # a list, whose entries name themselves
            assert written[section].keys() == keys.keys(), section


def test_columns_that_are_not_there(tmp_path: Path) -> None:
    assert config.load(write(tmp_path, "source: {columns: {section: , text: story}}")).source.columns == {
        "section": "",
        "text": "story",
    }
