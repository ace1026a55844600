"""The rules and tables that lie in YAML files beside the modules that use them."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import yaml

# libyaml's parser is ten times faster than Python's, and each process reads the files as it starts; a build may lack it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(name: str, change: Callable[[str], str] = str) -> Any:
    """What a YAML file of this package holds, its text changed by `change` before."""
    return yaml.load(change(files(__package__).joinpath(name).read_text(encoding="utf-8")), Loader=_LOADER)
