"""Names of the months in the languages of news, as dates are written with them. Source: Unicode CLDR 47, and common variants."""

from __future__ import annotations

import unicodedata
from functools import cache

# For each language twelve months, each with its names: in full, in other cases, short.
_NAMES = {
    "ar": (
        "يناير|جانفي فبراير|فيفري|شباط مارس|آذار أبريل|أفريل|نيسان|ابريل مايو|ماي|أيار "
        "يونيو|جوان|حزيران|يونيه يوليو|جويلية|تموز|يوليوز|يوليه أغسطس|أوت|آب|غشت|اغسطس سبتمبر|أيلول|شتنبر "
        "أكتوبر|اكتوبر نوفمبر|نونبر ديسمبر|دجنبر"
    ),
    "az": (
        "yanvar|yan fevral|fev mart|mar aprel|apr may iyun|iyn iyul|iyl avqust|avq sentyabr|sen oktyabr|okt noyabr|noy dekabr|dek"
    ),
    "be": (
        "студзеня|сту|студзень лютага|лют|люты сакавіка|сак|сакавік красавіка|кра|красавік мая|май "
        "чэрвеня|чэр|чэрвень ліпеня|ліп|ліпень жніўня|жні|жнівень верасня|вер|верасень кастрычніка|кас|кастрычнік "
        "лістапада|ліс|лістапад снежня|сне|снежань"
    ),
    "bg": ("януари|яну февруари|фев март април|апр май юни юли август|авг септември|сеп октомври|окт ноември|ное декември|дек"),
    "bn": (
        "জানুয়ারী|জানু|জানুয়ারি ফেব্রুয়ারী|ফেব|ফেব্রুয়ারি মার্চ এপ্রিল|এপ্রি মে জুন জুলাই|জুল আগস্ট|আগ|অগাস্ট "
        "সেপ্টেম্বর|সেপ অক্টোবর|অক্টো নভেম্বর|নভে ডিসেম্বর|ডিসে"
    ),
    "bs": (
        "januar|jan februar|feb mart|mar april|apr maj juni|jun juli|jul august|aug septembar|sep oktobar|okt "
        "novembar|nov decembar|dec"
    ),
    "ca": (
        "gener|gen febrer|febr març abril|abr maig juny juliol|jul agost|ag setembre|set octubre|oct novembre|nov desembre|des"
    ),
    "cs": (
        "ledna|led|leden února|úno|únor března|bře|březen dubna|dub|duben května|kvě|květen června|čvn|červen "
        "července|čvc|červenec srpna|srp|srpen září|zář října|říj|říjen listopadu|lis|listopad prosince|pro|prosinec"
    ),
    "da": (
        "januar|jan februar|feb marts|mar april|apr maj juni|jun juli|jul august|aug september|sep oktober|okt "
        "november|nov december|dec"
    ),
    "de": (
        "januar|jan|jänner|jän februar|feb|feber märz|mär|mrz april|apr mai juni|jun juli|jul august|aug "
        "september|sept|sep oktober|okt november|nov dezember|dez"
    ),
    "el": (
        "ιανουαρίου|ιαν|ιανουάριοσ φεβρουαρίου|φεβ|φεβρουάριοσ μαρτίου|μαρ|μάρτιοσ|μάρ απριλίου|απρ|απρίλιοσ "
        "μαΐου|μαΐ|μάιοσ|μάι ιουνίου|ιουν|ιούνιοσ|ιούν ιουλίου|ιουλ|ιούλιοσ|ιούλ αυγούστου|αυγ|αύγουστοσ|αύγ "
        "σεπτεμβρίου|σεπ|σεπτέμβριοσ οκτωβρίου|οκτ|οκτώβριοσ νοεμβρίου|νοε|νοέμβριοσ|νοέ δεκεμβρίου|δεκ|δεκέμβριοσ"
    ),
    "en": (
        "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept october|oct "
        "november|nov december|dec"
    ),
    "es": (
        "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago "
        "septiembre|sept|setiembre|sep|set octubre|oct noviembre|nov diciembre|dic"
    ),
    "et": (
        "jaanuar|jaan veebruar|veebr märts aprill|apr mai juuni juuli august|aug september|sept oktoober|okt "
        "november|nov detsember|dets"
    ),
    "eu": (
        "urtarrila|urt otsaila|ots martxoa|mar apirila|api maiatza|mai ekaina|eka uztaila|uzt abuztua|abu iraila|ira "
        "urria|urr azaroa|aza abendua|abe"
    ),
    "fa": "ژانویهٔ|ژانویه فوریهٔ|فوریه مارس آوریل مهٔ|مه ژوئن ژوئیهٔ|ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    "fi": (
        "tammikuuta|tammi|tammikuu helmikuuta|helmi|helmikuu maaliskuuta|maalis|maaliskuu huhtikuuta|huhti|huhtikuu "
        "toukokuuta|touko|toukokuu kesäkuuta|kesä|kesäkuu heinäkuuta|heinä|heinäkuu elokuuta|elo|elokuu "
        "syyskuuta|syys|syyskuu lokakuuta|loka|lokakuu marraskuuta|marras|marraskuu joulukuuta|joulu|joulukuu"
    ),
    "fil": (
        "enero|ene pebrero|peb marso|mar abril|abr mayo|may hunyo|hun hulyo|hul agosto|ago setyembre|set oktubre|okt "
        "nobyembre|nob disyembre|dis"
    ),
    "fr": (
        "janvier|janv février|févr|fevrier|fév mars avril|avr mai juin juillet|juil|juill août|aout septembre|sept "
        "octobre|oct novembre|nov décembre|déc|decembre"
    ),
    "gl": (
        "xaneiro|xan febreiro|feb marzo|mar abril|abr maio xuño xullo|xul agosto|ago setembro|set outubro|out "
        "novembro|nov decembro|dec"
    ),
    "gu": ("જાન્યુઆરી|જાન્યુ ફેબ્રુઆરી|ફેબ્રુ માર્ચ એપ્રિલ મે જૂન જુલાઈ ઑગસ્ટ સપ્ટેમ્બર|સપ્ટે ઑક્ટોબર|ઑક્ટો નવેમ્બર|નવે ડિસેમ્બર|ડિસે"),
    "he": ("ינואר|ינו׳ פברואר|פבר׳ מרץ אפריל|אפר׳ מאי יוני יולי אוגוסט|אוג׳ ספטמבר|ספט׳ אוקטובר|אוק׳ נובמבר|נוב׳ דצמבר|דצמ׳"),
    "hi": (
        "जनवरी|जन॰ फ़रवरी|फ़र॰|फरवरी मार्च अप्रैल मई जून जुलाई|जुल॰ अगस्त|अग॰ सितंबर|सित॰|सितम्बर अक्टूबर|अक्टू॰ "
        "नवंबर|नव॰|नवम्बर दिसंबर|दिस॰|दिसम्बर"
    ),
    "hr": (
        "siječnja|sij|siječanj veljače|velj|veljača ožujka|ožu|ožujak travnja|tra|travanj svibnja|svi|svibanj "
        "lipnja|lip|lipanj srpnja|srp|srpanj kolovoza|kol|kolovoz rujna|ruj|rujan listopada|lis|listopad "
        "studenoga|stu|studeni|studenog prosinca|pro|prosinac"
    ),
    "hu": (
        "január|jan február|febr március|márc április|ápr május|máj június|jún július|júl augusztus|aug "
        "szeptember|szept október|okt november|nov december|dec"
    ),
    "hy": (
        "հունվարի|հնվ|հունվար փետրվարի|փտվ|փետրվար մարտի|մրտ|մարտ ապրիլի|ապր|ապրիլ մայիսի|մյս|մայիս "
        "հունիսի|հնս|հունիս հուլիսի|հլս|հուլիս օգոստոսի|օգս|օգոստոս սեպտեմբերի|սեպ|սեպտեմբեր հոկտեմբերի|հոկ|հոկտեմբեր "
        "նոյեմբերի|նոյ|նոյեմբեր դեկտեմբերի|դեկ|դեկտեմբեր"
    ),
    "id": (
        "januari|jan februari|feb|pebruari maret|mar april|apr mei juni|jun juli|jul agustus|agu|agt september|sep "
        "oktober|okt november|nov|nopember desember|des"
    ),
    "is": (
        "janúar|jan febrúar|feb mars|mar apríl|apr maí júní|jún júlí|júl ágúst|ágú september|sep október|okt "
        "nóvember|nóv desember|des"
    ),
    "it": (
        "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago settembre|set|sett "
        "ottobre|ott novembre|nov dicembre|dic"
    ),
    "ka": (
        "იანვარი|იან თებერვალი|თებ მარტი|მარ აპრილი|აპრ მაისი|მაი ივნისი|ივნ ივლისი|ივლ აგვისტო|აგვ სექტემბერი|სექ "
        "ოქტომბერი|ოქტ ნოემბერი|ნოე დეკემბერი|დეკ"
    ),
    "kk": (
        "қаңтар|қаң ақпан|ақп наурыз|нау сәуір|сәу мамыр|мам маусым|мау шілде|шіл тамыз|там қыркүйек|қыр қазан|қаз "
        "қараша|қар желтоқсан|жел"
    ),
    "lt": (
        "sausio|saus|sausis vasario|vas|vasaris kovo|kov|kovas balandžio|bal|balandis gegužės|geg|gegužė "
        "birželio|birž|birželis liepos|liep|liepa rugpjūčio|rugp|rugpjūtis rugsėjo|rugs|rugsėjis spalio|spal|spalis "
        "lapkričio|lapkr|lapkritis gruodžio|gruod|gruodis"
    ),
    "lv": (
        "janvāris|janv februāris|febr marts aprīlis|apr maijs jūnijs|jūn jūlijs|jūl augusts|aug septembris|sept "
        "oktobris|okt novembris|nov decembris|dec"
    ),
    "mk": (
        "јануари|јан февруари|фев март|мар април|апр мај јуни|јун јули|јул август|авг септември|сеп октомври|окт "
        "ноември|ное декември|дек"
    ),
    "mr": ("जानेवारी|जाने फेब्रुवारी|फेब्रु मार्च एप्रिल|एप्रि मे जून जुलै ऑगस्ट|ऑग सप्टेंबर|सप्टें ऑक्टोबर|ऑक्टो नोव्हेंबर|नोव्हें डिसेंबर|डिसें"),
    "ms": (
        "januari|jan februari|feb mac april|apr mei jun julai|jul ogos|ogo september|sep oktober|okt november|nov disember|dis"
    ),
    "ne": "जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर",
    "nl": (
        "januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug september|sep oktober|okt "
        "november|nov december|dec"
    ),
    "no": (
        "januar|jan februar|feb mars april|apr mai juni|jun juli|jul august|aug september|sep oktober|okt "
        "november|nov desember|des"
    ),
    "pa": "ਜਨਵਰੀ|ਜਨ ਫ਼ਰਵਰੀ|ਫ਼ਰ ਮਾਰਚ ਅਪ੍ਰੈਲ|ਅਪ੍ਰੈ ਮਈ ਜੂਨ ਜੁਲਾਈ|ਜੁਲਾ ਅਗਸਤ|ਅਗ ਸਤੰਬਰ|ਸਤੰ ਅਕਤੂਬਰ|ਅਕਤੂ ਨਵੰਬਰ|ਨਵੰ ਦਸੰਬਰ|ਦਸੰ",
    "pl": (
        "stycznia|sty|styczeń lutego|lut|luty marca|mar|marzec kwietnia|kwi|kwiecień maja|maj czerwca|cze|czerwiec "
        "lipca|lip|lipiec sierpnia|sie|sierpień września|wrz|wrzesień października|paź|październik "
        "listopada|lis|listopad grudnia|gru|grudzień"
    ),
    "pt": (
        "janeiro|jan fevereiro|fev março|mar|marco abril|abr maio|mai junho|jun julho|jul agosto|ago setembro|set "
        "outubro|out novembro|nov dezembro|dez"
    ),
    "ro": (
        "ianuarie|ian februarie|feb martie|mar aprilie|apr mai iunie|iun iulie|iul august|aug septembrie|sept "
        "octombrie|oct noiembrie|nov decembrie|dec"
    ),
    "ru": (
        "января|янв|январь февраля|февр|февраль|фев марта|мар|март апреля|апр|апрель мая|май июня|июн|июнь "
        "июля|июл|июль августа|авг|август сентября|сент|сентябрь|сен октября|окт|октябрь ноября|нояб|ноябрь|ноя "
        "декабря|дек|декабрь"
    ),
    "sk": (
        "januára|jan|január februára|feb|február marca|mar|marec apríla|apr|apríl mája|máj júna|jún júla|júl "
        "augusta|aug|august septembra|sep|september októbra|okt|október novembra|nov|november decembra|dec|december"
    ),
    "sl": (
        "januar|jan februar|feb marec|mar april|apr maj junij|jun julij|jul avgust|avg september|sep oktober|okt "
        "november|nov december|dec"
    ),
    "sq": (
        "janar|jan shkurt|shk mars|mar prill|pri maj qershor|qer korrik|korr gusht|gush shtator|sht tetor|tet "
        "nëntor|nën dhjetor|dhj"
    ),
    "sr": (
        "јануар|јан|januar фебруар|феб|februar март|мар|mart април|апр|april мај|maj јун|jun јул|jul "
        "август|авг|avgust септембар|сеп|septembar октобар|окт|oktobar новембар|нов|novembar децембар|дец|decembar"
    ),
    "sv": (
        "januari|jan februari|feb mars april|apr maj juni juli augusti|aug september|sep oktober|okt november|nov december|dec"
    ),
    "sw": (
        "januari|jan februari|feb machi|mac aprili|apr mei juni|jun julai|jul agosti|ago septemba|sep oktoba|okt "
        "novemba|nov desemba|des"
    ),
    "ta": ("ஜனவரி|ஜன பிப்ரவரி|பிப் மார்ச்|மார் ஏப்ரல்|ஏப் மே ஜூன் ஜூலை ஆகஸ்ட்|ஆக செப்டம்பர்|செப் அக்டோபர்|அக் நவம்பர்|நவ டிசம்பர்|டிச"),
    "te": ("జనవరి|జన ఫిబ్రవరి|ఫిబ్ర మార్చి ఏప్రిల్|ఏప్రి మే జూన్ జులై ఆగస్టు|ఆగ సెప్టెంబర్|సెప్టెం అక్టోబర్|అక్టో నవంబర్|నవం డిసెంబర్|డిసెం"),
    "th": (
        "มกราคม|ม.ค กุมภาพันธ์|ก.พ มีนาคม|มี.ค เมษายน|เม.ย พฤษภาคม|พ.ค มิถุนายน|มิ.ย กรกฎาคม|ก.ค สิงหาคม|ส.ค "
        "กันยายน|ก.ย ตุลาคม|ต.ค พฤศจิกายน|พ.ย ธันวาคม|ธ.ค"
    ),
    "tr": (
        "ocak|oca şubat|şub|subat mart|mar nisan|nis mayıs|may|mayis haziran|haz temmuz|tem ağustos|ağu|agustos "
        "eylül|eyl|eylul ekim|eki kasım|kas|kasim aralık|ara|aralik"
    ),
    "uk": (
        "січня|січ|січень лютого|лют|лютий березня|бер|березень квітня|квіт|квітень травня|трав|травень "
        "червня|черв|червень липня|лип|липень серпня|серп|серпень вересня|вер|вересень жовтня|жовт|жовтень "
        "листопада|лист|листопад грудня|груд|грудень"
    ),
    "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "uz": (
        "yanvar|yan fevral|fev mart|mar aprel|apr may iyun|iyn iyul|iyl avgust|avg sentabr|sen oktabr|okt noyabr|noy dekabr|dek"
    ),
}

_ALIASES = {"nb": "no", "nn": "no", "tl": "fil"}


def number(name: str, language: str | None = None) -> int | None:
    """The month, 1 to 12, that a word names in a language (a primary subtag); English is understood everywhere.

    Where the language is not known, or has no such month, a name counts that is of one month only in all languages:
    "listopad" is October in one and November in another.
    """
    word = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).strip(" .,")
    language = _ALIASES.get(language or "", language or "")
    own = _table(language).get(word) if language in _NAMES else None
    return own or _table("en").get(word) or _common().get(word)


@cache
def _table(language: str) -> dict[str, int]:
    """The months of one of the languages in _NAMES; the cache holds no other, whatever pages declare."""
    return {name: i for i, names in enumerate(_NAMES[language].split(), 1) for name in names.split("|")}


@cache
def _common() -> dict[str, int]:
    found: dict[str, set[int]] = {}
    for language in _NAMES:
        for name, month in _table(language).items():
            found.setdefault(name, set()).add(month)
    return {name: min(months) for name, months in found.items() if len(months) == 1}
