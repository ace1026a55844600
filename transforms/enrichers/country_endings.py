"""Countries' names with the endings of grammatical case, where these make no other word.

CLDR gives the nominative alone; in a Polish or Finnish article that is a third of the mentions. A name of several words is
left alone, as its adjectives would change too: the common ones stand in country_variants.py.
"""

from __future__ import annotations

from collections.abc import Iterator

# Shorter names become other words.
_MIN_LETTERS = 4

# By language: the end of a CLDR name, and what may stand in its place. The longest end that fits is taken.
_ENDINGS: dict[str, dict[str, str]] = {
    # An apostrophe lost on the way: "Russias war".
    "en": {"a": "as", "ine": "ines", "and": "ands", "ael": "aels", "any": "anys"},
    "de": {"": "s"},
    "sv": {"": "s"},
    "da": {"": "s"},
    "no": {"": "s"},
    "nl": {"d": "ds", "k": "ks", "n": "ns", "ë": "ës"},
    "ru": {
        "ия": "ии ию ией",
        "а": "ы у е ой",
        "й": "я ю ем е",
        "н": "на ну ном не",
        "к": "ка ку ком ке",
        "т": "та ту том те",
        "ь": "и ью",
    },
    "uk": {
        "ія": "ії ію ією",
        "їна": "їни їну їні їною",
        "а": "и у і ою",
        "й": "ю єм ї",
        "н": "ну ні ном",
        "к": "ку ці ком",
    },
    "pl": {
        "ja": "ji ję ją",
        "ia": "ii ię ią",
        "na": "ny nie nę ną",
        "ka": "kę ką",
        "n": "nu nie nem",
        "k": "ku kiem",
        "sz": "szu",
    },
    "cs": {"ko": "ka ku kem", "ie": "ii ií", "na": "ny ně nu nou", "ína": "íny íně ínu ínou", "án": "ánu ánem"},
    "sk": {"ko": "ka ku kom", "ia": "ie ii iu iou", "na": "ny ne nu nou"},
    "hr": {"ija": "ije iji iju ijom", "ka": "ke koj ku kom", "na": "ne ni nu nom", "an": "ana anu anom", "ak": "aka aku akom"},
    "sr": {
        "ija": "ije iji iju ijom",
        "ka": "ke koj ku kom",
        "na": "ne ni nu nom",
        "ија": "ије ији ију ијом",
        "ка": "ке кој ку ком",
        "на": "не ни ну ном",
    },
    "ro": {"ia": "iei", "na": "nei", "ța": "ței", "da": "dei"},
    "fi": {
        "a": "an assa asta aan alla alta alle ana aksi aa",
        "ä": "än ässä ästä ään ällä ältä älle äksi ää",
        "n": "nin nissa nista niin nilla nilta nille nia",
        "k": "kin kissa kista kiin kilta kille kia",
    },
    "hu": {
        "ág": "ágban ágba ágból ágot ágnak ággal ágért ágról ágra ágtól ágon",
        "a": "ában ába ából át ának ával áért áról ára ától",
        "án": "ánban ánba ánból ánt ánnak ánnal ánról ánra ántól",
        "on": "onban onba onból ont onnak onnal onról onra ontól",
        "l": "lben lbe lből lt lnek llel lről lre ltől",
    },
    "lv": {"ija": "ijas ijai iju ijā", "na": "nas nai nu nā", "ka": "kas kai ku kā"},
    "lt": {"ija": "ijos ijai iją ijoje", "na": "nos nai ną noje"},
}
_GENITIVE_S = frozenset({"de", "sv", "da", "no"})

# What Korean writes onto a name, longest first: particles, and words that leave the name what it is.
KOREAN_PARTICLES = tuple(
    sorted(
        "은 는 이 가 을 를 의 에 와 과 도 로 으로 만 서 에서 에게 에는 에도 에선 까지 부터 보다 처럼 이나 나 이란 라는 과의 와의 "
        "에서는 에서도 으로부터 로부터 으로의 로의 측 산 계 내 군 정부 대통령 총리 대표팀 언론".split(),
        key=lambda particle: (-len(particle), particle),
    )
)


def inflected(language: str, name: str) -> Iterator[str]:
    """The other forms of a name in the nominative; none where the language or the name is not known to be safe."""
    if len(name) < _MIN_LETTERS or " " in name or name.isupper() or not name[-1].isalpha():
        return
    endings = _ENDINGS.get(language, {})
    ending = max((e for e in endings if name.endswith(e)), key=len, default=None)
    if ending is None or (language in _GENITIVE_S and name[-1] in "sxzß"):
        return
    stem = name[: len(name) - len(ending)]
    for new in endings[ending].split():
        yield stem + new
