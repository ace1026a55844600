"""Names of countries that CLDR does not have, by language, and names that look like a country's and are not.

CLDR through babel gives one official short name for each country and language; newspapers use more. A line is
`code: name | name`. `-` stands for no country: text that contains a country's name and means something else, or a CLDR name
that in this language is far more often another word (Reunión, a meeting; Maurice, a first name).
Names are written as within a sentence; endings by grammatical case are made by `country_endings`.
"""

from __future__ import annotations

EVERYWHERE = """
US: USA | U.S.A.
"""

# Any language in Latin script.
LATIN = """
HK: Hong Kong | Hongkong
MO: Macau
"""

VARIANTS: dict[str, str] = {
    "en": """
        US: US | U.S. | U.S | United States of America | America
        GB: UK | U.K. | U.K | Britain | Great Britain | England | Scotland | Wales | Northern Ireland
        RU: Russian Federation
        KR: Republic of Korea | S. Korea
        KP: DPRK | N. Korea
        CN: PRC
        CI: Ivory Coast | Cote d'Ivoire
        CZ: Czech Republic
        CD: DR Congo | D.R. Congo | DRC | Democratic Republic of Congo | Democratic Republic of the Congo | Congo
        CG: Republic of Congo | Republic of the Congo | Congo Republic
        MK: Macedonia
        SZ: Swaziland
        CV: Cabo Verde
        TL: East Timor
        TR: Turkey | Turkiye
        VA: Vatican | Holy See
        PS: Palestine
        AE: UAE | U.A.E. | Emirates
        BA: Bosnia | Bosnia-Herzegovina
        NL: Holland
        IE: Republic of Ireland
        VN: Viet Nam
        SK: Slovak Republic
        SA: Kingdom of Saudi Arabia
        TT: Trinidad
        FK: Falklands
        MO: Macao
        ST: Sao Tome and Principe
        CW: Curacao
        RE: Reunion Island
        VI: US Virgin Islands
        BL: Saint Barthelemy
        MF: Saint Martin Island
        -: New Mexico | Gulf of Mexico | Mexico City | Panama City | Panama Papers | Guatemala City | Kuwait City
        -: New Jersey | Jersey City | Jersey Shore | Jersey | South China Sea | East China Sea | South China Morning Post
        -: China Daily | Sea of Japan | Inner Mongolia | New England | New South Wales | New Britain
        -: Prince of Wales | Princess of Wales | Latin America | South America | North America | Central America
        -: Bank of America | Voice of America | Captain America | Miss America | Copa America | Good Morning America
        -: Bank of England | Church of England | Gulf of Guinea | New Guinea | Guinea pig | Guinea pigs | Guinea fowl
        -: Gulf of Oman | Niger Delta | Niger River | Jordan River | River Jordan | Lake Chad | Lebanon County
        -: Emirates Airline | Emirates Airlines | Emirates Stadium | Emirates Group | Vatican City State
        -: Arab Emirates | US Airways | US Weekly | US Open | Air Canada | Air China | Air France | Air India
        -: Air New Zealand
        -: Tour de France | India Today | Times of India | Bank of China | Bank of Japan | Bank of Canada | Reunion | Réunion
        -: St. Martin | Saint Martin | St. Helena | Saint Helena | Wallis | Guernsey County | Bermuda shorts | Bermuda Triangle
        -: Turkey Day | Turkey Trot | Macedonia Baptist Church | Georgia Tech | Georgia State | South Georgia
    """,
    "de": """
        US: Vereinigte Staaten von Amerika | Vereinigten Staaten | Vereinigten Staaten von Amerika
        GB: Großbritannien | Grossbritannien | England | Schottland | Wales | Nordirland
        GB: Vereinigten Königreich | Vereinigten Königreichs
        RU: Russische Föderation | Russischen Föderation
        CZ: Tschechische Republik | Tschechischen Republik
        CI: Elfenbeinküste
        CD: Demokratische Republik Kongo | Demokratischen Republik Kongo | DR Kongo
        CG: Republik Kongo
        AE: Vereinigten Arabischen Emirate | Vereinigten Arabischen Emiraten
        NL: Holland
        BA: Bosnien | Bosnien-Herzegowina
        MM: Birma | Burma
        BY: Weißrussland
        MD: Moldawien
        TL: Osttimor
        VA: Vatikan
        PS: Palästina | Palästinensischen Autonomiegebieten | Palästinensischen Autonomiegebiete
        KR: Republik Korea
        ZA: Republik Südafrika
        CN: Volksrepublik China
        CF: Zentralafrikanischen Republik
        DO: Dominikanischen Republik
        SZ: Swasiland
        -: Golf von Mexiko | Mexiko-Stadt | Panama-Stadt | Kuwait-Stadt | Guatemala-Stadt | Jersey | Réunion | Air France
        -: Tour de France | US Open | St. Martin | St. Helena | Bank of America | New Jersey | Bank of England | New England
        -: Rhode Island | New South Wales | Prince of Wales
    """,
    "fr": """
        US: États-Unis d'Amérique | Etats-Unis | Etats-Unis d'Amérique
        GB: Grande-Bretagne | Angleterre | Écosse | Ecosse | Pays de Galles | Irlande du Nord
        RU: Fédération de Russie
        CZ: République tchèque
        MM: Birmanie
        CD: RDC | République démocratique du Congo | RD Congo | Congo-Kinshasa
        CG: République du Congo | Congo-Brazzaville
        KP: Corée du Nord
        AE: Émirats arabes unis | Emirats arabes unis | Émirats | Emirats
        EG: Egypte
        ET: Ethiopie
        EC: Equateur
        ER: Erythrée
        EE: Estonie
        BA: Bosnie | Bosnie-Herzégovine
        BY: Biélorussie
        VA: Vatican
        PS: Palestine
        TL: Timor oriental
        MU: île Maurice | République de Maurice | Île Maurice
        SV: El Salvador
        NL: Hollande
        MK: Macédoine
        SZ: Swaziland
        HK: Hong-Kong
        MO: Macao
        -: François Hollande | Hollande | Maurice | Salvador | Jersey | Tour de France | Air France | Saint-Martin | Sainte-Hélène
        -: Nouvelle-Angleterre | Grenade | Île-de-France | Ile-de-France | Golfe du Mexique | golfe du Mexique | Montserrat
        -: New Jersey | US Open | Bank of America | mer de Chine méridionale | La Réunion de
    """,
    "es": """
        US: EE.UU. | EE. UU. | EE.UU | EE UU | EEUU | Estados Unidos de América
        GB: Gran Bretaña | Inglaterra | Escocia | Irlanda del Norte
        RU: Federación Rusa | Federación de Rusia
        CZ: República Checa
        CI: Costa de Marfil
        MM: Birmania
        CD: RD del Congo | Congo-Kinshasa
        CG: República del Congo | Congo-Brazzaville
        NL: Holanda
        AE: Emiratos Árabes
        BA: Bosnia
        BY: Bielorrusia
        VA: Vaticano
        PS: Palestina
        TL: Timor Oriental
        SZ: Suazilandia
        MX: Méjico
        IQ: Irak
        KE: Kenia
        MO: Macao
        -: Nuevo México | Ciudad de México | Estado de México | Golfo de México | golfo de México | Ciudad de Guatemala
        -: Ciudad de Panamá | Reunión | Granada | Guadalupe | San Martín | San Bartolomé | Santa Elena | Santa Lucía | Palau
        -: Montserrat | Jersey | Canal de Panamá | Nueva Inglaterra | Mauricio | Nueva Guinea | New Jersey | US Open
        -: Dominica | Anguila | Tour de Francia | Mar de China Meridional | Nueva Jersey | Bermudas
    """,
    "pt": """
        US: EUA | E.U.A. | Estados Unidos da América
        GB: Grã-Bretanha | Inglaterra | Escócia | Irlanda do Norte
        RU: Federação Russa
        CZ: República Tcheca | República Checa
        MM: Birmânia
        CD: República Democrática do Congo | RD Congo | RDC
        CG: República do Congo
        NL: Holanda
        AE: Emirados
        BA: Bósnia
        BY: Bielorrússia
        VA: Vaticano
        PS: Palestina
        VN: Vietname
        MO: Macau
        SZ: Suazilândia
        -: Reunião | Granada | Guadalupe | Santa Helena | Santa Lúcia | São Martinho | São Bartolomeu | Jersey | Montserrat
        -: Novo México | Cidade do México | Golfo do México | Cidade do Panamá | Nova Inglaterra | Nova Guiné | Maurício
        -: Nova Jersey | Dominica | US Open | Salvador | Bermudas | Timor
    """,
    "it": """
        US: Usa | Stati Uniti d'America
        GB: Gran Bretagna | Inghilterra | Scozia | Irlanda del Nord
        RU: Federazione Russa
        CZ: Repubblica Ceca
        CI: Costa d'Avorio
        MM: Birmania
        CD: Repubblica democratica del Congo | Repubblica Democratica del Congo | RD Congo
        NL: Olanda
        AE: Emirati Arabi | Emirati
        BA: Bosnia
        VA: Vaticano
        PS: Palestina
        TL: Timor Est
        -: Monaco di Baviera | Nuovo Messico | Città del Messico | Golfo del Messico | Riunione | Sant'Elena | Jersey | Montserrat
        -: Nuova Guinea | New Jersey | Us Open | US Open | Saint Martin | Guadalupa | Città di Panama
    """,
    "nl": """
        US: VS | V.S. | Verenigde Staten van Amerika
        GB: Groot-Brittannië | Engeland | Schotland | Noord-Ierland | VK
        CZ: Tsjechische Republiek
        CI: Ivoorkust
        MM: Birma | Burma
        CD: Democratische Republiek Congo
        NL: Holland
        BY: Wit-Rusland
        VA: Vaticaan
        PS: Palestina
        AE: Emiraten
        BA: Bosnië
        -: Golf van Mexico | Mexico-Stad | Panama-Stad | New Jersey | Jersey | Nieuw-Guinea
        -: Sint-Maarten | Sint Maarten | US Open
    """,
    "pl": """
        US: Stanów Zjednoczonych | Stanach Zjednoczonych | Stanom Zjednoczonym | Stanami Zjednoczonymi
        GB: Wielkiej Brytanii | Wielką Brytanię | Wielką Brytanią | Anglia | Szkocja
        DE: Niemiec | Niemczech
        CN: Chin | Chinach | Chinom | Chinami
        HU: Węgier | Węgrzech
        IT: Włoszech
        CZ: Czechach
        KR: Korei Południowej | Koreą Południową | Koreę Południową
        KP: Korei Północnej | Koreą Północną | Koreę Północną
        SA: Arabii Saudyjskiej | Arabię Saudyjską | Arabią Saudyjską
        ZA: RPA
        NL: Holandia
        CI: Wybrzeże Kości Słoniowej
        VA: Watykan
        PS: Palestyna
        PL: Polsce
        -: Bank Polski | Mali
    """,
    "cs": """
        US: Spojené státy | Spojených států | Spojených státech | Spojeným státům | Spojenými státy
        GB: Británie | Velká Británie | Velké Británie | Velké Británii | Velkou Británií | Velkou Británii | Anglie | Skotsko
        CZ: Česká republika | České republiky | České republice | Českou republiku | Českou republikou | ČR
        KR: Jižní Koreje | Jižní Koreji | Jižní Koreou
        KP: Severní Koreje | Severní Koreji | Severní Koreou
        SA: Saúdské Arábie | Saúdské Arábii | Saúdskou Arábií
        NL: Holandsko
        CI: Pobřeží slonoviny
        VA: Vatikán
        PS: Palestina
        -: Mali
    """,
    "sk": """
        US: Spojené štáty | Spojených štátov | Spojených štátoch | Spojeným štátom
        GB: Veľká Británia | Veľkej Británie | Veľkej Británii | Veľkú Britániu | Británia
        CZ: Česká republika | Českej republiky | Českej republike | Českú republiku
        SK: Slovenská republika | Slovenskej republiky | Slovenskej republike | SR
        -: Mali
    """,
    "ru": """
        US: США | Соединённые Штаты | Соединенных Штатов | Соединенных Штатах | Соединенным Штатам
        GB: Британия | Англия | Шотландия
        RU: РФ | Российская Федерация | Российской Федерации | Российскую Федерацию
        KR: Южная Корея | Южной Кореи | Южной Корее | Южную Корею | Южной Кореей
        KP: КНДР | Северная Корея | Северной Кореи | Северной Корее | Северную Корею | Северной Кореей
        CN: КНР
        DE: ФРГ
        AE: ОАЭ
        CD: ДР Конго | Демократическая Республика Конго | Демократической Республике Конго
        SA: Саудовской Аравии | Саудовскую Аравию | Саудовской Аравией
        ZA: ЮАР
        KG: Киргизия
        MD: Молдавия
        BY: Белоруссия
        TM: Туркмения
        NL: Голландия
        PS: Палестина
        CI: Кот-д'Ивуар
        -: Папуа
    """,
    "uk": """
        US: США | Сполучені Штати | Сполучених Штатів | Сполучених Штатах | Сполученим Штатам
        GB: Британія | Велика Британія | Великої Британії | Великій Британії | Велику Британію | Великою Британією | Англія
        RU: РФ | Російська Федерація | Російської Федерації
        KR: Південної Кореї | Південній Кореї | Південну Корею
        KP: КНДР | Північна Корея | Північної Кореї | Північній Кореї | Північну Корею
        CN: КНР
        AE: ОАЕ
        SA: Саудівської Аравії | Саудівській Аравії | Саудівську Аравію
    """,
    "tr": """
        US: ABD | Amerika
        GB: İngiltere | Büyük Britanya | İskoçya
        CI: Fildişi Sahili
        CZ: Çek Cumhuriyeti
        AE: BAE | Birleşik Arap Emirlikleri
        CD: Demokratik Kongo Cumhuriyeti
        PS: Filistin
        VA: Vatikan
        CN: Çin Halk Cumhuriyeti
        TR: Türkiye Cumhuriyeti
        NL: Hollanda
        -: Mali | Güney Amerika | Kuzey Amerika | Latin Amerika | Orta Amerika | Meksika Körfezi | Güney Çin Denizi
        -: Kuzey Kıbrıs Türk Cumhuriyeti | Umman Körfezi | Man | Reunion
    """,
    "ar": """
        US: الولايات المتحدة الأمريكية | أمريكا | أميركا
        GB: بريطانيا | إنجلترا | انجلترا
        AE: الإمارات | الامارات
        SA: السعودية
        PS: فلسطين
        CZ: جمهورية التشيك
        -: أمريكا اللاتينية | أمريكا الجنوبية | أمريكا الشمالية | أميركا اللاتينية | أميركا الجنوبية | أميركا الشمالية
        -: بحر الصين الجنوبي
    """,
    "he": """
        US: ארה"ב | ארה״ב
        GB: אנגליה
        PS: פלסטין
        -: הים הסיני
    """,
    "fa": """
        US: آمریکا | امریکا | ایالات متحده آمریکا
        GB: انگلیس | انگلستان
        -: آمریکای لاتین | آمریکای جنوبی | آمریکای شمالی
    """,
    "hi": """
        US: अमेरिका | अमरीका | संयुक्त राज्य अमेरिका
        GB: ब्रिटेन | इंग्लैंड
        CZ: चेक गणराज्य
        AE: यूएई
        KR: साउथ कोरिया
        PS: फ़िलिस्तीन | फिलिस्तीन
        HK: हांगकांग | हॉन्ग कॉन्ग
        -: दक्षिण अमेरिका | उत्तर अमेरिका | लैटिन अमेरिका | दक्षिण चीन सागर
    """,
    "zh": """
        US: 美利坚合众国 | 美利堅合眾國 | 美國
        GB: 英格兰 | 英格蘭 | 大不列颠
        RU: 俄国 | 俄國 | 俄罗斯联邦
        KR: 南韩 | 南韓 | 大韩民国
        KP: 北韩 | 北韓 | 朝鲜 | 朝鮮
        CN: 中华人民共和国 | 中華人民共和國
        HK: 香港
        MO: 澳门 | 澳門
        PS: 巴勒斯坦
        AE: 阿联酋 | 阿聯酋
        LA: 老挝 | 寮國
        TW: 台湾 | 台灣 | 臺灣
        AU: 澳大利亚 | 澳洲
        NZ: 新西兰 | 紐西蘭
        CZ: 捷克共和国
        -: 印度洋 | 南美洲 | 朝鲜半岛 | 朝鮮半島 | 朝鲜族 | 朝鮮族 | 台湾海峡 | 台灣海峽 | 台灣大學 | 台湾大学 | 日本海 | 新几内亚
    """,
    "ja": """
        US: アメリカ | 米国 | アメリカ合衆国
        GB: 英国 | イングランド | スコットランド
        RU: ロシア連邦
        KP: 北朝鮮
        CN: 中華人民共和国
        HK: 香港
        MO: マカオ
        AU: 豪州
        PS: パレスチナ
        AE: アラブ首長国連邦 | UAE
        CD: コンゴ民主共和国
        VA: バチカン
        CZ: チェコ共和国
        NL: オランダ
        TW: 台湾
        ML: マリ共和国
        TD: チャド共和国
        -: マリ | チャド | ギアナ | ニューギニア | インド洋 | 日本海 | 中国地方 | 中国電力 | 中国新聞 | 中国自動車道 | 中国山地
        -: 中国放送 | ラテンアメリカ | 南アメリカ | 北アメリカ | 中央アメリカ | 台湾海峡 | ニューイングランド | 西日本 | 東日本
        -: 南日本 | 北日本 | 中日本 | 新日本 | 全日本 | 日本人 | 日本語 | 日本一 | ジャージー
    """,
    "ko": """
        US: 미합중국
        KR: 한국 | 남한
        KP: 북한 | 북조선
        PS: 팔레스타인
        AE: 아랍에미리트 | UAE
        HK: 홍콩
        MO: 마카오
        CZ: 체코 공화국
        TW: 타이완
        -: 수단 | 오만 | 기니 | 저지 | 통가 | 말리 | 가나 | 차드 | 토고
    """,
    "sv": """
        GB: England | Skottland | Storbritannien
        CI: Elfenbenskusten
        MM: Burma
        CZ: Tjeckiska republiken
        BY: Vitryssland
        NL: Holland
        VA: Vatikanen
        PS: Palestina
        CD: Demokratiska republiken Kongo
        BA: Bosnien
        -: Mexikanska golfen | New Jersey | Jersey | US Open | Nya Guinea
    """,
    "da": """
        GB: England | Skotland
        CI: Elfenbenskysten
        CZ: Den Tjekkiske Republik
        BY: Hviderusland
        NL: Holland
        VA: Vatikanet
        PS: Palæstina
        MM: Burma
        BA: Bosnien
        -: New Jersey | Jersey | US Open
    """,
    "no": """
        US: USAs
        GB: England | Skottland
        CI: Elfenbenskysten
        BY: Hviterussland
        NL: Holland
        VA: Vatikanet
        PS: Palestina
        MM: Burma
        BA: Bosnia
        -: New Jersey | Jersey | US Open | Man
    """,
    "fi": """
        US: Yhdysvallat | Yhdysvaltojen | Yhdysvalloissa | Yhdysvalloista | Yhdysvaltoihin | Yhdysvalloilla | Yhdysvalloille
        GB: Britannia | Englanti | Englannin | Englannissa | Englannista | Englantiin | Skotlanti | Iso-Britannian
        FI: Suomen | Suomessa | Suomesta | Suomeen | Suomelle | Suomella | Suomea | Suomeksi
        TR: Turkin | Turkissa | Turkista | Turkkiin | Turkille | Turkkia
        CY: Kyproksen | Kyproksella | Kyprokselle
        CI: Norsunluurannikko
        NL: Hollanti
        PS: Palestiina
        VA: Vatikaani
        -: Oman | Man | Mali | Jersey | New Jersey
    """,
    "hu": """
        US: Amerikai Egyesült Államok | Amerikai Egyesült Államokban | Egyesült Államokban | Egyesült Államokat | Amerika
        GB: Nagy-Britannia | Anglia | Skócia
        CZ: Cseh Köztársaság
        NL: Hollandia
        PS: Palesztina
        VA: Vatikán
        -: Dél-Amerika | Észak-Amerika | Latin-Amerika | Közép-Amerika
    """,
    "ro": """
        US: SUA | S.U.A. | Statele Unite | Statele Unite ale Americii | Statelor Unite | Statelor Unite ale Americii
        GB: Marea Britanie | Marii Britanii | Anglia | Scoția
        RU: Federația Rusă | Federației Ruse
        CI: Coasta de Fildeș
        CZ: Republica Cehă
        NL: Olanda
        VA: Vatican
        PS: Palestina
        MD: Moldova | Moldovei | Republicii Moldova
        AE: Emirate
        -: Noul Mexic | Austro-Ungaria | Austro-Ungariei
    """,
    "id": """
        AF: Afghanistan
        LB: Libanon
        US: AS | Amerika
        GB: Inggris | Britania Raya | Skotlandia
        KR: Korsel
        KP: Korut
        CN: Tiongkok | China | Cina
        NL: Belanda
        PS: Palestina
        AE: UEA | Uni Emirat Arab
        VA: Vatikan
        SA: Saudi
        CZ: Republik Ceko
        CI: Pantai Gading
        -: Amerika Latin | Amerika Selatan | Amerika Utara | Amerika Tengah | Laut Cina Selatan | Laut China Selatan | Man
        -: AS Roma | AS Monaco | Papua Nugini Barat
    """,
    "el": """
        US: ΗΠΑ | Ηνωμένων Πολιτειών | Αμερική
        GB: Βρετανία | Μεγάλη Βρετανία | Αγγλία
    """,
    "hr": """
        US: SAD | SAD-a | SAD-u | Sjedinjenih Država
        GB: Velika Britanija | Velike Britanije | Velikoj Britaniji | Britanija | Engleska
        BA: BiH | Bosna | Bosna i Hercegovina | Bosne i Hercegovine | Bosni i Hercegovini | Bosnu i Hercegovinu
        ME: Crne Gore | Crnoj Gori | Crnu Goru | Crnom Gorom
        MK: Makedonija
        XK: Kosova | Kosovu | Kosovom
        CY: Cipra | Cipru
        CZ: Češka Republika
        -: Mali
    """,
    "sr": """
        US: САД | SAD | Сједињених Држава
        GB: Велика Британија | Велике Британије | Великој Британији | Velika Britanija | Velike Britanije | Velikoj Britaniji
        BA: БиХ | BiH | Босна | Bosna | Bosna i Hercegovina | Bosne i Hercegovine | Bosni i Hercegovini | Bosnu i Hercegovinu
        BA: Босна и Херцеговина | Босне и Херцеговине | Босни и Херцеговини | Босну и Херцеговину
        ME: Crne Gore | Crnoj Gori | Crnu Goru | Crnom Gorom | Црне Горе | Црној Гори | Црну Гору | Црном Гором
        MK: Makedonija | Македонија
        XK: Kosova | Kosovu | Косова | Косову
        CY: Kipra | Kipru | Кипра | Кипру
        -: Мали | Mali
    """,
    "vi": """
        US: Mỹ | Hoa Kỳ
        KR: Hàn Quốc
        KP: Triều Tiên
        GB: Anh
        TW: Đài Loan
    """,
    "sw": """
        US: Marekani
        GB: Uingereza
        -: Mali
    """,
    "ca": """
        US: EUA | EEUU
        GB: Gran Bretanya | Anglaterra | Escòcia
        NL: Holanda
        CZ: República Txeca
        -: Palau | Montserrat | Maurici | Guadalupe | Reunió
    """,
    "lv": """
        US: ASV | Amerika
        GB: Lielbritānija | Anglija
    """,
    "lt": """
        US: JAV
        GB: Didžioji Britanija | Didžiosios Britanijos | Anglija
    """,
    "th": """
        US: สหรัฐฯ | สหรัฐ | อเมริกา
        GB: อังกฤษ
        HK: ฮ่องกง
        -: ชาด | มาลี | อเมริกาใต้ | อเมริกาเหนือ | ทะเลจีนใต้
    """,
}

