"""The line that opens an agency's report: place, day and the agency that wrote it, as agencies of many countries write it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from transforms.text import agencies, months

_DASH = r"(?:\.?\s?[—–―‒−-]{1,3}|\s?[:：=]|\.)"
_SPACE = r"[ \t\xa0\u3000]"
# "RZESZOW, Poland (AP) —", "BERLIN, 3. Mai (dpa) -", "МОСКВА, 3 мая. /ТАСС/."
_BRACKETED = re.compile(
    rf"(?P<head>[^()（）\n—–]{{2,80}}?){_SPACE}?[(（](?P<who>[^()（）\n]{{2,40}})[)）](?P<dash>{_SPACE}?{_DASH})?"
)
_SLASHED = re.compile(rf"(?P<head>[^()（）\n—–/]{{2,60}}){_SPACE}?/(?P<who>[^/\n]{{2,30}})/(?P<dash>{_SPACE}?{_DASH})?")
# "(ANSA) - ROMA, 3 MAG -", "(서울=연합뉴스)", "【北京共同】", "[ロンドン 3日 ロイター]"
_LEADING = re.compile(rf"(?P<open>[(（\[［【/])(?P<who>[^()（）\[\]［］【】\n]{{2,60}})[)）\]］】/](?P<dash>{_SPACE}?{_DASH})?")
# "VILNIUS, geg. 03, BNS -", "Москва. 3 мая. INTERFAX.RU -", "МОСКВА, 3 мая — РИА Новости."
_BREAK = re.compile(rf"[,.:]{_SPACE}|{_SPACE}[—–-]{{1,2}}{_SPACE}")
# "KYODO NEWS - Mar 3, 2024"
_FIRST = re.compile(rf"(?P<who>[^\n—–|-]{{2,30}}?){_SPACE}[—–|-]{_SPACE}(?P<day>[^\n—–|-]{{4,30}})(?={_SPACE}[—–|-]|$)")
# "新华社北京5月3日电", "中央社台北3日電"
_CHINESE = re.compile(
    rf"[(（]?据?(?P<who>{'|'.join(map(re.escape, agencies.UNSPACED))})(?P<place>[^\d\s，。,（）()]{{0,14}})"
    rf"(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?{_SPACE}?[电電讯訊][)）]?"
)
_REPORTER = re.compile(r"记者|記者|通讯员")
_PLAIN = re.compile(rf"(?P<head>[^()\n—–―]{{3,60}}?),?{_SPACE}?(?:[—–―]|--|(?<=[.\s])-(?=\s)){_SPACE}?(?=\S)")
_CAPITALS = re.compile(r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-ЯЁІЇЄҐ][A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-ЯЁІЇЄҐ'’.\-]*\s?){1,4}")
_PARTICLE = re.compile(
    r"(?:de|del|della|di|do|da|dos|das|du|des|la|le|las|los|el|al|an|am|im|in|ob|der|dem|den|bei|auf|aan|op|of|on|upon|the|sur|sous|"
    r"les|och|na|nad|над|на|por|y|e|and|und|et)$"
)
# Capitals and a dash begin more than reports: labels of the desk, and names of programmes.
_LABELS = re.compile(
    r"(?:breaking|live|watch|listen|update[sd]?|exclusive|opinion|analysis|comment|editorial|video|photos?|pictures|correction|"
    r"corrected|clarification|editor|note|review|preview|interview|explainer|fact|read|news|sport|sports|weather|politics|business|"
    r"world|money|health|science|culture|urgent|developing|just in|spoiler|advertisement|warning|attention|important|podcast|"
    r"eilmeldung|liveticker|exklusiv|kommentar|meinung|analyse|achtung|direct|en direct|vidéo|exclusif|édito|última hora|en vivo|"
    r"exclusivo|exclusiva|urgente|análisis|opinión|ao vivo|opinião|diretta|esclusiva|commento|pilne|na żywo|"
    r"срочно|видео|эксклюзив|обновлено|мнение|фото|терміново|ексклюзив|day|week|part|chapter)\b|"
    r".*\b(?:news|show|tv|report|magazine|podcast|staff|awards?|times|post|tribune|herald|week|today|tonight|live|series|season|"
    r"game|games|edition|update|alert|watch)$",
    re.IGNORECASE,
)
# Cities that stand without country or state at the head of a report: those of the agencies' stylebooks, and further capitals, as
# they are called at home too. Any other name in capitals before a dash is a speaker, an organisation or a topic as often.
_CITIES = frozenset(
    (
        "AMSTERDAM,ANKARA,ATHENS,ATLANTA,BAGHDAD,BALTIMORE,BANGKOK,BARCELONA,BEIJING,BEIRUT,BELGRADE,"
        "BENGALURU,BERLIN,BOGOTA,BOSTON,BRASILIA,BRUSSELS,BUCHAREST,BUDAPEST,BUENOS AIRES,CAIRO,CAPE TOWN,"
        "CARACAS,CHENNAI,CHICAGO,CINCINNATI,CLEVELAND,COLOMBO,COPENHAGEN,DAKAR,DALLAS,DAMASCUS,DENVER,"
        "DETROIT,DHAKA,DOHA,DUBAI,DUBLIN,FRANKFURT,GAZA,GAZA CITY,GENEVA,GUATEMALA CITY,HANOI,HAVANA,"
        "HELSINKI,HONG KONG,HONOLULU,HOUSTON,HYDERABAD,INDIANAPOLIS,ISLAMABAD,ISTANBUL,JAKARTA,JERUSALEM,"
        "JOHANNESBURG,KABUL,KARACHI,KATHMANDU,KOLKATA,KUALA LUMPUR,KUWAIT CITY,KYIV,LAGOS,LAS VEGAS,LIMA,"
        "LISBON,LONDON,LOS ANGELES,LUXEMBOURG,MADRID,MANILA,MELBOURNE,MEXICO CITY,MIAMI,MILAN,MILWAUKEE,"
        "MINNEAPOLIS,MONACO,MONTREAL,MOSCOW,MUMBAI,MUNICH,NAIROBI,NEW DELHI,NEW ORLEANS,NEW YORK,"
        "OKLAHOMA CITY,OSLO,OTTAWA,PANAMA CITY,PARIS,PHILADELPHIA,PHOENIX,PITTSBURGH,PRAGUE,QUEBEC CITY,RIGA,"
        "RIO DE JANEIRO,RIYADH,ROME,SALT LAKE CITY,SAN ANTONIO,SAN DIEGO,SAN FRANCISCO,SANTIAGO,SAO PAULO,"
        "SARAJEVO,SEATTLE,SEOUL,SHANGHAI,SINGAPORE,SOFIA,ST. LOUIS,STOCKHOLM,SYDNEY,TAIPEI,TALLINN,TBILISI,"
        "TEHRAN,TEL AVIV,TOKYO,TORONTO,TUNIS,UNITED NATIONS,VANCOUVER,VATICAN CITY,VIENNA,VILNIUS,WARSAW,"
        "WASHINGTON,YEREVAN,ZAGREB,ZURICH,ATHEN,BRÜSSEL,FRANKFURT/MAIN,GENF,HAMBURG,KÖLN,MÜNCHEN,WIEN,"
        "ZÜRICH,BRUXELLES,GENÈVE,LONDRES,LYON,MARSEILLE,MONTRÉAL,MOSCOU,BOGOTÁ,CIUDAD DE MÉXICO,LA HABANA,"
        "BRASÍLIA,LISBOA,SÃO PAULO,MILANO,NAPOLI,ROMA,TORINO,BRUSSEL,KØBENHAVN,WARSZAWA,PRAHA,BUCUREȘTI,"
        "LJUBLJANA,BRATISLAVA,ΑΘΗΝΑ,АСТАНА,КИЕВ,КИЇВ,ЛЬВІВ,МИНСК,МІНСК,МОСКВА,САНКТ-ПЕТЕРБУРГ,СОФИЯ"
    ).split(",")
)
_LEAST_REPORT = 40  # characters behind a dateline without an agency: less is a heading


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where a report was written and by which agency, and the passage that says so."""

    place: str | None
    agency: str | None
    passage: str


