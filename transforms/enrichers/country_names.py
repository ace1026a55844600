"""All the ways in which one language names the countries, as one regular expression and a table from form to code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers

from transforms.enrichers import country_endings
from transforms.enrichers.country_variants import CUES, EVERYWHERE, LATIN, VARIANTS

FALLBACK = "en"
NO_COUNTRY = ""

# In CLDR's list of territories, but not countries: exceptional reservations, groups, test locales, no inhabitants.
# Kosovo (XK) stays: CLDR, the EU and most data use this code, though ISO 3166-1 leaves it to its users.
_NOT_COUNTRIES = frozenset("AC AQ BV CP CQ DG EA EU EZ HM IC QO TA UM UN XA XB ZZ".split())
# Where what CLDR puts in parentheses is a name of its own, not a remark: "Myanmar (Burma)".
_SECOND_NAME = frozenset({"MM", "FK", "TL", "CV"})
# Languages whose other territories spell many countries differently.
_REGIONS = frozenset({"pt_PT"})
# langdetect and old standards call these otherwise than babel.
_ALIASES = {"nb": "no", "iw": "he", "in": "id", "tl": "fil", "ji": "yi", "sh": "sr", "mo": "ro"}
# Whose table and endings a language shares.
_SISTERS = {"nn": "no", "bs": "hr"}

# Code points of one word written otherwise; each is one for one, so that offsets stay.
NORMAL = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-"})
_CLASSES = {" ": "[ \u00a0\u202f]", "'": "['’ʼ]", "-": "[-‐‑–]"}

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]+")
_PREFIXES = {"ar": "وبلفك", "he": "ובלמהשכ"}  # one-letter words written onto the next one
_PREFIXED_MIN = 5  # shorter names become other words with a letter before them


@dataclass(frozen=True)
class Names:
    """One language's names. `codes` maps a form in `NORMAL` spelling to ISO 3166-1 alpha-2, "" where it is no country."""

    language: str
    pattern: re.Pattern[str]
    codes: Mapping[str, str]
    cues: Mapping[str, re.Pattern[str]]


def base_language(language: str | None) -> str:
    """The key of `names`: "pt-BR" -> "pt", "zh-cn" -> "zh", "und", "xx" or None -> "en"."""
    base = re.split("[-_]", (language or "").strip().lower(), maxsplit=1)[0]
    base = _ALIASES.get(base, base)
    return base if base in _locales() else FALLBACK


@lru_cache(maxsize=1)
def _locales() -> dict[str, list[str]]:
    """CLDR's locales to take names from, by language: the language itself, its other scripts, and `_REGIONS`."""
    found: dict[str, list[str]] = {}
    for identifier in sorted(locale_identifiers()):
        language, _, rest = identifier.partition("_")
        if not rest or identifier in _REGIONS or re.fullmatch("[A-Z][a-z]{3}", rest):
            found.setdefault(language, []).append(identifier)
    return found


@lru_cache(maxsize=1)
def english_names() -> dict[str, str]:
    """CLDR's English name by code, for every country that can be found."""
    territories = Locale.parse("en").territories
    return {code: name for code, name in territories.items() if _is_country(code)}


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES


@lru_cache(maxsize=64)
def names(language: str) -> Names:
    """Every name in a language (a result of `base_language`), compiled. About 0.1 s the first time."""
    codes: dict[str, str] = {}
    cldr = list(_from_cldr(language))
    _add(codes, cldr)
    sister = _SISTERS.get(language, language)
    hand = [*_from_table(EVERYWHERE), *_from_table(VARIANTS.get(sister, ""))]
    if any("LATIN" in unicodedata.name(name[0], "") for _, name in cldr[:1]):
        hand[:0] = _from_table(LATIN)
    codes |= {name.translate(NORMAL): code for code, name in hand}  # a person's choice is over CLDR's
    _add(
        codes,
        [(code, form) for name, code in codes.items() if code for form in country_endings.inflected(sister, name)],
        only_new=True,
    )
    _add(codes, [(code, name.upper()) for name, code in codes.items() if len(name) >= 4], only_new=True)
    cues = {name: re.compile(cue) for name, cue in CUES.get(sister, {}).items()}
    return Names(language, re.compile(_pattern(language, codes)), codes, cues)


def _add(codes: dict[str, str], found: Iterable[tuple[str, str]], only_new: bool = False) -> None:
    """Adds names; one that two countries share ("Saint-Martin") is none of them."""
    new: dict[str, str] = {}
    clash = set()
    for code, name in found:
        key = name.translate(NORMAL)
        if new.setdefault(key, code) != code:
            clash.add(key)
    codes.update({k: c for k, c in new.items() if k not in clash and not (only_new and k in codes)})


