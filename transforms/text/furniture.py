"""Rules for furniture that no count has shown yet: what pages of many countries say around a story, not in it.

Patterns meet one line (or sentence), casefolded and stripped. They are anchored, and short lines only meet the loose ones: a story
that speaks of newsletters or copyright keeps its sentences.
"""

from __future__ import annotations

import re

_END = r"[\s.!:;…»>→)\]*-]*"

# Whole lines: an invitation to go elsewhere.
_LINKS = re.compile(
    r"[\s»>→(\[*-]*(?:"
    r"(?:keep|continue|go on) reading(?: (?:below|here|the (?:main |full )?(?:story|article)|at [^.]{2,40}|on [^.]{2,40}))?"
    r"|(?:please )?(?:click|tap) here(?: (?:to|for) [^.]{2,60})?"
    r"|(?:for|get|see|find) (?:all )?(?:the |more )?(?:latest|more|breaking)[^.]{0,60}(?:click|tap) here"
    r"|read (?:all )?the latest [^.]{0,90}here"
    r"|(?:read|see|view|visit|find) (?:the )?(?:original|full|complete|entire|whole|rest of (?:the|this))"
    r"(?: (?:\w+ )?(?:article|story|post|version|report|text|source|interview|piece))?(?: (?:here|at|on|from|in|via)\b[^.]{0,60})?"
    r"|read (?:more|also|next|on)(?: (?:here|about|on|at|from|in|:)[^.]{0,80})?|also read\b[^.]{0,120}|read more\s?:[^.]{0,140}"
    r"|(?:see|view|show|load|learn|find out|discover)(?: \w+)? (?:more|also|all)(?: (?:here|stories|articles|news|posts))?"
    r"|(?:original |news |via )?(?:source|link|article|post)(?: (?:link|url|article))?|source ?: ?(?:https?://|www\.)\S+|view source"
    r"|(?:(?:more|most) )?(?:related|recommended|popular|trending|must[- ]read|latest|top|more|most read|most viewed|most popular)"
    r"(?: (?:stories|articles|news|posts|topics|content|reading|coverage|headlines|videos|links|now|today|for you|from us))?"
    r"|(?:related|more on this|see also|read also|also read|also see|more from [^.:]{2,30}|don'?t miss|you may also like"
    r"|you might also like|recommended|up next|next up|watch (?:also|more|next|now|below|live))(?: ?[:|].{0,140})?"
    r"|(?:share|print|save|listen to|email|bookmark|gift|rate|comment on) (?:this )?(?:story|article|post|page|news)"
    r"(?: (?:on|with|via|to|by)\b[^.]{0,60})?|share(?: (?:this|(?:on|via)\b[^.]{0,60}))?|(?:leave|post|add|write) a (?:comment|reply)"
    r"|(?:view|show|hide|load|read) (?:all )?(?:\d+ )?comments|comments(?: \(?\d+\)?| are closed)?|\d+ comments|copy link|back to top"
    r"|(?:back|return|go) to (?:the )?(?:home ?page|top|home|main page|start)|skip to (?:main )?content|table of contents|home ?page"
    # German
    r"|(?:hier )?(?:weiter|mehr) ?lesen(?: (?:auf|bei|sie|unter|hier)\b[^.]{0,60})?|lesen sie (?:auch|mehr|hier|dazu|weiter)\b[^.]{0,140}"
    r"|lesen sie den (?:ganzen|vollständigen|originalen)[^.]{0,60}|(?:den|zum) (?:ganzen|vollständigen|original)[^.]{0,20}(?:artikel|beitrag|text)"
    r"[^.]{0,40}|mehr (?:zum thema|dazu|infos?|informationen|news|artikel)\b[^.]{0,40}|mehr (?:aus|von|zu) [\w-]+(?: [\w-]+)? ?:?|(?:das könnte sie|das könnte dich) auch interessieren"
    r"|auch interessant|zum (?:original|artikel|thema|seitenanfang)\w*|(?:zurück )?zur (?:startseite|übersicht)|hier klicken|klicken sie hier[^.]{0,60}"
    r"|(?:artikel|beitrag|seite) (?:teilen|drucken|merken|kommentieren|vorlesen|anhören|empfehlen)|(?:meist ?gelesen|meistgelesene artikel|neueste artikel)"
    r"|(?:jetzt )?kommentieren|kommentare? (?:schreiben|anzeigen|lesen|\d+)|quelle|quellenlink|nach oben"
    # French
    r"|(?:à )?lire (?:aussi|la suite|également|plus|l[’']article|l[’']intégralité)\b[^.]{0,140}|voir (?:aussi|plus|l[’']article)\b[^.]{0,120}"
    r"|cliquez ici[^.]{0,60}|en savoir plus|sur le même (?:sujet|thème)|dans la même rubrique|(?:les )?plus lus|à la une|(?:lien|article) (?:source|original)"
    r"|partager(?: (?:cet article|sur|l[’']article)\b[^.]{0,60})?|imprimer(?: l[’']article)?|(?:écouter|commenter) (?:cet|l[’'])\s?article"
    r"|retour à l[’']accueil|laisser un commentaire|poursuivre la lecture"
    # Spanish, Portuguese, Italian
    r"|(?:leer|lea|lee|ver|vea) (?:más|también|además|la (?:nota|noticia) completa|el artículo (?:completo|original))\b[^.]{0,140}|te puede interesar\b[^.]{0,120}"
    r"|(?:haz|haga|hacer) clic aquí[^.]{0,60}|(?:seguir|sigue|siga|continuar) leyendo|lo más (?:leído|visto)|noticias relacionadas|(?:enlace|fuente) original"
    r"|compart(?:ir|a|e)(?: (?:en|esta|este|la|el|por)\b[^.]{0,60})?|escucha(?:r)? (?:este|el) artículo|volver (?:al inicio|a la portada|arriba)"
    r"|(?:ler|leia|veja|ver) (?:mais|também|a (?:matéria|notícia|reportagem) completa|o (?:artigo|texto) (?:completo|original))\b[^.]{0,140}"
    r"|clique aqui[^.]{0,60}|continu(?:e|ar) (?:lendo|a ler)|mais lidas|notícias relacionadas|compartilh(?:e|ar)\b[^.]{0,60}|voltar ao (?:início|topo)"
    r"|leggi (?:anche|tutto|di più|l[’']articolo|la notizia|qui)\b[^.]{0,140}|continua a leggere[^.]{0,60}|clicca qui[^.]{0,60}|vedi anche\b[^.]{0,120}"
    r"|(?:i )?più letti|articoli correlati|potrebbe interessarti[^.]{0,60}|condividi(?: (?:su|questo|l[’']articolo)\b[^.]{0,60})?|torna (?:su|alla home)"
    # Dutch, Scandinavian, Polish, Czech
    r"|lees (?:ook|meer|verder|het (?:hele|volledige) artikel)\b[^.]{0,140}|klik hier[^.]{0,60}|meest gelezen|meer over dit onderwerp|deel dit (?:artikel|bericht)"
    r"|läs (?:mer|också|även|hela (?:artikeln|texten))\b[^.]{0,140}|les (?:også|mer|hele saken)\b[^.]{0,140}|læs (?:også|mere|hele artiklen)\b[^.]{0,140}"
    r"|klicka här[^.]{0,60}|klikk her[^.]{0,60}|mest (?:lästa|lest|læste)|dela (?:artikeln)?|del (?:artikkelen|artiklen)"
    r"|(?:czytaj|przeczytaj|zobacz) (?:też|także|również|więcej|dalej|cały)\b[^.]{0,140}|kliknij (?:tutaj|tu)[^.]{0,60}|najczęściej czytane|udostępnij[^.]{0,40}"
    r"|(?:čtěte|přečtěte si) (?:také|více)\b[^.]{0,140}|klikněte (?:zde|sem)[^.]{0,60}"
    # Turkish, Russian, Ukrainian, Arabic, Chinese, Japanese, Korean
    r"|(?:devamını|haberin devamını|daha fazla) (?:oku|okuyun|okumak için[^.]{0,40})|ayrıca okuyun?\b[^.]{0,120}|(?:buraya )?tıklayın|ilgili haberler"
    r"|(?:читайте|читать|смотрите|подробнее|читайте также|ещё по теме)(?: (?:также|далее|больше|полностью|тоже|ещё|еще))?(?: ?:[^.]{0,140})?|(?:нажмите|жмите) (?:здесь|сюда)"
    r"|читайте також\b[^.]{0,140}|читати (?:далі|також)[^.]{0,60}|(?:اقرأ|إقرأ) (?:أيضا|أيضًا|أيضاً|المزيد|المزيد على)[^.]{0,100}|اضغط هنا[^.]{0,60}"
    r"|(?:阅读|閱讀|查看)(?:更多|原文|全文)[^。]{0,30}|点击(?:这里|此处|查看)[^。]{0,30}|點擊這裡[^。]{0,30}|(?:相关|相關|延伸)(?:新闻|新聞|阅读|閱讀|文章|报道|報導)[::]?.{0,60}|(?:原文)?(?:链接|鏈接|連結)"
    r"|(?:続き|記事全文|全文)(?:を|は)?(?:読む|こちら)|関連記事|あわせて読みたい|더 ?보기|관련 ?기사|기사 ?더 ?보기|원문 ?보기"
    r")" + _END
)

