"""The words around names in bylines, in the languages of news: who wrote, roles, desks, and what joins two names.

Patterns only; to teach another language its words, add them here.
"""

from __future__ import annotations

import re

# Where a byline begins: words that are no part of a name, or a label with a colon behind it.
BY = re.compile(
    r"^(?:(?:(?:written|posted|reported|reporting|published|words|story|text|texts?|analysis|opinion|review|report"
    r"|compiled|article|authored"
    r"|submitted|created|contributed|edited|editing|interview|commentary|photos? and text|from"
    r"|(?:last )?updated) by|by|par|por|door"
    r"|przez|oleh|eftir|bởi"
    r"|a cura di|scritto da|(?:escrit|publicad|redactad|postad|actualizad|atualizad)[oa] por"
    r"|(?:écrit|publié|rédigé|posté|proposé|mis à jour) par"
    r"|propos recueillis par|(?:verfasst|geschrieben|veröffentlicht|aktualisiert) von|(?:geschreven|gepubliceerd) door"
    r"|pubblicato da|opublikowan[ey] przez"
    r"|skrevet av|skrevet af"
    r"|από τον|από την|της|του|írta|napsala?|napísala?|připravila?|piše|pišu|pripremio|pripremila|redige|yazan"
    r"|yazar[ıi]?|haber|penulis|kirjoittanut)\s*:?\s+"
    r"|(?:text(?:e|o|en)?|te[kx]st[ay]?|autor(?:a|es|as|in|en|i|ji|ius|s|zy)?|autore|auteurs?|authors?|author name"
    r"|författare|forfatter|kirjoittaja|kirjoittajat"
    r"|szerző|reda[kc]t(?:ion|ie|or|eur|ör)|foto|fotos?|by-?line|written|reporter|journalists?|journaliste?|penulis"
    r"|editor|yazar|haber"
    r"|автор[иы]?|текст|журналіст|журналист|редактор|аўтар|συντάκτης|συγγραφέας|κείμενο|tác giả|nguồn|ผู้เขียน|लेखक"
    r"|द्वारा|লেখক|بقلم|كتب|كتبت|إعداد|الكاتب|מאת|נכתב על ידי)"
    r"\s*[:：]\s*"
    r"|(?:بقلم|كتبت?|إعداد|מאת|โดย|द्वारा|від|текст)\s+"
    r"|(?:本报|本報|本刊|本網|本网|見習)?(?:记者|記者|撰文|作者|責任編輯|责任编辑|編輯|编辑)\s*[:：/／|]?\s*|(?:文|圖文|图文|取材|글)\s*[:：/／|]\s*)",
    re.IGNORECASE,
)
# Such words that begin family names as well.
BY_NAME = re.compile(r"^(?:von|vom|di|da|av|af|de|från|fra|από|от|од|od)\s+(?=\S)", re.IGNORECASE)

# Between two names. Single letters in lower case only: "John A Smith" is one person.
AND = (
    r"and|AND|And|und|UND|et|ET|y|e|E|en|EN|og|OG|och|OCH|ja|JA|ve|VE|i|a|&|\+|та|і|й|и|И|dan|και|és|și|şi|un|ir|và|va|और|एवं|و"
    r"|with|mit|avec|con|met|med"
)
PARTICLES = frozenset(
    "de da do di del della dei dos das du des d van von den der ten ter te la le el al bin bint ibn abu ben af av zu zur y e i o"
    " und".split()
)
ARTICLE = re.compile(r"(?:the|le|la|les|el|los|il|lo|die|der|das|de|het|a|an|o|os)\s", re.IGNORECASE)

