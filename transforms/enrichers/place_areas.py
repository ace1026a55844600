"""Countries and regions by name, as what says where a place lies: "Mass.", "TX", "France", "Bavaria"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from babel.languages import get_official_languages

from transforms.enrichers import country_names, gazetteer
from transforms.enrichers.gazetteer import COUNTRY, REGION, Candidate
from transforms.enrichers.place_keys import key


@dataclass(frozen=True, slots=True)
class Area:
    """A country, or a region of it: GeoNames' code, which for the United States is the postal one."""

    country: str
    region: str = ""

    def holds(self, place: Candidate) -> bool:
        """Whether a place lies in it; no area lies in itself."""
        if place.country != self.country or place.kind == COUNTRY:
            return False
        return not self.region or (place.region == self.region and place.kind != REGION)


# As the Associated Press and newspapers of these countries shorten them.
_SHORT_STATES = (
    "US AL Ala. AK Alaska AZ Ariz. AR Ark. CA Calif. CO Colo. CT Conn. DE Del. FL Fla. GA Ga. HI Hawaii ID Idaho IL Ill. IN Ind. "
    "IA Iowa KS Kan. KY Ky. LA La. ME Maine MD Md. MA Mass. MI Mich. MN Minn. MS Miss. MO Mo. MT Mont. NE Neb. NV Nev. NH N.H. "
    "NJ N.J. NM N.M. NY N.Y. NC N.C. ND N.D. OH Ohio OK Okla. OR Ore. PA Pa. RI R.I. SC S.C. SD S.D. TN Tenn. TX Texas UT Utah "
    "VT Vt. VA Va. WA Wash. WV W.Va. WI Wis. WY Wyo. DC D.C."
)
_ELSEWHERE = (
    "US TX Tex. US PA Penn. US WI Wisc. US NE Nebr. US ID Ida. "
    "CA 08 Ont. CA 08 ON CA 10 Que. CA 10 QC CA 02 B.C. CA 02 BC CA 01 Alta. CA 01 AB CA 11 Sask. CA 11 SK CA 03 Man. "
    "CA 03 MB CA 07 N.S. CA 07 NS CA 04 N.B. CA 04 NB CA 05 N.L. CA 05 NL CA 09 P.E.I. AU 02 NSW AU 02 N.S.W. AU 04 Qld "
    "AU 04 Queensland AU 07 Vic. AU 07 VIC AU 05 S.A. AU 06 Tas. AU 06 TAS AU 08 W.A. AU 01 ACT BR 27 SP BR 21 RJ BR 15 MG "
    "BR 23 RS BR 18 PR BR 05 BA BR 30 PE BR 06 CE BR 26 SC"
)


@lru_cache(maxsize=1)
def _short() -> dict[str, Area]:
    country, *words = _SHORT_STATES.split()
    found: dict[str, Area] = {}
    for postal, short in zip(words[::2], words[1::2], strict=True):
        found |= dict.fromkeys((postal, short), Area(country, postal))
    words = _ELSEWHERE.split()
    for country, region, short in zip(words[::3], words[1::3], words[2::3], strict=True):
        found.setdefault(short, Area(country, region))  # "PR", "SC", "ON": the United States' are as common as any
    return found


def short_area(written: str) -> Area | None:
    """What an abbreviation stands for; it says so only right behind a place's name."""
    return _short().get(written)


def areas(written: str, language: str) -> tuple[Area, ...]:
    """Every country and region that a name, or an abbreviation, may be; several are possible ("Georgia")."""
    if short := _short().get(written):
        return (short,)
    return _areas(key(written), language)


@lru_cache(maxsize=4096)
def _areas(name: str, language: str) -> tuple[Area, ...]:
    found = [Area(code)] if (code := country_keys(language).get(name) or country_keys("en").get(name)) else []
    return (*found, *(Area(c.country, c.region) for c in gazetteer.candidates(name) if c.kind == REGION))


@lru_cache(maxsize=64)
def country_keys(language: str) -> dict[str, str]:
    """ISO code by the key of a country's name in a language, a result of `country_names.base_language`."""
    if language == "nn":  # where half of what people write is bokmål
        return country_keys("no") | _country_keys(language)
    return _country_keys(language)


def _country_keys(language: str) -> dict[str, str]:
    found = country_names.names(language)
    return {key(form): code for form, code in found.codes.items() if code != country_names.NO_COUNTRY}


@lru_cache(maxsize=1024)
def speaks(country: str, language: str) -> bool:
    """Whether a language is official in a country, or in fact."""
    return language in get_official_languages(country, regional=True, de_facto=True)


# Used by anyone, for the sake of the letters.
_GENERIC = frozenset(
    "ac ag ai am as bz cc cf co cx fm ga gg gq gs im io je la lc ly me ml ms nf nu pw sc sh st su tk to tv vc vg vu ws".split()
)
_OTHER = {
    "uk": "GB",
    "xn--p1ai": "RU",
    "рф": "RU",
    "xn--j1amh": "UA",
    "укр": "UA",
    "xn--fiqs8s": "CN",
    "xn--90ais": "BY",
}


def outlet_country(domain: str | None) -> str | None:
    """The country of a domain's ending, ISO 3166-1 alpha-2: "a.co.uk" -> "GB"; None for ".com" and endings that anyone takes."""
    ending = (domain or "").strip().rstrip(".").rpartition(".")[2].lower()
    if ending in _OTHER:
        return _OTHER[ending]
    code = ending.upper()
    known = len(code) == 2 and code.isascii() and ending not in _GENERIC and code in country_names.english_names()
    return code if known else None