# Beginnings of calls to subscribe, follow, install, donate.
_CALLS = re.compile(
    r"[\s»>→(\[*-]*(?:"
    r"(?:please )?subscribe(?: now| here| today| to| for| with| and|$|[.!])|(?:please )?(?:sign up|signup|register) (?:now|here|today|to (?:our|receive|get)|(?:for|to) [\w' -]{0,60}(?:newsletters?|alerts?|updates|briefings?|e-?mails?)\b)"
    r""
    r"|(?:please )?(?:follow|join|like|find|visit|connect with) (?:us|our|me|@\w+|[\w ]{2,30}) (?:on (?:google|facebook|fb|twitter|x|instagram|telegram|whatsapp|youtube|linkedin|social|tiktok|threads|bluesky|mastodon)|(?:whatsapp|telegram|facebook|channels?|page|community))\b"
    r"|follow us\b|(?:please )?support (?:our|independent|quality) (?:journalism|work|reporting|newsroom)|(?:donate|become a (?:member|subscriber|patron))\b"
    r"|(?:please )?(?:download|get|install) (?:the |our )[^.]{0,40}\bapp\b|get (?:the )?(?:best|latest|top|our|breaking|daily|unlimited)\b[^.]{0,80}(?:inbox|newsletter|alerts?|access|delivered)"
    r"|(?:want|looking for) more (?:stories|news)[^.]{0,60}\?|never miss (?:a|an|another)\b|stay (?:up[- ]to[- ]date|informed|tuned|connected) (?:with|on|to|by|for)\b"
    r"|(?:our|the) (?:daily |weekly |free )*newsletter\b|newsletter\b[^.]{0,80}$|already (?:a )?subscrib|this (?:story|article|content) is (?:for|reserved for|available (?:only )?to) subscribers"
    r"|first published on [^.]{2,60}\. (?:join|follow|download|subscribe)|to read (?:the )?(?:rest|more|full)[^.]{0,60}subscri"
    r"|(?:unseren |jetzt |hier |zum |den )*newsletter (?:abonnieren|anmelden|bestellen)|abonnieren sie\b|folgen sie (?:uns|auf|@)|folge uns\b|melden sie sich (?:hier |jetzt )?(?:für|zum|zu unserem)[^.]{0,40}newsletter"
    r"|(?:jetzt|hier) (?:abonnieren|anmelden|registrieren|testen)|(?:laden|holen) sie (?:sich )?(?:unsere|die)[^.]{0,30}app\b"
    r"|(?:abonnez|inscrivez)-vous\b|suivez-nous\b|rejoignez-nous\b|téléchargez (?:notre|l)[^.]{0,30}appli|recevez (?:nos|notre|chaque|toute|toutes|l)[^.]{0,60}(?:newsletter|alertes|mail|infos?)"
    r"|(?:suscríbe(?:te|se)|suscribirse|regístrate)\b|síg(?:ue|a)nos\b|únete a (?:nuestro|nuestra)[^.]{0,40}|descarga (?:nuestra|la) app|recibe (?:las|nuestras|nuestro|en tu)[^.]{0,60}"
    r"|(?:assine|inscreva-se|cadastre-se)\b|siga(?:-nos| o | a |-me)|siga nosso|baixe (?:o|nosso) app|receba (?:as|nossas|nossa)[^.]{0,60}"
    r"|(?:iscriviti|abbonati|registrati)\b|seguici\b|segui(?:teci)? (?:su|la nostra)|scarica (?:la nostra |l[’'])app"
    r"|(?:abonneer|schrijf je in|meld je aan)\b|volg ons\b|prenumerera\b|följ oss\b|abonner på\b|følg oss\b|følg med på\b|tilmeld dig\b"
    r"|zapisz się (?:na|do)\b|subskrybuj\b|obserwuj nas\b|dołącz do (?:nas|naszego)|odebírejte\b|sledujte nás\b|abone ol\w*|bizi takip ed\w*|bültenimize\b"
    r"|(?:подписывайтесь|подпишитесь|присоединяйтесь) (?:на|к)\b|підпис(?:уй|ати|увати)\w* на\b|(?:اشترك|تابعنا|تابعونا|انضم)\b|(?:关注|關注|订阅|訂閱)我[们們]|扫码关注|フォローする|メルマガ登録|구독(?:하기|하세요)"
    r")"
)