_ROLES = (
    r"correspondents?|reporters?|editors?|journalists?|writers?|columnists?|producers?|chief|bureau chief|contributors?"
    r"|photographers?|freelancer?"
    r"|anchor|presenter|analyst|commentator|critic|intern|trainee|fellow|professor|director|manager|blogger|researcher"
    r"|lecturer|author"
    r"|(?:chef|politik|wirtschafts|sport|kultur|auslands)?(?:redakteur|korrespondent|reporter|autor)(?:in|en|innen)?"
    r"|volont(?:är|ärin)|journalist(?:in|en)?|ressortleiter(?:in)?"
    r"|journalistes?|rédact(?:eur|rice)(?: en chef)?|correspondante?s?|envoyée? spéciale?|chroniqueu(?:r|se)"
    r"|chef(?:fe)? de (?:service|rubrique)|grand reporter"
    r"|redactor(?:a|es)?|periodistas?|corresponsal(?:es)?|enviad[oa] especial|colaborador(?:a)?|columnista"
    r"|director(?:a)?|jef[ea] de \w+"
    r"|giornalista|redattore|redattrice|corrispondente|inviat[oa]|direttore|direttrice|jornalista|repórter"
    r"|correspondente|editora?|colunista|estagi[áa]ri[oa]"
    r"|redacteur|verslaggever|politiek verslaggever|journalister|reportrar|krönikör"
    r"|utrikeskorrespondent|kommentator|redaktör|redaktør|korrespondent"
    r"|dziennikar(?:z|ka)|redaktor(?:ka)?|korespondent(?:ka)?|publicysta|novinář(?:ka)?|novinar(?:ka)?"
    r"|újságíró|szerkesztő|muhabir(?:i)?|yazarı|editörü"
    r"|toimittaja|kirjeenvaihtaja|журналист(?:ка)?|журналіст(?:ка)?|корреспондент|кореспондент(?:ка)?|обозреватель"
    r"|редактор(?:ка)?|δημοσιογράφος|συντάκτης|ανταποκριτής"
    r"|wartawan|jurnalis|phóng viên|مراسل|صحفي|صحافي|کاتب|संवाददाता|पत्रकार|기자|특파원|논설위원|記者|记者|特派員|編集委員|論説委員"
)
ROLE = re.compile(rf"(?<!\w)(?:{_ROLES}|staff writer|bureau)(?!\w)", re.IGNORECASE)
_RANKS = (
    r"senior|junior|chief|deputy|associate|assistant|executive|managing|contributing|special|staff|foreign|political"
    r"|politics|business|sports?|science|health"
    r"|technology|tech|education|environment|climate|crime|court|legal|local|city|national|international|world|breaking"
    r"|news|features?|entertainment|culture|arts"
    r"|travel|food|opinion|investigative|investigations|data|digital|online|multimedia|video|photo|wire|west|east|north"
    r"|south|africa|asia|europe|middle|washington"
    r"|london|our|unser(?:e)?|von|notre|nuestr[oa]|general|assignment|in|for|at|of|and|&|the|economics?|economy|finance"
    r"|financial|markets?|money|royal|football|cricket"
)
ROLES_BEFORE = re.compile(rf"^(?:(?:{_RANKS})[ ,]++){{0,5}}(?:{_ROLES})(?:[ ,:/-]++(?:{_ROLES}))?[ ,:]+", re.IGNORECASE)
# Behind a person: what else one may be, or a place, where both words begin with capitals as a name's do.
NOT_BESIDE = re.compile(
    r"(?<!\w)(?:senators?|congress\w*|mayor of|governor|minister|president|ambassador|secretary|commissioner|chair\w*|founder"
    r"|co-founder|expert|economist|historian|scientist|special to|exclusive|hong kong|tel aviv|abu dhabi|buenos aires|cape town"
    r"|kuala lumpur|addis ab\w+|phnom penh|den haag|new delhi|sri lanka|s[ãa]o paulo|de janeiro|united \w+"
    r"|washington,? d\.? ?c)(?!\w)|^(?:new|los|las|san|santa|saint|st\.?|north|south|east|west) \S+$| city$",
    re.IGNORECASE,
)
ROLES_BEHIND = re.compile(rf"(?<![ ,(|-])[ ,(|-]++(?:(?:{_RANKS})[ ,/-]++){{0,5}}+(?:{_ROLES})\b.*$", re.IGNORECASE)
# Behind a name without a blank, or with one.
TITLE_BEHIND = re.compile(
    r"(?<=\w\w)\s?(?:인턴\s?)?(?:기자|특파원|논설위원|선임기자|전문기자|객원기자|記者|记者|編集委員|論説委員|特派員)$|(?<=\w)[さ氏](?:ん)?$"
)

