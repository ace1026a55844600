"""Words that go before a person's name and are no part of it, by language: "Prime Minister", "Mr.", "Herr", "prezydent".

Matched without regard to case and to the full stop of an abbreviation. The labelled sets leave titles out of a person's name,
those of Romanian do not, nor "dr." in Hungarian; saints keep theirs ("St. Paul"), lords and ladies too, and so do names that are
a title's word by birth (Dean, Earl, Major).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

# Whatever the language, but for those that count them to the name.
_EVERYWHERE = "Mr | Mrs | Ms | Dr | Prof"
_KEEP_THEM = frozenset({"ro", "hu"})

# An office: what stands before it goes with it ("Polish Prime Minister Mateusz Morawiecki").
_OFFICES = {
    "en": """
        President | Vice President | Vice-President | President-elect | President-Elect | Prime Minister
        Premier | Minister
        Foreign Minister | Defense Minister | Defence Minister | Finance Minister | Interior Minister
        Chancellor | Taoiseach
        Secretary | Secretary General | Secretary-General | Foreign Secretary | Home Secretary | Press Secretary
        Defense Secretary
        Secretary of State | Secretary of Defense | Secretary of Defence | Secretary of the Treasury
        Secretary of the Interior
        Secretary of Energy | Secretary of Education | Secretary of Labor | Secretary of Commerce
        Secretary of Agriculture
        Secretary of Homeland Security | Secretary of Health and Human Services | Secretary of Transportation
        Secretary of the Army | Secretary of the Navy | Secretary of the Air Force | Secretary of Veterans Affairs
        Minister of State | Minister of Foreign Affairs | Minister of Defense | Minister of Defence
        Minister of Finance
        Minister of Health | Minister of Education | Minister of the Interior | Minister of Interior
        Minister of Justice
        Minister for Foreign Affairs | Chief of Staff | Director of National Intelligence | Speaker of the House
        Senator | Sen | Congressman | Congresswoman | Representative | Rep | Gov | Governor | Governor-General
        Lieutenant Governor | Attorney General | Solicitor General | Surgeon General | Inspector General
        Ambassador | Chairman | Chairwoman | Chairperson | Spokesman | Spokeswoman | Spokesperson | Commissioner
        Councillor
        Councilman | Councilwoman | Justice | Chief Justice | Archbishop | Ayatollah | Grand Ayatollah | Mullah
        Lawmaker
        Chief Executive | Chief Executive Officer | CEO | Managing Director | Head Coach | Deputy | Envoy | Assemblyman
    """,
    "de": """
        Präsident | Präsidentin | US-Präsident | Bundespräsident | Bundeskanzler | Bundeskanzlerin | Kanzler
        Kanzlerin | Minister
        Ministerin | Außenminister | Außenministerin | Innenminister | Innenministerin | Finanzminister
        Verteidigungsminister
        Wirtschaftsminister | Gesundheitsminister | Bundesaußenminister | Ministerpräsident
        Ministerpräsidentin | Premierminister
        Staatssekretär | Oberbürgermeister | Bürgermeister | Generalsekretär | Botschafter | Landrat | Senator
    """,
    "fr": """
        président | présidente | premier ministre | première ministre | ministre
        ministre des Affaires étrangères | chancelier
        sénateur | sénatrice | député | députée | maire | ambassadeur | secrétaire d'État | secrétaire général
    """,
    "es": """
        presidente | presidenta | primer ministro | primera ministra | ministro | ministra | canciller | senador
        senadora
        diputado | diputada | gobernador | gobernadora | alcalde | alcaldesa | secretario de Estado | secretario general
    """,
    "pt": """
        presidente | primeiro-ministro | primeira-ministra | ministro | ministra | chanceler | senador
        senadora | deputado
        deputada | governador | governadora | prefeito | prefeita | ex-presidente | secretário-geral
    """,
    "it": """
        presidente | premier | primo ministro | ministro | ministra | cancelliere | senatore | senatrice
        onorevole | sindaco
        segretario di Stato | segretario generale | ambasciatore
    """,
    "nl": """
        president | premier | minister-president | minister | bondskanselier | staatssecretaris | burgemeester
        senator
    """,
    "pl": """
        prezydent | premier | minister | minister spraw zagranicznych | szef MSZ | kanclerz | senator | poseł | posłanka
        wicepremier | marszałek | sekretarz stanu | sekretarz generalny | wojewoda | burmistrz | prezydenta
        premiera | ministra
    """,
    "cs": """
        prezident | premiér | ministr | ministr zahraničí | ministryně | kancléř | senátor | poslanec | hejtman
        primátor
    """,
    "sk": "prezident | prezidentka | premiér | minister | ministerka | kancelár | poslanec | primátor",
    "hr": """
        predsjednik | predsjednica | premijer | premijerka | ministar | ministrica | kancelar | kancelarka
        gradonačelnik
    """,
    "sr": """
        predsednik | predsednica | premijer | premijerka | ministar | ministarka | kancelar | gradonačelnik
        председник | председница | премијер | министар | канцелар | градоначелник
    """,
    "ru": """
        президент | премьер | премьер-министр | министр | министр иностранных дел | глава МИД | канцлер
        губернатор | депутат
        сенатор | мэр | госсекретарь | генсек | посол | президента | премьера | министра
    """,
    "uk": """
        президент | прем'єр | прем'єр-міністр | міністр | міністр закордонних справ | глава МЗС | канцлер
        депутат | мер
        держсекретар | генсек | посол | президента | прем'єра | міністра
    """,
    "sv": """
        president | statsminister | utrikesminister | finansminister | minister | statsrådet | förbundskansler
        ambassadör
    """,
    "da": """
        præsident | statsminister | udenrigsminister | finansminister | minister | forbundskansler | borgmester
        direktør
    """,
    "no": """
        president | statsminister | utenriksminister | utanriksminister | finansminister | minister | statsråd
        forbundskansler
        ordfører | ordførar | stortingsrepresentant
    """,
    "fi": """
        presidentti | pääministeri | ulkoministeri | ministeri | kansleri | kansanedustaja | puheenjohtaja
        toimitusjohtaja
    """,
    "hu": "elnök | miniszterelnök | külügyminiszter | miniszter | kancellár | képviselő | polgármester | államtitkár",
    "tr": """
        Cumhurbaşkanı | Başbakan | Bakan | Dışişleri Bakanı | İçişleri Bakanı | Şansölye | Başkan | Milletvekili
        Vali
    """,
    "id": """
        Presiden | Wakil Presiden | Wapres | Perdana Menteri | Menteri | Menteri Luar Negeri | Gubernur
        Kanselir | Senator
    """,
    "lv": "prezidents | prezidente | premjers | ministrs | ministre | kanclere | deputāts | deputāte",
    "lt": "prezidentas | prezidentė | premjeras | premjerė | ministras | ministrė | kancleris | kanclerė",
}

# An address or rank: only at the beginning of what was found.
_ADDRESSES = {
    "en": """
        Miss | Madam | Sir | Dame | Baroness | Baron | King | Queen | Prince | Princess | Crown Prince | Pope
        Emperor | Empress | Imam | Emir | Rabbi | Reverend | Rev | The Rev | Father | Bishop
        Cardinal | Brother
        Sister | Professor | Doctor | General | Gen | Maj Gen | Lt Gen | Major General | Lieutenant General
        Brigadier General
        Brig Gen | Colonel | Col | Lieutenant Colonel | Lt Col | Lieutenant | Lt | Captain | Capt | Sergeant
        Sgt | Corporal | Cpl
        Staff Sgt | Private | Pvt | Pfc | Admiral | Adm | Vice Admiral | Rear Admiral | Commander | Cmdr | Maj | Marshal
        Air Marshal | Judge | Detective | Officer | Sheriff | Mayor | Coach | Hon | The Honorable | Former
        Ex-President | Acting
        Aunt | Uncle | Mister | Messrs
    """,
    "de": """
        Herr | Herrn | Frau | Fräulein | Hr | Fr | König | Königin | Papst | Prinz | Prinzessin | Kaiser
        Bischof | Kardinal
    """,
    "fr": """
        M | MM | Mme | Mlle | Monsieur | Madame | Mademoiselle | Me | Maître | le roi | la reine | le pape
        le général | Dr | Pr
    """,
    "es": """
        Sr | Sra | Srta | señor | señora | don | doña | el rey | la reina | el papa | general | doctor | doctora
        profesor
    """,
    "pt": """
        Sr | Sra | senhor | senhora | dom | dona | o rei | o papa | general | doutor | doutora | professor
        professora | padre
    """,
    "it": """
        signor | signora | sig | papa | re | regina | generale | dottor | dottoressa | dott | professor
        professoressa | avv
    """,
    "nl": "de heer | heer | mevrouw | meneer | mr | koning | koningin | prins | prinses | paus | dhr | mevr",
    "pl": """
        pan | pani | pana | król | królowa | papież | generał | gen | profesor | prof | dr | mec | ks | kard
        abp | bp
    """,
    "cs": "pan | paní | král | královna | papež | generál | profesor | gen | ing | mgr | judr | mudr",
    "sk": "pán | pani | pána | kráľ | pápež | generál | profesor | ing | mgr | judr | mudr | phdr | slečna",
    "hr": "gospodin | gospođa | kralj | kraljica | papa | general | profesor",
    "sr": """
        gospodin | gospođa | kralj | kraljica | papa | general | profesor | господин | госпођа | краљ | папа
        генерал | професор
    """,
    "ru": "господин | госпожа | г-н | г-жа | король | королева | папа | генерал | профессор | патриарх | ген | проф",
    "uk": "пан | пані | король | королева | папа | генерал | професор | патріарх | ген | проф",
    "sv": """
        herr | fru | fröken | kung | drottning | påven | prins | prinsessan | professor | docent | general
        doktor | lektor
    """,
    "da": "hr | fru | frøken | kong | dronning | pave | prins | prinsesse | professor | general | doktor",
    "no": """
        herr | fru | frøken | kong | dronning | pave | prins | prinsesse | kronprins | kronprinsesse | professor
        general
    """,
    "fi": """
        herra | rouva | neiti | kuningas | kuningatar | paavi | prinssi | prinsessa | professori | tohtori
        dosentti | kenraali
    """,
    "tr": "Sayın | Bay | Bayan | Kral | Kraliçe | Papa | Prens | Prenses | General | Profesör | Doç | Op | Av",
    "id": "Bapak | Pak | Ibu | Bu | Raja | Ratu | Paus | Jenderal | Profesor | Haji | Komjen | Irjen | Brigjen",
    "lv": "kungs | kundze | karalis | pāvests | profesors | ģenerālis",
    "lt": "ponas | ponia | karalius | popiežius | profesorius | generolas",
}
_SISTERS = {"nb": "no", "nn": "no", "bs": "hr", "sh": "sr"}


@dataclass(frozen=True)
class Titles:
    """One language's titles as tuples of words in `folded` form. `within` holds the words that are not a title's first."""

    offices: frozenset[tuple[str, ...]]
    all: frozenset[tuple[str, ...]]
    within: frozenset[str]
    longest: int


def folded(word: str) -> str:
    """A word as the tables have it: without case, without the full stop of an abbreviation."""
    return word.replace("’", "'").rstrip(".").casefold()


@lru_cache(maxsize=64)
def titles(language: str) -> Titles:
    """The titles of a language by its two-letter code; of one without a table only those known everywhere."""
    key = _SISTERS.get(language, language)
    offices = frozenset(_phrases(_OFFICES.get(key, "")))
    every = offices | frozenset(_phrases(_ADDRESSES.get(key, "")))
    if key not in _KEEP_THEM:
        every |= frozenset(_phrases(_EVERYWHERE))
    within = frozenset(word for phrase in offices for word in phrase[1:])
    return Titles(offices, every, within, max(map(len, every), default=0))


def _phrases(table: str) -> list[tuple[str, ...]]:
    listed = (phrase.split() for line in table.splitlines() for phrase in line.split("|"))
    return [tuple(map(folded, phrase)) for phrase in listed if phrase]
