"""The language of a text: by its script where that settles it, by langdetect otherwise, weighed against the page's own word."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import langdetect
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

UNDETERMINED = "und"
SAMPLE_CHARS = 1000
MIN_LETTERS = 12
_SCAN_CHARS = 4000
_CODE = re.compile(r"^([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?(?:$|[-_.@;,\s])")
# Letters that only one language of news is written in; the rest of a script's languages langdetect tells apart.
_SCRIPTS = {
    "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "GREEK": "el", "ARMENIAN": "hy", "GEORGIAN": "ka", "ETHIOPIC": "am",
    "KHMER": "km", "LAO": "lo", "MYANMAR": "my", "SINHALA": "si", "THAI": "th", "TAMIL": "ta", "TELUGU": "te", "KANNADA": "kn",
    "MALAYALAM": "ml", "GUJARATI": "gu", "GURMUKHI": "pa", "ORIYA": "or", "TIBETAN": "bo", "THAANA": "dv",
}  # fmt: skip
# Languages that share such a script; a page that declares one of them is believed.
_SAME_SCRIPT = {"am": {"ti"}, "bo": {"dz"}, "el": set[str](), "my": {"mnw", "shn"}}
# Codes that were replaced, and countries written where a language was meant.
_OLD_CODES = dict(
    pair.split(":")
    for pair in (
        "iw:he in:id ji:yi nb:no nn:no mo:ro sh:hr fil:tl cmn:zh yue:zh jp:ja kr:ko cz:cs gr:el ua:uk dk:da se:sv".split()
    )
)
# What langdetect takes languages for that it has no profile of: its answers, and the languages behind them.
_MISTAKEN = {
    "no da sv": "is fo",
    "nl de af": "lb fy li gsw nds",
    "pt es ca fr": "gl ast an oc",
    "it es ro": "co sc rm la eo",
    "fi id tl hu es": "eu",
    "fr en": "br ga gd ht",
    "it so sq": "mt",
    "hr sl mk bg": "bs sr cnr",
    "uk ru bg mk": "be kk ky tt ba mn tg uz",
    "tr so sw": "az tk uz ku om",
    "fa ar ur": "ps ckb ku sd ug",
    "id tl so": "ms jv su ceb mg",
    "sw so tl af": "zu xh ss nr nd st tn nso ts ve sn ny rw rn lg ln qu",
    "so sw tl id vi": "ha yo ig haw mi sm to",
    "hi mr ne bn": "sa bho mai kok as",
    "he": "yi",
}
_TAKEN_FOR = {
    language: {code for taken, hidden in _MISTAKEN.items() if language in hidden.split() for code in taken.split()}
    for languages in _MISTAKEN.values()
    for language in languages.split()
}
# Under this score the page's own word wins over the detector's.
DOUBTFUL = 0.80


def detect(text: str, declared: str | None = None) -> tuple[str, float]:
    """The language of `text` as a BCP 47 primary subtag, and a score in [0, 1]; ("und", 0.0) for too little text.

    The same answer for the same arguments, in any order of calls.
    """
    own = primary(declared)
    letters = [c for c in text[:_SCAN_CHARS] if c.isalpha()]
    if len(letters) < MIN_LETTERS and not any(ord(c) > 0x2E7F for c in letters[3:]):
        return UNDETERMINED, 0.0
    script, share = _script(letters)
    if script in _SCRIPTS:
        code = _SCRIPTS[script]
        return (own, share) if own and own in _SAME_SCRIPT.get(code, ()) else (code, share)
    if script == "CJK":
        return "zh", share
    found, score = _langdetect(text)
    if own in _TAKEN_FOR and own not in _profiles() and (found in _TAKEN_FOR[own] or score < DOUBTFUL):
        return own, min(score, 0.5)
    if own and own != found and score < DOUBTFUL and own in _profiles():
        return own, round(1.0 - score, 4)
    return found, score


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


def _script(letters: list[str]) -> tuple[str, float]:
    """The script of most letters and its share; kana anywhere in quantity makes Han Japanese."""
    counts: Counter[str] = Counter()
    for letter, n in Counter(letters).items():
        counts[unicodedata.name(letter, "UNKNOWN").split(" ")[0].split("-")[0]] += n
    total = sum(counts.values()) or 1
    kana = counts["HIRAGANA"] + counts["KATAKANA"]
    if kana and kana + counts["CJK"] > 0.4 * total and kana > 0.03 * (kana + counts["CJK"]):
        return "HIRAGANA", round((kana + counts["CJK"]) / total, 4)
    script, most = counts.most_common(1)[0]
    # A page in another script quotes Latin names and brands more than the reverse.
    for other, count in counts.items():
        if script == "LATIN" and other in _SCRIPTS and count > 0.4 * total:
            script, most = other, count
    return script, round(most / total, 4)


@cache
def _factory() -> DetectorFactory:
    """Our own factory of detectors, seeded; profiles are read in sorted order so that every machine has the same one."""
    folder = Path(langdetect.__file__).parent / "profiles"
    factory = DetectorFactory()
    factory.seed = 0
    factory.load_json_profile(
        [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()) if path.is_file() and "." not in path.name]
    )
    return factory


@cache
def _profiles() -> frozenset[str]:
    return frozenset(primary(code) or code for code in _factory().get_lang_list())


def _langdetect(text: str) -> tuple[str, float]:
    """langdetect's best language for the beginning of a text, with a detector made for this text alone."""
    detector = _factory().create()
    detector.append(text[:SAMPLE_CHARS])
    try:
        best = max(detector.get_probabilities(), key=lambda language: (language.prob, language.lang), default=None)
    except LangDetectException:
        return UNDETERMINED, 0.0
    return (primary(best.lang) or UNDETERMINED, round(float(best.prob), 4)) if best else (UNDETERMINED, 0.0)
