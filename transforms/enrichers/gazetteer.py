"""The places that newsbeam ships, by name: a cut of GeoNames, read once a process.

Of its 340,000 names only the hashes are held, sorted, beside the rows they lead to. data/README.md describes the file,
training/gazetteer.py makes it.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import xxhash
from pyarrow import csv

from transforms.enrichers.place_keys import key

FILE = "places.tsv.zst"
CITY, CAPITAL, REGION, COUNTRY, CONTINENT = "city", "capital", "region", "country", "continent"

_COLUMNS = {
    "kind": pa.dictionary(pa.int32(), pa.string()),
    "id": pa.int32(),
    "name": pa.string(),
    "country": pa.dictionary(pa.int32(), pa.string()),
    "region": pa.dictionary(pa.int32(), pa.string()),
    "latitude": pa.float32(),
    "longitude": pa.float32(),
    "population": pa.int64(),
    "fame": pa.int32(),
    "names": pa.string(),
}
_BATCH = 8192
_MOST = 60  # candidates of one name: there are 40 towns called San Antonio

# How well known a place is, in powers of ten of inhabitants. Tuned on tests/unit/test_places.py, without its held-out part.
_FAME = 0.6  # for each power of ten of a city's alternate names
_KIND = {CITY: 0.0, CAPITAL: 0.5, REGION: 0.25, COUNTRY: 1.5, CONTINENT: 1.5}
_MAIN_NAME = 0.2
_OTHER_NAME = -1.2  # a name quite unlike the main one: Victoria for Hong Kong, White House for Casablanca


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean: `prior` is how likely it is without any context, `size` its inhabitants in powers of ten."""

    kind: str
    name: str
    country: str
    region: str
    geonames_id: int | None
    latitude: float | None
    longitude: float | None
    prior: float
    size: float
    is_capital: bool  # of a country


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`hashes` (uint64, sorted) of all names, their `rows` (int32) in the columns, and the row of each country and region."""

    kinds: memoryview
    ids: memoryview
    names: Any  # a pyarrow array
    countries: memoryview
    regions: memoryview
    latitudes: memoryview
    longitudes: memoryview
    populations: memoryview
    fames: memoryview
    words: tuple[str, ...]  # what `kinds`, `countries` and `regions` are numbers of
    hashes: memoryview
    rows: memoryview
    area_rows: Mapping[tuple[str, str], int]

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """The places with a name, a result of `key`; the likeliest first, and at most 60."""
        if not name:
            return ()
        wanted = xxhash.xxh3_64_intdigest(name.encode())
        at = bisect_left(self.hashes, wanted)
        found = []
        while at < len(self.hashes) and self.hashes[at] == wanted:
            found.append(self._candidate(self.rows[at], name))
            at += 1
        found.sort(key=lambda c: (-c.prior, c.geonames_id or 0, c.name))
        return tuple(found[:_MOST])

    def area(self, country: str, region: str = "") -> Candidate | None:
        """A country by its ISO code, or a region of it by GeoNames' code."""
        row = self.area_rows.get((country, region))
        return None if row is None else self._candidate(row, "")

    def _candidate(self, row: int, name: str) -> Candidate:
        kind, main = self.words[self.kinds[row]], self.names[row].as_py()
        latitude, longitude = self.latitudes[row], self.longitudes[row]
        size = math.log10(self.populations[row] + 100)
        prior = size + _KIND[kind] + _likeness(key(main), name)
        if kind in (CITY, CAPITAL):
            prior += _FAME * math.log10(1 + self.fames[row])
        return Candidate(
            CITY if kind == CAPITAL else kind,
            main,
            self.words[self.countries[row]],
            self.words[self.regions[row]],
            self.ids[row] or None,
            None if math.isnan(latitude) else round(latitude, 4),
            None if math.isnan(longitude) else round(longitude, 4),
            prior,
            size,
            kind == CAPITAL,
        )


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """The shipped places; 0.2 s the first time in a process, of which some 25 MB stay."""
    loaded = _read()
    pa.default_memory_pool().release_unused()  # what was needed on the way: 40 MB
    return loaded


def _read() -> Gazetteer:
    path = resources.files("transforms.enrichers") / "data" / FILE
    with path.open("rb") as raw, pa.input_stream(raw, compression="zstd") as plain:
        table = csv.read_csv(
            plain,
            csv.ReadOptions(column_names=list(_COLUMNS), use_threads=False),
            csv.ParseOptions(delimiter="\t", quote_char=False),
            csv.ConvertOptions(column_types=_COLUMNS, strings_can_be_null=False),
        ).combine_chunks()
    words: dict[str, int] = {}
    numbers = {c: _numbers(table[c], words) for c in ("kind", "country", "region")}
    split = pc.split_pattern(table["names"].combine_chunks(), "|")
    rows = np.repeat(np.arange(len(table), dtype=np.int32), pc.list_value_length(split).to_numpy())
    hashes = _hashes(split.flatten().cast(pa.binary()))
    order = np.argsort(hashes, kind="stable")
    codes = list(words)
    areas = np.flatnonzero(np.isin(numbers["kind"], [words[COUNTRY], words[REGION]]))
    numbered = [(int(row), (codes[numbers["country"][row]], codes[numbers["region"][row]])) for row in areas]
    return Gazetteer(
        kinds=_view(numbers["kind"]),
        ids=_plain(table["id"], 0),
        names=table["name"].combine_chunks(),
        countries=_view(numbers["country"]),
        regions=_view(numbers["region"]),
        latitudes=_plain(table["latitude"], math.nan),
        longitudes=_plain(table["longitude"], math.nan),
        populations=_plain(table["population"], 0),
        fames=_plain(table["fame"], 0),
        words=tuple(codes),
        hashes=_view(hashes[order]),
        rows=_view(rows[order]),
        area_rows={area: row for row, area in numbered if area[1] or numbers["kind"][row] == words[COUNTRY]},
    )


def _likeness(main: str, name: str) -> float:
    if main == name:
        return _MAIN_NAME
    same_script = main.isascii() and name.isascii()
    return _OTHER_NAME if same_script and main[:2] != name[:2] and main not in name and name not in main else 0.0


def _hashes(names: Any) -> npt.NDArray[np.uint64]:
    hashes = np.empty(len(names), np.uint64)
    for start in range(0, len(names), _BATCH):  # so that never all names are Python's at once
        batch = names.slice(start, _BATCH).to_pylist()
        hashes[start : start + len(batch)] = np.fromiter(map(xxhash.xxh3_64_intdigest, batch), np.uint64, len(batch))
    return hashes


def _plain(column: Any, missing: float) -> memoryview:
    return _view(pc.fill_null(column, missing).combine_chunks().to_numpy(zero_copy_only=False))


def _view(array: Any) -> memoryview:
    return memoryview(array)  # reading one element of it is three times as fast as of the array


def _numbers(column: Any, words: dict[str, int]) -> npt.NDArray[np.int16]:
    encoded = column.combine_chunks()
    own = [words.setdefault(word, len(words)) for word in encoded.dictionary.to_pylist()]
    numbers: npt.NDArray[np.int16] = np.array(own, dtype=np.int16)[encoded.indices.to_numpy()]
    return numbers


@lru_cache(maxsize=16384)
def candidates(name: str) -> tuple[Candidate, ...]:
    """`Gazetteer.candidates` of the shipped places."""
    return load().candidates(name)


@lru_cache(maxsize=4096)
def area(country: str, region: str = "") -> Candidate | None:
    """`Gazetteer.area` of the shipped places."""
    return load().area(country, region)