def read(line: str, language: str | None = None) -> Dateline | None:
    """The dateline that a line begins with; None where it begins with none."""
    line = line.strip()
    return (
        _leading(line, language)
        or _bracketed(line, language)
        or _chinese(line)
        or _unbracketed(line, language)
        or _first(line, language)
        or _without_agency(line, language)
    )


def _bracketed(line: str, language: str | None) -> Dateline | None:
    found = _BRACKETED.match(line) or _SLASHED.match(line)
    parts = _place(found["head"], language) if found else None
    if not found or not parts:
        return None
    place, dated = parts
    # Short names in brackets are parties, firms and states as often. A day before or a dash behind makes it a report's opening.
    if not (dated or found["dash"] or agencies.is_full(found["who"])):
        return None
    strong = dated or _in_capitals(place)
    # "Harrisburg (PA)": two letters are a state's where nothing but the language speaks for an agency.
    spoken = language if strong or len(found["who"]) > 2 else None
    agency = _agency(found["who"], spoken, strong)
    return Dateline(place, agency, found[0].strip()) if agency else None


def _first(line: str, language: str | None) -> Dateline | None:
    found = _FIRST.match(line)
    agency = agencies.named(found["who"], language) if found and _is_date(found["day"], language) else None
    return Dateline(None, agency, found[0].strip()) if found and agency else None


