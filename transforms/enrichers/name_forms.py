"""The words of a name in one form, whatever the case, the ending and the points they are written with.

"Mateusza Morawieckiego" (pl) -> ("mateusz", "morawieck"), "Erdoğan'ın" (tr) -> ("erdoğan",), "J. R." -> ("j", "r")
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

_SPLIT = re.compile(r"[\s・·‧＝]+")
_EDGES = "\"'“”‘’«»„()[],"

# Languages in which an ending takes another's place: both are cut, where three letters stay. The longest that fits is cut.
_REPLACED = {
    "pl": "iego iemu im iej ego emu ym owi em ie a u y i ą ę",
    "cs": "ého ému ým ovi em om ou a u y e i ě á é ý",
    "sk": "ého ému ým ovi om ou a u y e i á é ý",
    "hr": "om em og im a u e i",
    "sr": "om em og im a u e i ом ем ог им а у е и",
    "ru": "ого ему ому ием ией еем ей ий ия ию ии ея ею им ом ем ой ый ая ую а у е ы и я ю й ь",
    "uk": "ого ому ієм єм ій ий ія ію ії ім им ом ем ою а у і и я ю й ь",
    "lv": "iem ai am as is os im ei s a u ā e i š",
    "lt": "aus iaus iui ui io ių as is us ės ei ė a o ą į e ę u",
}
# Languages in which an ending is added: it is cut where the article has the name without it too.
_ADDED = {
    "de": "s es",
    "sv": "s",
    "da": "s",
    "no": "s",
    "fi": """
        n in en an ta tä a ä ia iä ssa ssä sta stä lla llä lta ltä lle na nä ksi issa issä ista istä illa ille iksi aan ään een
        iin
    """,
    "et": "i e a u t le l s st",
    "hu": """
        t ot et öt at nak nek ban ben ba be ból ből ra re ról ről tól től hoz hez höz ért ig ként n on en ön val vel nal nel
        ral rel sal sel tal tel lal lel kal kel mal mel gal gel dal del bal bel cal cel é i ék
    """,
    "tr": "ın in un ün nın nin nun nün a e ya ye ı i u ü yı yi yu yü da de ta te dan den tan ten la le yla yle",
    "ro": "ul ului lui ei a",
}
# Where an ending stands behind a mark it is always one: "Erdoğan'ın", "EU:n", "NATO-nak", "UN-a".
_MARKED = {
    "tr": re.compile(r"['’]\w+$"),
    "fi": re.compile(r":\w+$"),
    "sv": re.compile(r":s$"),
    "hu": re.compile(r"-[a-zöüóőúéáűí]{1,4}$"),
    "hr": re.compile(r"-[a-zčćšžđ]{1,3}$"),
    "sr": re.compile(r"-[a-zčćšžđ]{1,3}$"),
    "pl": re.compile(r"['’-][a-ząęłó]{1,4}$"),
}
# Wives and husbands: "Kowalskiej" is Kowalska's.
_POLISH_WOMEN = re.compile(r"(?<=[sdc]k)(?:a|iej|ą)$")
_MIN_STEM = 3
_SISTERS = {"nb": "no", "nn": "no", "bs": "hr", "sh": "sr"}


def inflects(language: str) -> bool:
    """Whether names change their endings in a language, so that the shortest of a name's forms is most likely its own."""
    key = _SISTERS.get(language, language)
    return key in _REPLACED or key in _ADDED


def plain(name: str, language: str) -> str:
    """A name in one line, without an ending that stands behind a mark."""
    name = " ".join(name.split())
    marked = _MARKED.get(_SISTERS.get(language, language))
    return marked.sub("", name) if marked else name


def words(name: str, language: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """The words of a name in their common form. `known` are the words of all names of the article, as `letters` gives them."""
    key = _SISTERS.get(language, language)
    return tuple(_common(letters(word), key, known) for word in _SPLIT.split(plain(name, key)) if letters(word))


@lru_cache(maxsize=1 << 14)
def letters(word: str) -> str:
    """A word without case, points and quotes at its edges: "U.S." -> "us", "J." -> "j"."""
    return word.strip(_EDGES).replace(".", "").replace("’", "'").casefold()


def _common(word: str, key: str, known: Collection[str]) -> str:
    if key in _REPLACED:
        if key == "pl" and (woman := _POLISH_WOMEN.search(word)):
            return word[: woman.start()] + "a"
        return next((word[: -len(end)] for end in _endings(_REPLACED[key]) if _cuts(word, end)), word)
    if key in _ADDED:
        bases = (base for end in _endings(_ADDED[key]) if _cuts(word, end) for base in _bases(word[: -len(end)], key))
        return next((base for base in bases if base in known), word)
    return word


def _bases(base: str, key: str) -> tuple[str, ...]:
    """What stood before the ending: Hungarian lengthens a last vowel ("Anna", "Annának")."""
    if key == "hu" and base[-1] in "áé":
        return base, base[:-1] + ("a" if base[-1] == "á" else "e")
    return (base,)


def _cuts(word: str, ending: str) -> bool:
    return word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM


@lru_cache(maxsize=32)
def _endings(table: str) -> tuple[str, ...]:
    return tuple(sorted(table.split(), key=lambda ending: (-len(ending), ending)))