_ADVERTS = re.compile(
    r"[\s([*-]*(?:advertisements?|advertising|sponsored(?: content)?|paid (?:content|post)|promoted|ad|anzeige|werbung|publicité|publicidad|publicidade|pubblicità"
    r"|advertentie|annons|annonse|annonce|reklama|reklam|реклама|إعلان|广告|廣告|広告|광고)(?: (?:continue reading below|scroll to continue|below))?"
    + _END
)

# Words of law and of machines; any one at the beginning of a line, or two anywhere in it.
_DISCLAIMER_STARTS = re.compile(
    r"[\s(\[*©-]*(?:"
    r"(?:denial of responsibility|disclaimer|legal notice|copyright notice|important notice)\b"
    r"|copyright(?: ?[©:(]| \d{4}| by\b|$)|©[^.]{0,80}$|© ?\d{4}|\(c\) ?\d{4}|all rights reserved|(?:this|the) (?:material|content) (?:may|can)(?:not| not) be\b"
    r"|\(?(?:except for|apart from|with the exception of) the headline\b"
    r"|(?:this|the above|the) (?:story|article|report|post|content|news item|news|copy|press release|item|text) (?:has been|was|is|has not been|had been|may have been) "
    r"(?:(?:also|first|originally|automatically|auto-?|not been|only|simply|been) ?)*(?:published|generated|syndicated|auto-?generated|edited|republished|reproduced|sourced|produced|imported|created|taken|distributed|provided|aggregated|posted|collected|curated|written by a (?:computer|machine|bot))\b"
    r"|(?:editor[’']?s? note|note)\s?: ?this (?:story|article|post|report)\b[^.]{0,60}(?:auto|generated|syndicat|feed|published)"
    r"|(?:the |all )?(?:views|opinions)(?: and (?:views|opinions))? expressed\b|[\w ]{2,40}(?:is not|are not|cannot be held) responsible for\b"
    r"|(?:haftungsausschluss|urheberrecht|alle rechte vorbehalten|nachdruck (?:nur|verboten))\b|(?:dieser|diese|dieses) (?:beitrag|artikel|text|meldung|inhalt|nachricht) (?:wurde|ist|stammt) "
    r"[^.]{0,40}(?:automatisch|übernommen|erstellt|maschinell|agentur|veröffentlicht|externe|quelle)"
    r"|für den inhalt (?:ist|sind|der)\b|(?:clause de non-responsabilité|avertissement|tous droits réservés|droits d[’']auteur|reproduction (?:interdite|partielle))\b"
    r"|(?:cet|cette|ce|le présent) (?:article|dépêche|contenu|texte) (?:a été|est) [^.]{0,30}(?:automatiquement|généré|publié|reproduit|traduit|repris|issu)"
    r"|(?:aviso legal|descargo de responsabilidad|todos los derechos reservados|prohibida (?:la|su) reproducción|derechos de autor)\b"
    r"|(?:este|esta|el) (?:artículo|noticia|contenido|nota|texto) (?:ha sido|fue|se ha) [^.]{0,30}(?:automátic|generad|publicad|reproducid|extraíd|tomad)"
    r"|(?:isenção de responsabilidade|todos os direitos reservados|direitos autorais|proibida a reprodução)\b|(?:este|esta|o) (?:artigo|notícia|conteúdo|texto|matéria) foi [^.]{0,30}(?:automatic|gerad|publicad|reproduzid|extraíd)"
    r"|(?:tutti i diritti (?:sono )?riservati|riproduzione (?:riservata|vietata)|esclusione di responsabilità)\b|(?:questo|il presente) (?:articolo|contenuto|testo) è stato [^.]{0,30}(?:automatic|generat|pubblicat|riprodott|tratt)"
    r"|(?:alle rechten voorbehouden|met toestemming overgenomen|auteursrecht)\b|dit (?:artikel|bericht) (?:is|werd) [^.]{0,20}(?:automatisch|gegenereerd|overgenomen|gepubliceerd)"
    r"|(?:wszelkie prawa zastrzeżone|wszystkie prawa zastrzeżone|všechna práva vyhrazena|alla rättigheter|alle rettigheter|tüm hakları saklıdır|все права защищены|усі права захищені|جميع الحقوق محفوظة|版权所有|版權所有|无断转载|無断転載|免责声明|免責聲明|免責事項|저작권자|무단 ?전재)"
    r"|artikel ini (?:telah|diterbitkan|dibuat)[^.]{0,30}|материал (?:был )?(?:опубликован|взят|подготовлен) [^.]{0,20}автоматически"
    r")"
)
_DISCLAIMER_SIGNS = tuple(
    re.compile(p)
    for p in (
        r"all rights reserved|tous droits réservés|alle rechte vorbehalten|todos los derechos|tutti i diritti|todos os direitos",
        r"(?:published|broadcast|rewritten|redistributed|reproduced)(?:,| or| and)+ ?(?:or )?(?:published|broadcast|rewritten|redistributed|reproduced|transmitted)",
        r"(?:not|never) (?:been )?edited by|without (?:any )?(?:modification|edit|change)s?|only the headline|(?:syndicated|wire|agency|auto[- ]?generated)[\w ]{0,12} feed",
        r"auto(?:matic(?:ally)?|mated)?[- ]?(?:generated|aggregat|published|created|import)|automatic aggregator",
        r"(?:hyper)?links? to the (?:primary|original) source|(?:rightful|respective|original) (?:owners?|authors?|copyright)",
        r"do not (?:want|wish) us to (?:publish|use)|(?:will be )?(?:deleted|removed) within \d+|(?:remove|delete|take down) (?:the|this|your) (?:content|article|material)",
        r"(?:contact|reach|e-?mail|write to) us (?:by|via|at|on|for)|e-?mail(?:ed)? (?:protected|address)|\[e-?mail",
        r"educational purposes? only|(?:does not|do not) (?:necessarily )?(?:reflect|represent|endorse|guarantee|constitute)|(?:no|not (?:be )?(?:held )?) ?(?:responsib|liab)",
        r"terms of (?:use|service)|privacy policy|without (?:prior |express |written )*permission|cookie policy",
    )
)
_HASHTAGS = re.compile(r"(?:#[^\W\d][\w-]*[\s,|]*)+")
_HASHTAG_TAIL = re.compile(r"(?<=\S)\s+(?:#[^\W\d][\w-]*[\s,|]*)+$")
_EMAIL = re.compile(
    r"[\s(\[*-]*(?:(?:e-?mail|contact|write to|kontakt|mail to|courriel|correo)\b[^.@]{0,40}:? ?)?(?:\[e-?mail[\s\xa0]protected\]|<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?)"
    + _END
)
_METADATA = re.compile(
    r"(?:[\w .'-]{2,40}\| ?)?(?:last )?(?:updated?|published|posted|modified|aktualisiert|veröffentlicht|publié|mis à jour|actualizado|publicado|atualizado|pubblicato|aggiornato)\b ?:? ?"
    r"(?:(?:on|at|am|le|el|il|vor|hace|il y a|em)? ?)?(?:\d[^.]{0,40}|\w+ \d{1,2}[^.]{0,30})(?:ago|uhr|[ap]\.?m\.?)?|\d{1,2} (?:min(?:ute)?s?|hours?|days?) (?:ago|read)|reading time ?:? ?\d.{0,12}"
)
_TAIL_LINK = re.compile(
    r"(?:(?<=[.!?…”\"'’»)\]])|(?<=\.\.\.))\s+(?:keep reading|continue reading|read (?:more|on|the full (?:story|article)(?: here| on [^.]{2,40})?|(?:the )?original article(?: here)?)|click here|source link|see more"
    r"|weiterlesen|mehr lesen|lire la suite|en savoir plus|(?:leer|ler) (?:más|mais)|seguir leyendo|leggi tutto|continua a leggere|lees (?:meer|verder)|läs mer|czytaj (?:więcej|dalej)|читать далее|devamını oku)[\s.…»>→\])]*$",
    re.IGNORECASE,
)
_CUT_LINK = re.compile(
    r"\b(?:read|view|see|continue|weiterlesen|lesen|lire|leer|ler|leggi|lees|läs|czytaj|читать|full|complete|rest|suite)\b"
)
_LONGEST_LINK, _LONGEST_CALL = 160, 420