def _leading(line: str, language: str | None) -> Dateline | None:
    found = _LEADING.match(line)
    if not found:
        return None
    who = found["who"]
    *before, last = re.split(r"[=＝]", who)
    words = re.split(rf"{_SPACE}+", " ".join(before) or last)
    if before and (agency := agencies.first_of(last.strip(), language, strong=True)):
        # "워싱턴 AFP=연합뉴스": the first agency wrote, the other passed it on.
        first = agencies.named(words[-1], language)
        return Dateline(None if first and len(words) == 1 else words[0], first or agency, found[0].strip())
    if agency := _agency(who, language, strong=bool(found["dash"])):
        rest = _without_agency(line[found.end() :].strip(), language, signed=True)
        return Dateline(rest.place if rest else None, agency, found[0].strip())
    if len(words) > 1 and found["open"] in "[［【" and (agency := agencies.named(words[-1], language)):
        return Dateline(words[0] if not words[0][0].isdigit() else None, agency, found[0].strip())
    glued = _glued(re.sub(r"[电電]$", "", who)) if found["open"] in "【（(" else None
    return Dateline(glued[0], glued[1], found[0].strip()) if glued else None


def _glued(who: str) -> tuple[str | None, str] | None:
    """Place and agency of 北京共同 or パリAFP時事, where the first agency wrote and the other passed it on."""
    name = next((name for name in agencies.UNSPACED if who.casefold().endswith(name)), None)
    agency = agencies.named(name) if name else None
    if not name or not agency:
        return None
    place = who[: -len(name)].strip(" ,、・")
    latin = re.search(r"[A-Za-z]+$", place)
    if latin and (first := agencies.named(latin[0])):
        place, agency = place[: latin.start()].strip(" ,、・"), first
    return (place if place and not re.search(r"\d", place) else None), agency


def _chinese(line: str) -> Dateline | None:
    found = _CHINESE.match(line)
    if not found or not (agency := agencies.named(found["who"])):
        return None
    place = found["place"]
    return Dateline(place if place and not _REPORTER.search(place) else None, agency, found[0])


def _unbracketed(line: str, language: str | None) -> Dateline | None:
    start = begins = 0
    for part in list(_BREAK.finditer(line, 0, 100))[:5]:
        place = _place(line[:begins], language) if start else None
        if place and (agency := agencies.named(line[start : part.start()], language, strong=place[1] or _in_capitals(place[0]))):
            return Dateline(place[0], agency, line[: part.end()].strip())
        begins, start = part.start(), part.end()
    return None


