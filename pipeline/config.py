"""The configuration: YAML sections that carry the names of the steps' settings. An unknown key is an error."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from pipeline.errors import NewsbeamError
from pipeline.io import SourceSettings
from transforms.enrichers import EnrichSettings
from transforms.schemas.ranges import check_range
from transforms.text.article import ExtractSettings
from transforms.text.duplicates import DuplicateSettings


class ConfigError(NewsbeamError):
    """One sentence that names file, key, value and the valid choices."""


@dataclass(frozen=True, slots=True)
class OutputSettings:
    """`partition_by: month` suits archives of many years; `file_bytes` bounds a file's rows as they lie in memory."""

    partition_by: Literal["day", "month"] = "day"
    file_bytes: int = 64 << 20
    staging: str | None = None  # default: ROOT/staging; must be reachable by all workers

    def __post_init__(self) -> None:
        check_range("output", self, "file_bytes", 1)


@dataclass(frozen=True, slots=True)
class RunnerSettings:
    """`workers: 0` takes all cores. `options` are handed to Beam as they are."""

    name: Literal["local", "flink", "dataflow"] = "local"
    workers: int = 0
    options: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_range("runner", self, "workers", 0, 10_000)


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a run is told beside its inputs and its output."""

    source: SourceSettings = field(default_factory=SourceSettings)
    extract: ExtractSettings = field(default_factory=ExtractSettings)
    duplicates: DuplicateSettings = field(default_factory=DuplicateSettings)
    enrichers: EnrichSettings = field(default_factory=EnrichSettings)
    output: OutputSettings = field(default_factory=OutputSettings)
    runner: RunnerSettings = field(default_factory=RunnerSettings)


def load(path: str | None) -> Config:
    """Reads a YAML file over the defaults. Raises ConfigError."""
    if path is None:
        return Config()
    try:
        with open(path, encoding="utf-8") as stream:
            data = yaml.safe_load(stream)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is not valid YAML ({' '.join(str(error).split())})") from error
    config = _build(Config, {} if data is None else data, path, "")
    assert isinstance(config, Config)
    return config


def plain(value: Any) -> Any:
    """The settings as plain data for the manifest."""
    if dataclasses.is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    return value


def _build(kind: type, data: Any, path: str, key: str) -> Any:
    if not isinstance(data, Mapping):
        raise ConfigError(f"{path}: {key or 'the file'} must be a section of keys, not {data!r}")
    types_by_name = typing.get_type_hints(kind)
    names = [f.name for f in dataclasses.fields(kind)]
    for name in data:
        if name not in names:
            where = f"{key}.{name}" if key else str(name)
            raise ConfigError(f"{path}: unknown key {where} = {data[name]!r}; valid keys here: {', '.join(names)}")
    values = {n: _convert(types_by_name[n], v, path, f"{key}.{n}" if key else n) for n, v in data.items()}
    try:
        return kind(**values)
    except (TypeError, ValueError) as error:
        raise ConfigError(f"{path}: {error}") from error


def _convert(kind: Any, value: Any, path: str, key: str) -> Any:
    """`value` as the annotated type; ConfigError where it is none."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind is EnrichSettings:
        return _enrichers(value, path)
    if dataclasses.is_dataclass(kind):
        return _build(typing.cast(type, kind), value, path, key)
    if origin is Literal:
        if value in arguments:
            return value
        raise ConfigError(f"{path}: {key} = {value!r}; valid values: {', '.join(map(str, arguments))}")
    if origin in (typing.Union, types.UnionType):
        if value is None and type(None) in arguments:
            return None
        (inner,) = [a for a in arguments if a is not type(None)]
        return _convert(inner, value, path, key)
    if origin is tuple:
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise ConfigError(f"{path}: {key} = {value!r}; a list is wanted")
        return tuple(_convert(arguments[0], item, path, f"{key}[{i}]") for i, item in enumerate(value))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            raise ConfigError(f"{path}: {key} = {value!r}; a section of keys is wanted")
        # A key without a value is an empty text: `{section: }` says that there is none.
        return {str(k): _convert(arguments[1], "" if v is None else v, path, f"{key}.{k}") for k, v in value.items()}
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(kind, type) and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
        raise ConfigError(f"{path}: {key} = {value!r}; {kind.__name__} is wanted")
    return value


def _enrichers(value: Any, path: str) -> EnrichSettings:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ConfigError(f"{path}: enrichers = {value!r}; a list is wanted, such as [{{name: entities}}]")
    try:
        return EnrichSettings.from_plain(value)
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from error
