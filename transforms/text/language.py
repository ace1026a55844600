"""The language of a text: by its script where that settles it, else by langdetect and CLD2, and by the page in their doubts."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

import pycld2

from transforms.text import language_profiles

UNDETERMINED = "und"
MIN_LETTERS = 12
_SCAN_CHARS = 2000
_CODE = re.compile(r"^([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?(?:$|[-_.@;,\s])")
# The languages of news that a script is written in, the likeliest first; the other scripts' the detectors tell apart.
_SCRIPTS = {
    "CJK": "zh", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "GREEK": "el", "ARMENIAN": "hy", "GEORGIAN": "ka xmf",
    "ETHIOPIC": "am ti", "KHMER": "km", "LAO": "lo", "MYANMAR": "my mnw shn", "SINHALA": "si", "THAI": "th", "TAMIL": "ta",
    "TELUGU": "te", "KANNADA": "kn tcy", "MALAYALAM": "ml", "GUJARATI": "gu", "GURMUKHI": "pa", "ORIYA": "or", "TIBETAN": "bo dz",
    "THAANA": "dv", "OL": "sat", "TIFINAGH": "zgh", "CHEROKEE": "chr", "CANADIAN": "iu", "MEETEI": "mni", "NKO": "nqo",
}  # fmt: skip
_BY_SCRIPT = frozenset(code for codes in _SCRIPTS.values() for code in codes.split())
# Codes that were replaced, and countries written where a language was meant.
_OLD_CODES = dict(
    pair.split(":")
    for pair in (
        "iw:he in:id ji:yi jw:jv nb:no nn:no mo:ro sh:hr fil:tl cmn:zh yue:zh bh:bho jp:ja kr:ko cz:cs gr:el ua:uk dk:da se:sv"
    ).split()
)
# CLD2's names for what is no language of news.
_NO_LANGUAGE = frozenset("un xx tlh zzp zzb zze zzh".split())
# Languages that neither detector knows (Kurdish in Latin letters too), and those that they are taken for.
_TAKEN_FOR = {
    "gsw": "de lb nl", "nds": "de nl en", "li": "nl af de", "cnr": "sr bs hr", "ckb": "ku fa ar ur ps ug", "ku": "tr az so",
    "ast": "es gl pt", "an": "es ca", "sc": "it es ca", "fur": "it ca", "vec": "it", "scn": "it", "hsb": "pl cs",
    "mai": "hi ne bho mr", "kok": "mr hi", "cv": "ru tt bg", "sah": "ky ru kk", "os": "ru bg", "ce": "ru",
    "ff": "wo so ha", "bm": "fr wo so",
    "pap": "es pt", "pcm": "en", "se": "fi et no",
}  # fmt: skip
# Written alike, and langdetect knows one of them: CLD2 tells them apart more often than not, and the page better.
_TWINS = (frozenset("hr bs sr cnr".split()), frozenset("id ms".split()))
# langdetect's score below which it only guesses, unless CLD2 says the same. Names and cries have no language of their own.
_GUESS = 0.25
# A share of letters in these scripts makes a text theirs: Latin names and brands stand in them more than the reverse.
_OWN_SHARE = 0.25
# Percent of the text that CLD2 must find in a language that langdetect does not know, to be believed alone.
_MOST = 70


def detect(text: str, declared: str | None = None) -> tuple[str, float]:
    """The language of `text` as a BCP 47 primary subtag, and a score in [0, 1]; ("und", 0.0) for too little text.

    The same answer for the same arguments, in any order of calls. What langdetect and CLD2 agree upon has a score over 0.5; CLD2
    knows some 160 languages and is believed in those that langdetect has no profile of. The page is believed (score 0.5) where
    CLD2 says the same, between languages that are taken for each other, and where langdetect only guesses; ("und", 0.0) where it
    guesses and the page is silent. Otherwise langdetect's answer stands, with half its score.
    """
    letters = Counter({c: n for c, n in Counter(text[:_SCAN_CHARS]).items() if c.isalpha()})
    # A word in Han or Hangul says as much as a dozen letters do elsewhere.
    if letters.total() < MIN_LETTERS and sum(n for c, n in letters.items() if ord(c) > 0x2E7F) < 4:
        return UNDETERMINED, 0.0
    own = primary(declared)
    script, share = _script(letters)
    if script in _SCRIPTS:
        choices = _SCRIPTS[script].split()
        if len(choices) == 1:
            return choices[0], share
        second, _ = _cld2(text)
        return next((code for code in (second, own) if code in choices), choices[0]), share
    return _weigh(language_profiles.best(text), _cld2(text), own)


def tag(declared: str | None) -> str | None:
    """A declared language as a BCP 47 tag ("de_DE.utf8" is "de-DE"), None where it is none."""
    match = _CODE.match((declared or "").strip())
    if not match or match[1].lower() in ("und", "mul", "zxx"):
        return None
    return "-".join(filter(None, (match[1].lower(), match[2] and match[2].title(), match[3] and match[3].upper())))


def primary(declared: str | None) -> str | None:
    """The primary subtag of a declared language, old codes replaced."""
    code = (tag(declared) or "").split("-")[0]
    return _OLD_CODES.get(code, code) or None


def _weigh(first: tuple[str, float] | None, second: tuple[str | None, int], own: str | None) -> tuple[str, float]:
    """One answer from langdetect's (code, score), CLD2's (code, percent of the text) and what the page declares."""
    found, score = (primary(first[0]) or UNDETERMINED, first[1]) if first else (UNDETERMINED, 0.0)
    other, percent = second
    for twins in _TWINS:
        if {found, other} & twins and own in twins and own != other:
            return own, 0.5
        if found != other and {found, other} <= twins:
            return str(other), 0.5
    if own in _TAKEN_FOR and {found, other} & set(_TAKEN_FOR[own].split()):
        return own, 0.5
    if found == other:
        return found, round((1.0 + score) / 2, 4)
    if other and other not in _profiles() and (percent >= _MOST or own == other):
        return other, round(percent / 100, 4)
    if own == other and own:
        return own, 0.5
    if score < _GUESS:
        return (own, 0.5) if own and own not in _BY_SCRIPT else (UNDETERMINED, 0.0)
    return (found, round(score / 2, 4)) if found != UNDETERMINED else (UNDETERMINED, 0.0)


def _cld2(text: str) -> tuple[str | None, int]:
    """CLD2's language for the beginning of a text and the percentage of it that is in it; (None, 0) where it is not sure."""
    sample = text[:_SCAN_CHARS]
    try:
        reliable, _, found = pycld2.detect(sample, isPlainText=True)
    except (pycld2.error, UnicodeEncodeError):  # it refuses controls, surrogates and what is no character
        clean = "".join(c if c.isprintable() else " " for c in sample)
        try:
            reliable, _, found = pycld2.detect(clean, isPlainText=True)
        except pycld2.error:
            return None, 0
    _, code, percent, _ = found[0]
    return (primary(code), percent) if reliable and code not in _NO_LANGUAGE else (None, 0)


def _script(letters: Counter[str]) -> tuple[str, float]:
    """The script of most letters and its share; kana anywhere in quantity makes Han Japanese."""
    counts: Counter[str] = Counter()
    for letter, n in letters.items():
        counts[_script_of(letter)] += n
    total = counts.total()
    kana = counts["HIRAGANA"] + counts["KATAKANA"]
    if kana and kana + counts["CJK"] > _OWN_SHARE * total and kana > 0.03 * (kana + counts["CJK"]):
        return "HIRAGANA", round((kana + counts["CJK"]) / total, 4)
    script, most = max(counts.items(), key=lambda item: (item[1], item[0]))
    for other, count in sorted(counts.items()):
        if script == "LATIN" and other in _SCRIPTS and count > _OWN_SHARE * total:
            script, most = other, count
    return script, round(most / total, 4)


@cache
def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split(" ")[0].split("-")[0]


@cache
def _profiles() -> frozenset[str]:
    return frozenset(primary(code) or code for code in language_profiles.languages())