def _without_agency(line: str, language: str | None, signed: bool = False) -> Dateline | None:
    """The dateline that names no agency; `signed`: one stood before it, so that what is in capitals is a place."""
    found = _PLAIN.match(line)
    if not found or len(line) - found.end() < _LEAST_REPORT:
        return None
    parts = _place(found["head"], language)
    if not parts or _LABELS.match(parts[0]):
        return None
    place, dated = parts
    # In small letters a name before a dash is a person or a topic as often: only a day tells.
    if not dated and not (_in_capitals(place) and (signed or _stands_alone(place, line[found.end() :]))):
        return None
    return Dateline(place, None, found[0].strip())


def _agency(who: str, language: str | None, strong: bool) -> str | None:
    """The agency of what stands in brackets: "AP", "Reuters/AFP", "dpa/mik", "AFP, 3 May"."""
    first, _, rest = who.partition(",")
    if rest and _is_date(rest, language):
        who = first
    return agencies.first_of(who, language, strong)


def _stands_alone(place: str, report: str) -> bool:
    """Whether a name in capitals is a place by itself: a country or state follows it ("Poland", "PA", "ORE."), or all know it."""
    city, _, region = place.partition(", ")
    if report[0].islower():
        return False
    return city in _CITIES or (bool(region) and (not region.isupper() or len(region) <= 3 or region[-1] == "."))


def _in_capitals(place: str) -> bool:
    city = place.partition(",")[0]
    return len(city) > 2 and _CAPITALS.fullmatch(city) is not None


def _place(head: str, language: str | None) -> tuple[str, bool] | None:
    """The place in what precedes an agency or a dash, and whether a day followed it; None where it is no place."""
    parts = [part for part in re.split(rf",{_SPACE}?|(?<=\w{{4}})\.{_SPACE}+", head.strip(" ,\t\xa0\u3000")) if part.strip()]
    days = [at for at, part in enumerate(parts) if at and _is_date(part, language)]
    if days:
        parts = parts[: days[0]]
    elif parts and (found := re.match(rf"(\D{{2,40}}?){_SPACE}(\d.*)$", parts[-1])) and _is_date(found[2], language):
        parts[-1], days = found[1], [0]
    elif len(parts) > 1 and re.match(r"\d", parts[-1]):
        return None
    if not 1 <= len(parts) <= 3 or not all(map(_is_name, parts)):
        return None
    place = ", ".join(part.strip() for part in parts)
    # "Fla." is an abbreviation, "Москва." the end of a sentence.
    return place[:-1] if len(place) - place.rfind(" ") > 7 and place[-1] == "." else place, bool(days)


def _is_name(part: str) -> bool:
    words = part.split()
    if not 1 <= len(words) <= 5 or len(part) > 40 or not (words[0][0].isalpha() and not words[0][0].islower()):
        return False
    # "By Jane Doe, AFP BERLIN" is a byline, and a heading that breaks off ends in a particle.
    if words[0].casefold() in ("by", "von", "por", "par") or (len(words) > 1 and _PARTICLE.match(words[-1].lower())):
        return False
    small = any(word[0].islower() and not _PARTICLE.match(word) for word in words)
    return not small and all(c in "'’ʻ.-[] ·/" or unicodedata.category(c)[0] in "LM" for c in part)


def _is_date(part: str, language: str | None) -> bool:
    """Whether a part names a day: a number with a month, or numbers only."""
    words = re.findall(r"\d+|[^\s\d.,]+", part)  # marks of Indian vowels are no word characters
    if len(part) > 40 or not any(word.isdigit() for word in words):
        return False
    letters = [word for word in words if not word.isdigit()]
    spoken = (language or "").partition("-")[0] or None
    return (
        not letters or any(months.number(word, spoken) is not None for word in letters) or re.search(r"[日일]", part) is not None
    )