def _from_cldr(language: str) -> Iterator[tuple[str, str]]:
    for identifier in _locales()[language]:
        try:
            territories = Locale.parse(identifier).territories
        except (UnknownLocaleError, ValueError):
            continue
        for code, name in territories.items():
            if _is_country(code):
                for variant in _variants(code, unicodedata.normalize("NFC", name)):
                    yield code, variant


def _variants(code: str, name: str) -> set[str]:
    """A CLDR name as an article may write it: without its remark in parentheses, "and" for "&", "Saint" for "St."."""
    found = {name, name.replace(" - ", "-")}
    if match := re.fullmatch(r"(.{2,}?) ?[(（](.+)[)）]", name):
        found |= {match[1]} | ({match[2]} if code in _SECOND_NAME else set())
    for old, new in ((" & ", " and "), ("St. ", "Saint "), ("St. ", "St ")):
        found |= {variant.replace(old, new) for variant in found}
    found |= {variant.replace("\u093c", "") for variant in found}  # Hindi is as often written without the nukta
    if code in ("HK", "MO"):
        found = {variant for variant in found if not re.search("SAR|RAE", variant)}
    return {variant for variant in found if len(variant) > 1}


def _from_table(table: str) -> Iterator[tuple[str, str]]:
    for line in filter(None, map(str.strip, table.splitlines())):
        code, _, listed = line.partition(": ")
        for name in listed.split(" | "):
            yield NO_COUNTRY if code == "-" else code, unicodedata.normalize("NFC", name)


def _pattern(language: str, codes: Iterable[str]) -> str:
    """Longest name first at each place, as a trie, so that the cost of a place does not grow with the number of names.

    Each first letter is checked for a word boundary after it was read: a pattern that begins with plain letters lets the
    engine skip everything else quickly.
    """
    word = word_class()
    tries: dict[tuple[str, str], dict[str, object]] = {}
    for name in codes:
        if _KATAKANA.fullmatch(name):
            kind = "katakana"
        elif _UNSPACED.search(name):
            kind = "unspaced"
        else:
            kind = "spaced"
        node = tries.setdefault((name[0], kind), {})
        for character in name[1:]:
            node = node.setdefault(character, {})  # type: ignore[assignment]  # a trie is a dict of itself
        node[""] = {}
    branches = [_branch(language, first, kind, trie, word) for (first, kind), trie in sorted(tries.items(), key=_katakana_last)]
    return "|".join(branches)


def _katakana_last(item: tuple[tuple[str, str], object]) -> tuple[str, bool]:
    (first, kind), _ = item
    return first, kind == "katakana"


def _branch(language: str, first: str, kind: str, trie: Mapping[str, object], word: str) -> str:
    letter = re.escape(first)
    rest = _trie_pattern(trie)
    if kind == "unspaced":
        return f"{letter}{rest}(?!人(?!民)|[語语])"  # 美国人 and 英语 are a people and a language
    if kind == "katakana":
        return f"{letter}(?<![\u30a1-\u30fa\u30fc]{letter}){rest}(?![\u30a1-\u30fa\u30fc])(?!人|語)"
    before = f"(?<!{word}{letter})"
    if language in _PREFIXES:
        before = f"(?:{before}|(?<=(?<!{word})[{_PREFIXES[language]}]{letter}))"
    after = f"(?!{word})"
    if language == "ko":
        after = f"(?=(?:{'|'.join(country_endings.KOREAN_PARTICLES)})?(?!{word}))"
    return f"{letter}{before}{rest}{after}"


def _trie_pattern(node: Mapping[str, object]) -> str:
    """The pattern of all that may follow, longest first; "" at a leaf."""
    optional = "" in node
    options = []
    for character in sorted(k for k in node if k):
        run, child = character, node[character]
        assert isinstance(child, dict)
        while len(child) == 1 and "" not in child:
            ((character, child),) = child.items()
            run += character
        options.append("".join(_CLASSES.get(c, re.escape(c)) for c in run) + _trie_pattern(child))
    if not options:
        return ""
    joined = options[0] if len(options) == 1 and not optional else f"(?:{'|'.join(options)})"
    return f"{joined}?" if optional else joined


@lru_cache(maxsize=1)
def word_class() -> str:
    r"""`\w` and combining marks: in Hindi and others a vowel sign goes on with the word, and \w does not know it."""
    marks = [c for c in range(0x300, 0xFE30) if unicodedata.category(chr(c)) in ("Mn", "Mc")]
    ranges: list[list[int]] = []
    for code in marks:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "[\\w" + "".join(f"{chr(a)}-{chr(b)}" for a, b in ranges) + "]"


def is_prefixed(found: Names, form: str, before: str) -> bool:
    """Whether a one-letter word stands right before a form that is too short to be sure of itself then."""
    if found.language not in _PREFIXES or len(form) >= _PREFIXED_MIN:
        return False
    return re.match(word_class(), before) is not None
