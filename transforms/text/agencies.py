"""News agencies as they sign: in datelines, credit lines, bylines and "source:" lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Agency: the ways it signs. Short names count only in this very case.
AGENCIES: dict[str, tuple[str, ...]] = {
    "Associated Press": ("Associated Press", "The Associated Press", "AP"),
    "Reuters": ("Reuters", "REUTERS", "Thomson Reuters", "रॉयटर्स", "ロイター", "로이터", "路透社", "Рейтер", "رويترز"),
    "Agence France-Presse": ("Agence France-Presse", "Agence France Presse", "AFP", "法新社", "АФП", "أ ف ب"),
    "dpa": ("dpa", "DPA", "Deutsche Presse-Agentur"),
    "EFE": ("EFE", "Efe", "Agencia EFE"),
    "ANSA": ("ANSA", "Ansa"),
    "Adnkronos": ("Adnkronos", "ADNKRONOS"),
    "TASS": ("TASS", "ТАСС", "ITAR-TASS"),
    "Interfax": ("Interfax", "Интерфакс"),
    "RIA Novosti": ("RIA Novosti", "РИА Новости"),
    "Ukrinform": ("Ukrinform", "Укрінформ"),
    "Xinhua": ("Xinhua", "XINHUA", "Xinhua News Agency", "新华社", "新華社"),
    "Kyodo": ("Kyodo", "KYODO", "Kyodo News", "共同通信", "共同"),
    "Jiji": ("Jiji", "Jiji Press", "JIJI", "時事通信", "時事"),
    "Yonhap": ("Yonhap", "Yonhap News Agency", "연합뉴스"),
    "PA Media": ("PA Media", "PA News Agency", "Press Association", "PA"),
    "PTI": ("PTI", "Press Trust of India"),
    "ANI": ("ANI", "Asian News International"),
    "IANS": ("IANS",),
    "Anadolu": ("Anadolu", "Anadolu Agency", "Anadolu Ajansı", "AA"),
    "DHA": ("DHA", "Demirören Haber Ajansı"),
    "IHA": ("IHA", "İHA", "İhlas Haber Ajansı"),
    "APA": ("APA", "Austria Presse Agentur"),
    "Keystone-SDA": ("Keystone-SDA", "SDA", "sda"),
    "Belga": ("Belga", "BELGA"),
    "ANP": ("ANP",),
    "Ritzau": ("Ritzau", "Ritzaus Bureau", "/ritzau/"),
    "NTB": ("NTB", "©NTB"),
    "TT": ("TT", "TT Nyhetsbyrån"),
    "STT": ("STT",),
    "MTI": ("MTI",),
    "PAP": ("PAP", "Polska Agencja Prasowa"),
    "CTK": ("ČTK", "CTK"),
    "TASR": ("TASR",),
    "Lusa": ("Lusa", "LUSA", "Agência Lusa"),
    "Europa Press": ("Europa Press", "EUROPA PRESS"),
    "KNA": ("KNA",),
    "epd": ("epd",),
    "SID": ("SID",),
    "Canadian Press": ("The Canadian Press", "Canadian Press"),
    "AAP": ("AAP", "Australian Associated Press"),
    "Agencia Brasil": ("Agência Brasil",),
    "Antara": ("ANTARA", "Antara"),
    "Bernama": ("Bernama", "BERNAMA"),
    "UPI": ("UPI", "United Press International"),
    "Bloomberg": ("Bloomberg News", "Bloomberg"),
}
_NAMES = {name: agency for agency, names in AGENCIES.items() for name in names}
_ANY = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))
_ONE = rf"(?:{_ANY})"
# "RZESZOW, Poland (AP) —", "BERLIN (Reuters) -", "Berlin (dpa) -", "(ANSA) - ROMA, 3 MAG -"
_PLACE = r"(?P<place>[^\W\d_][\w'’.\-/ ]{1,40}(?:, ?[^\W\d_][\w'’.\- ]{1,30}){0,2})"
_DASH = r"[—–\-―:.]{1,2}"
_DATELINE = re.compile(
    rf"^{_PLACE}(?:,? [^()\n]{{0,25}}?)? ?[(（/] ?(?P<agency>{_ONE})(?:[/,; -]+[^()\n]{{1,30}})? ?[)）/] ?{_DASH}? ?"
)
_LEADING = re.compile(rf"^[(（\[/] ?(?P<agency>{_ONE})(?:[/,; -]+[^()\n]{{1,30}})? ?[)）\]/] ?{_DASH}? ?")
_PLAIN_DATELINE = re.compile(
    r"^(?P<place>[A-ZÀ-ÖØ-ÞĀ-Ž][A-ZÀ-ÖØ-ÞĀ-Ž'’.\- ]{2,30}(?:, ?[^\W\d_][\w'’.\- ]{1,30}){0,2}),? ?[—–―](?= ?\S)"
)
_COMMA_DATELINE = re.compile(rf"^{_PLACE}, [^,\n]{{2,20}} \((?P<agency>{_ONE})\)")
_SAYS_SOURCE = r"source|quelle|fuente|fonte|kilde|källa|zdroj|źródło|kaynak|bron"
_CREDIT = re.compile(
    rf"^[\W_]*(?:(?:(?i:{_SAYS_SOURCE}|by|von|par|por|with|mit))\s*[:：]?\s*)?(?:the )?(?P<agency>{_ONE})[\W_]*$"
)
_SOURCE = re.compile(rf"\b(?i:{_SAYS_SOURCE})\s*[:：]\s*(?:the )?(?P<agency>{_ONE})(?!\w)")
_END = re.compile(rf"[(（\[/] ?(?P<agency>{_ONE})(?:[/,; -]+[^()\n]{{1,20}})? ?[)）\]/]\s*$")
_LAST_LINES = 4
_CREDIT_CHARS = 60


def find(text: str, authors: Iterable[str] = (), publisher: str | None = None) -> tuple[str | None, str | None]:
    """The agency that a text comes from and the very passage that says so; (None, None) where none signs.

    In order of trust: the dateline, a credit line alone at the end, "Source: ..." there, the bracketed name that ends the last
    line, the byline, the publisher.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line in lines[:3]:
        match = _DATELINE.match(line) or _COMMA_DATELINE.match(line) or _LEADING.match(line)
        if match:
            return _NAMES[match["agency"]], match[0].strip()
    for line in reversed(lines[-_LAST_LINES:]):
        match = _CREDIT.match(line) if len(line) <= _CREDIT_CHARS else None
        if match:
            return _NAMES[match["agency"]], line
    for line in reversed(lines[-_LAST_LINES:]):
        match = _SOURCE.search(line) or _END.search(line)
        if match:
            return _NAMES[match["agency"]], match[0].strip()
    for name in (*authors, publisher or ""):
        match = _CREDIT.match(name)
        if match:
            return _NAMES[match["agency"]], name
    return None, None


def dateline(text: str) -> str | None:
    """The place that opens a report ("RZESZOW, Poland (AP) —" gives "RZESZOW, Poland"), None where none does."""
    for line in [line.strip() for line in text.split("\n") if line.strip()][:2]:
        match = _DATELINE.match(line) or _COMMA_DATELINE.match(line) or _PLAIN_DATELINE.match(line)
        if match and match["place"].strip():
            return match["place"].strip(" ,")
    return None