def kind_of(line: str, edge: bool) -> str | None:
    """The kind of furniture that a line is as a whole, or None. `edge`: it stands at the head or tail of its text."""
    folded = line.strip().casefold()
    if not folded:
        return None
    if folded[0] == "#" and _HASHTAGS.fullmatch(folded):
        return "hashtags"
    if len(folded) <= _LONGEST_LINK:
        if _ADVERTS.fullmatch(folded):
            return "advertisement"
        if _LINKS.fullmatch(folded):
            return "links"
        if edge and _EMAIL.fullmatch(folded):
            return "email"
    if edge and len(folded) <= _LONGEST_CALL and _CALLS.match(folded):
        return "subscribe"
    if edge and len(folded) <= 90 and _METADATA.fullmatch(folded):
        return "metadata"
    if edge and (_DISCLAIMER_STARTS.match(folded) or sum(1 for sign in _DISCLAIMER_SIGNS if sign.search(folded)) >= 2):
        return "disclaimer"
    return None


def tail_of(line: str) -> tuple[int, str] | None:
    """Where furniture glued to the end of a line begins, and its kind; None where there is none."""
    if "#" in line and (found := _HASHTAG_TAIL.search(line)):
        return found.start(), "hashtags"
    found = _TAIL_LINK.search(line[-120:])
    return (max(0, len(line) - 120) + found.start(), "links") if found else None


def leads_to_more(line: str) -> bool:
    """Whether removed furniture says that the text goes on elsewhere."""
    return len(line) <= _LONGEST_LINK and _CUT_LINK.search(line.casefold()) is not None