# Names that are as often a person's, or a state of the US. They count only where no capitalised word stands beside them and
# the text holds one of these words ("": no such word is asked for).
CUES: dict[str, dict[str, str]] = {
    "en": {
        "Georgia": r"Tbilisi|Georgians?\b|Caucasus|Abkhazia|Ossetia|Armenia|Azerbaijan|Batumi|Saakashvili",
        "Jordan": r"Amman\b|Jordanian|Hashemite|King Abdullah|Syria|Iraq|Israel|Palestin|Saudi|Middle East|Gaza|West Bank|Egypt",
        "Chad": r"N.?[Dd]jamena|Chadian|Sahel|Africa|Sudan|Libya|Niger\b|Cameroon|Nigeria|Darfur|Boko Haram",
    },
    "it": {"Georgia": r"Tbilisi|georgian|Caucaso|Abkhazia|Ossezia|Armenia|Azerbaigian|Russia"},
    "es": {"Georgia": r"Tiflis|georgian|Cáucaso|Abjasia|Osetia|Armenia|Azerbaiyán|Rusia"},
    "fi": {"Georgia": r"Tbilisi|georgialai|Kaukasu|Abhasia|Ossetia|Armenia|Azerbaidžan|Venäjä"},
    "no": {
        "Georgia": r"Tbilisi|georgisk|Kaukasus|Abkhasia|Ossetia|Armenia|Aserbajdsjan|Russland",
        "Jordan": r"Amman\b|jordansk|Midtøsten|Syria|Irak|Israel|Palestin",
        "Island": "",
    },
    "ro": {"Georgia": r"Tbilisi|georgian|Caucaz|Abhazia|Oseti|Armenia|Azerbaidjan|Rusia"},
    "id": {
        "Georgia": r"Tbilisi|Kaukasus|Abkhazia|Ossetia|Armenia|Azerbaijan|Rusia",
        "Chad": r"Afrika|Sudan|Libya|Niger\b|Kamerun",
    },
    "pl": {"Kuba": ""},
    "de": {"Island": "", "Mali": ""},
    "da": {"Island": ""},
    "sv": {"Island": "", "Mali": ""},
    "pt": {"Geórgia": r"Tbilisi|georgian|Cáucaso|Abecásia|Ossétia|Armênia|Arménia|Azerbaijão|Rússia"},
}