# Labels within a line, before the names they are said of: of those who wrote, and (in `other`) of those who did something else.
_PICTURES = (
    r"fotos?|photos?|photography|photographs?|photographies?|pictures?|images?|bild(?:er)?|foto's|illustrations?|video|grafik"
)
_WORDS = r"words|text(?:e|o|os|en)?|tekst|story|report(?:ing|age)?|written|interview"
LABEL = re.compile(
    rf"(?<!\w)(?:(?:with )?additional reporting by|(?:{_WORDS}) (?:and|und|&|et|y|e|en|og|och) (?:{_PICTURES})(?: by|\s?[:：])"
    rf"|(?:{_PICTURES}) (?:and|und|&|et|y|e|en|og|och) (?:{_WORDS})(?: by|\s?[:：])|(?:{_WORDS})(?: by|\s?[:：])"
    rf"|(?P<other>(?:(?:{_PICTURES}|kamera|camera|edit(?:ed|ing))(?: by|\s?[:：]))))(?!\w)",
    re.IGNORECASE,
)
# What follows the names in a line: when it was changed, how long ago, where it is shared.
BEHIND = re.compile(
    r"(?<!\w)(?:(?:last |first )?(?:updated?|published|posted|modified)|aktualisiert|veröffentlicht|publié"
    r"|mis à jour|modifié|actualizad[oa]|publicad[oa]"
    r"|aggiornato|pubblicato|atualizad[oa]|bijgewerkt|gepubliceerd|oppdatert|opdateret|publicerad|uppdaterad|publisert"
    r"|udgivet|julkaistu|päivitetty|opublikowano"
    r"|aktualizacja|publikováno|обновлено|опубликовано|оновлено|опубліковано|güncelle\w*|yayın\w*|diperbarui|terbit"
    r"|diterbitkan|share|follow|subscribe|read more|view comments|add comment"
    r"|comments?|teilen|folgen|partager|compartir|condividi|partilhar|минут чтения|yesterday|gestern"
    r"|\d{1,3} ?(?:seconds?|minutes?|hours?|hrs?|days?|weeks?|months?|years?) ago|vor \d{1,3} \w{3,10}|il y a \d{1,3} \w{3,10}"
    r"|hace \d{1,3} \w{3,10}|há \d{1,3} \w{3,10}|\d{1,3} \w{3,10} fa)(?!\w)",
    re.IGNORECASE,
)

# Words that persons are not named by: a text that holds one is an organisation or a desk.
ORGANISATION = re.compile(
    r"(?<!\w)(?:bureau|ministry|department|office|agency|agence|agentur|agencia|agenzia|agência|news|nieuws|noticias"
    r"|nachrichten|media|press|presse|prensa|radio|tv|television|group|team"
    r"|desk|staff|editorial|board|company|corp|inc|ltd|llc|gmbh|ag|university|institute|foundation|association"
    r"|committee|council|school|times|post|journal|herald|tribune|gazette"
    r"|daily|weekly|magazine|online|web|digital|network|newsroom|service|services|redazione|redacción|redação"
    r"|rédaction|redactie|redakcja|redakce|reda[kc]tion|редакция|редакція"
    r"|ministerium|verlag|zeitung|party|union|society|centre|center|club|sons|partners|and"
    r"|correspondents?|reporters?|writers?)(?!\w)",
    re.IGNORECASE,
)
# Desks and users that any house has, folded: they say no more than the house's own name.
HOUSE_STYLE = re.compile(
    r"(?:the |our |la |die |el |de )?(?:(?:web|news|online|digital|central|national|city|sports?|business|editorial"
    r"|staff|internet|desk|copy|night|metro|world)[ -]?){0,2}"
    r"(?:desk|editors?|editorial|newsroom|newsdesk|webdesk|staff|team|writers?|reporters?|correspondents?"
    r"|admin|administrator|webmaster|bureau|publisher|contributors?|redactor|news|agencies|agency|web)"
    r"|(?:online ?|web ?|news ?|sport ?)?redaktion(?: online)?|(?:la )?rédaction(?: web)?|redacci[oó]n(?: web"
    r"| digital)?|reda[cç][aã]o(?: online)?|(?:la )?redazione(?: web)?|(?:web)?redactie"
    r"|redakcja|redakce|redakcia|redakcija|redaksi|toimitus|szerkesztőség|haber merkezi|editör|yazı işleri|редакция"
    r"|редакція|η ομάδα|سایت|редакция сайта"
    r"|agencias?|agenturen|agences?|agenzie|agências|agencies|wire reports?|wire services?|news agencies"
    r"|staff and agencies|press release|pressemitteilung|communiqué",
    re.IGNORECASE,
)
