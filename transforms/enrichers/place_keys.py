"""The key under which a place's name is looked up, and the keys that an inflected name may stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from transforms.enrichers.country_endings import KOREAN_PARTICLES

# Letters that are no letter with a mark to Unicode, and those that Arabic and Persian write in two ways.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "e", "ħ": "h", "ŧ": "t", "ŋ": "n"}
    | {"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"}
)
# GeoNames has many Chinese names in one of the two scripts alone: what names are transcribed with, traditional and simplified.
_HAN = (
    "羅罗維维納纳蘭兰紐纽約约聖圣倫伦馬马爾尔亞亚華华頓顿裡里裏里剛刚達达薩萨費费貝贝魯鲁盧卢賓宾烏乌蘇苏諾诺漢汉韓韩東东臺台灣湾廣广門门陽阳"
    "濟济寧宁島岛龍龙麗丽瑪玛麥麦內内茲兹錫锡鎮镇縣县區区國国鄉乡慶庆瀋沈遼辽長长無无蕪芜連连鄭郑濱滨綿绵貴贵陰阴陝陕雲云壩坝溫温賀贺領领謝谢"
    "齊齐團团勞劳傑杰喬乔蓋盖歐欧紹绍紅红絲丝緬缅謙谦澤泽莊庄豐丰鳳凤鹽盐奧奥衛卫來来倉仓關关開开陳陈圖图橋桥歷历湯汤滬沪潤润熱热獨独畢毕盤盘"
    "禮礼義义萊莱葉叶蓮莲藍蓝買买賴赖遠远邁迈鄧邓鐵铁靈灵頭头飛飞魚鱼"
)
_WRITTEN_OTHERWISE: dict[int, int | str] = {**_LETTERS, **str.maketrans(_HAN[::2], _HAN[1::2])}
# Marks above and below Latin, Greek and Cyrillic letters, vowels of Arabic and Hebrew; in other scripts a mark is a letter.
_MARKS = re.compile("[\u0300-\u036f\u064b-\u0655\u0670\u0591-\u05c7]")
_DROPPED = re.compile("['’‘ʼʻʹʾʿ`´.·・\u200b-\u200f]")
_PUNCTUATION = re.compile(r"(?:[^\w\u0900-\u109f]|_)+")  # \w knows no vowel signs
_WORDS = {"saint": "st", "sankt": "st", "mount": "mt", "fort": "ft"}
_ABBREVIATED = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
_LONGEST = 100  # no name is longer, and the surface comes from a model

_MIN_STEM = 3
_MAX_FORMS = 8

# By language: the end of an inflected name's key -> what may stand there in the nominative ("-" is nothing).
# Every end that fits is tried: the gazetteer decides what is a place, and `places` distrusts what was only guessed.
_SOUTH_SLAVIC = (
    "u: - a o | a: - o | e: a | i: a - | ju: je | ja: je | ci: ka | om: - o | em: -"
    " | ом: - о | ем: - | у: - а о | а: - о | е: а | и: а -"
)
_CZECH = "e: - a o | a: - o | u: - o a | y: a | i: - e | em: - o | om: - o | ach: y | ich: e"
_GENITIVE_S = "s: -"
_ENDINGS: dict[str, str] = {
    "en": _GENITIVE_S,  # where the apostrophe was lost: "Europes"
    "pl": "ie: - a o | zie: - da | cie: t ta | ze: ra r | y: a | i: a - | u: - o | iu: - ie | a: - o | ia: - ie | em: - o"
    " | iem: - ie | ach: y e i | ce: ka | dze: ga | e: a -",
    "ru": "е: - а ь я | ы: а - | и: ь я а | у: - а о | ом: - о | ои: а | а: - о | ю: ь я | я: ь | ем: - ь е | ах: ы | ях: и",
    "be": "е: - а | ы: а - | у: - а | ам: - | аи: а | а: -",
    "uk": "і: - а | и: а - | у: - а | ові: ів | ова: ів | овом: ів | ом: - | а: - | ою: а",
    "cs": _CZECH,
    "sk": _CZECH,
    "hr": _SOUTH_SLAVIC,
    "sr": _SOUTH_SLAVIC,
    "bs": _SOUTH_SLAVIC,
    "sl": _SOUTH_SLAVIC,
    "lt": "uje: us | aus: us | e: as | o: as | oje: a | os: a | ai: a",
    "lv": "as: a | es: e | u: a | ai: a | i: s is",
    "et": "s: - | st: - | sse: - | as: - | ast: - | asse: - | i: - | is: - | ist: -",
    "fi": "ssa: - i | sta: - i | issa: - | ista: - | un: - | lla: - | lta: - | lle: -"
    " | n: - | en: - | in: - | an: - | hun: - | seen: - | ksi: - | a: -",
    "hu": "ban: - | ben: - | ba: - | be: - | bol: - | nak: - | nek: - | on: - | en: - | n: - | ra: - | re: - | rol: - | tol: -"
    " | ig: - | ot: - | et: - | t: - | i: - | ott: - | ett: - | tt: -",
    "ro": "ului: - | ul: - | ei: a | iului: i",
    "de": _GENITIVE_S,
    "sv": _GENITIVE_S,
    "da": _GENITIVE_S,
    "no": _GENITIVE_S,
    "nl": _GENITIVE_S,
}
_RULES = {
    language: [
        (end, ["" if new == "-" else new for new in news.split()])
        for end, news in (rule.strip().split(": ") for rule in table.split(" | "))
    ]
    for language, table in _ENDINGS.items()
}
# Whose stem changes too.
_SERBO_CROATIAN = {
    "zadru": "zadar",
    "zadra": "zadar",
    "novom sadu": "novi sad",
    "novog sada": "novi sad",
    "banja luci": "banja luka",
    "banje luke": "banja luka",
    "bosni i hercegovini": "bosna i hercegovina",
    "bosne i hercegovine": "bosna i hercegovina",
    "bosnu i hercegovinu": "bosna i hercegovina",
    "bosnom i hercegovinom": "bosna i hercegovina",
    "sjedinjenih americkih drzava": "sjedinjene americke drzave",
    "sjedinjenim americkim drzavama": "sjedinjene americke drzave",
}
_IRREGULAR: dict[str, dict[str, str]] = {
    "pl": {"nowym jorku": "nowy jork", "nowego jorku": "nowy jork", "bialymstoku": "bialystok", "bialegostoku": "bialystok"}
    | {"zielonej gorze": "zielona gora", "hadze": "haga", "pradze": "praga", "rzymie": "rzym", "wiedniu": "wieden"}
    | {"wiednia": "wieden", "los angeles": "los angeles", "gdyni": "gdynia", "wenecji": "wenecja"},
    "cs": {"praze": "praha", "ostrave": "ostrava", "vidni": "viden", "karlovych varech": "karlovy vary"},
    "sk": {"prahe": "praha", "kosiciach": "kosice", "viedni": "vieden"},
    "hr": _SERBO_CROATIAN,
    "sr": _SERBO_CROATIAN,
    "bs": _SERBO_CROATIAN,
    "fi": {"turussa": "turku", "turun": "turku", "lahdessa": "lahti", "lahden": "lahti", "tampereella": "tampere"}
    | {"tampereen": "tampere", "helsingissa": "helsinki", "helsingin": "helsinki", "helsingista": "helsinki"},
    "uk": {"києві": "киів", "києва": "киів", "києву": "киів", "києвом": "киів"},
    "ru": {"нью иорке": "нью иорк", "ростове на дону": "ростов на дону", "нижнем новгороде": "нижнии новгород"}
    | {"нижнего новгорода": "нижнии новгород", "санкт петербурге": "санкт петербург", "грозном": "грозныи"},
}
_CJK_SUFFIX = re.compile("(?<=..)[市州省県縣府都区區]$|(?<=..)(?:시|도|주)$")
_APOSTROPHE = re.compile(r"^(.{3,})['’ʼ][^\W\d_]{1,6}$")
_BEFORE = re.compile(
    r"^(?:the|city of|town of|greater|downtown|central|northern|southern|eastern|western|north|south|east|west"
    r"|north-?eastern|north-?western|south-?eastern|south-?western|la ville de|ciudad de|die|la|le|les|el|los|il) +"
)
_AFTER = re.compile(r" +(?:province|region|state|city|oblast|prefecture|governorate|область|области|край|bölgesi|eyaleti|ili)$")
_LOWERCASE_ONLY = re.compile(r"^(?:north|south|east|west|central|greater|downtown)")


def key(name: str) -> str:
    """A name without case, accents, apostrophes and points, other punctuation as one space: "St.-Étienne" -> "st etienne"."""
    plain = name[:_LONGEST].casefold()
    if not plain.isascii():
        plain = _MARKS.sub("", unicodedata.normalize("NFKD", plain)).translate(_WRITTEN_OTHERWISE)
        plain = unicodedata.normalize("NFC", plain).casefold()
    plain = _PUNCTUATION.sub(" ", _DROPPED.sub("", plain)).strip()
    return _ABBREVIATED.sub(lambda match: _WORDS[match[0]], plain)


def nominatives(name: str, language: str) -> Iterator[str]:
    """Keys that `name`, a key, may be an inflected form of; nothing in a language without endings, or for a short name."""
    if irregular := _IRREGULAR.get(language, {}).get(name):
        yield irregular
    if language == "ko":
        yield from (name[: -len(p)] for p in KOREAN_PARTICLES if name.endswith(p) and len(name) - len(p) > 1)
    forms = 0
    for end, news in _RULES.get(language, ()):
        if name.endswith(end) and len(name) - len(end) >= _MIN_STEM:
            for new in news:
                if forms < _MAX_FORMS:
                    forms += 1
                    yield name[: len(name) - len(end)] + new


def shorter(surface: str) -> Iterator[str]:
    """The surface without what is not the name: possessive, article, direction, "province": "northern Syria" -> "Syria"."""
    surface = surface[:_LONGEST]
    if match := _APOSTROPHE.match(surface):
        yield match[1]
        surface = match[1]
    lower = surface.lower()
    if len(lower) != len(surface):
        return
    if (match := _BEFORE.match(lower)) and not (_LOWERCASE_ONLY.match(lower) and surface[0].isupper()):
        yield surface[match.end() :]
    if match := _AFTER.search(lower):
        yield surface[: match.start()]
    if match := _CJK_SUFFIX.search(surface):
        yield surface[: match.start()]
