"""What a run would read: the inputs that no live run has read, cut into work units."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow.parquet as pq
import xxhash

from pipeline import manifest
from pipeline.config import Config, plain
from pipeline.io import InputFile, plan_units
from pipeline.manifest import Manifest
from transforms import files
from transforms.schemas.steps import WorkUnit


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


def plan(request: Request, found: Sequence[InputFile], live: Sequence[Manifest], workers: int) -> Plan:
    """Leaves out of the inputs found what live runs have read, and cuts the rest into work units."""
    uris = {f.uri for f in found}
    replaces, overlaps = [], []
    for earlier in live if request.force else ():
        inputs = {row["input_uri"] for row in _inputs_of(request.root, earlier)}
        if inputs <= uris:
            replaces.append(earlier)
        elif not inputs.isdisjoint(uris):
            overlaps.append(earlier)
    kept = tuple(m for m in live if m not in replaces)
    known = _known_inputs(request.root, kept)
    new = tuple(f for f in found if request.force or known.get(f.uri) != f.fingerprint)
    units = list(plan_units(new, request.config.source, workers))
    if request.limit is not None:
        units = [WorkUnit(0, tuple(part for unit in units for part in unit.parts))] if units else []
    settings = plain(request.config)
    settings.pop("runner")  # the same result wherever it runs
    config_hash = digest(settings)
    inventory = sorted((f.uri, f.fingerprint) for f in new)
    window = request.run_date.isoformat() if request.run_date else None
    return Plan(
        found=tuple(found),
        new=new,
        units=tuple(units),
        replaces=tuple(replaces),
        overlaps=tuple(overlaps),
        live=kept,
        run_key=digest([window, inventory, config_hash, request.limit]),
        config_hash=config_hash,
        changed_config=any(m.config_hash != config_hash for m in kept),
    )


def _known_inputs(root: str, live: Sequence[Manifest]) -> dict[str, str]:
    """Input uri -> fingerprint of what the live runs, oldest first, have read and need not read again.

    What an input had that counted as seen again or was dropped stands in another run's files. Where a later run replaced
    any, that may be gone, so such an input counts as not yet read. Inputs that were only tasted have no fingerprint.
    """
    known: dict[str, str] = {}
    leaning: set[str] = set()
    for run in live:
        if run.replaces:
            for uri in leaning:
                known.pop(uri, None)
            leaning.clear()
        for row in _inputs_of(root, run):
            known[row["input_uri"]] = row["fingerprint"]
            leaning.discard(row["input_uri"])
            if row["seen_again"] or row["dropped"]:
                leaning.add(row["input_uri"])
    return known


def _inputs_of(root: str, run: Manifest) -> list[dict[str, Any]]:
    """The rows of one run's state/inputs."""
    rows: list[dict[str, Any]] = []
    for path in manifest.paths_of(root, [run], "state/inputs"):
        with files.open_input(path) as stream:
            rows += pq.read_table(stream, columns=["input_uri", "fingerprint", "seen_again", "dropped"]).to_pylist()
    return rows


def digest(value: object) -> str:
    return xxhash.xxh3_128_hexdigest(json.dumps(value, sort_keys=True).encode())
