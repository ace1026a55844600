"""The language of a text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

from transforms.text import language, language_profiles

TEXTS = {
    "en": "The harbour was opened again on Monday after a storm had closed it for the whole weekend.",
    "de": "Der Hafen wurde am Montag wieder geöffnet, nachdem ein Sturm ihn das ganze Wochenende geschlossen hatte.",
    "fr": "Le port a été rouvert lundi après avoir été fermé tout le week-end par une tempête.",
    "es": "El puerto volvió a abrirse el lunes después de que una tormenta lo cerrara todo el fin de semana.",
    "pt": "O porto foi reaberto na segunda-feira depois de uma tempestade o ter fechado durante todo o fim de semana.",
    "nl": "De haven ging maandag weer open nadat een storm hem het hele weekend had gesloten, zei de burgemeester.",
    "no": "Havnen ble åpnet igjen på mandag etter at en storm hadde stengt den hele helgen, sa ordføreren.",
    "tr": "Fırtınanın bütün hafta sonu kapattığı liman pazartesi günü yeniden açıldı, dedi belediye başkanı.",
    "ru": "Порт был вновь открыт в понедельник после того, как шторм закрыл его на все выходные.",
    "ar": "أعيد فتح الميناء يوم الاثنين بعد أن أغلقته العاصفة طوال عطلة نهاية الأسبوع، وقال رئيس البلدية إن الأضرار قليلة.",
    "ja": "港は週末の嵐で閉鎖されていたが、月曜日に再び開かれた。市長は被害が少なかったと述べた。",
    "zh": "周末因风暴关闭的港口周一重新开放，市长说损失比预期的要小，船只陆续驶入。",
    "ko": "주말 내내 폭풍으로 폐쇄되었던 항구가 월요일에 다시 열렸다고 시장이 밝혔다.",
    "am": "ወደቡ ሰኞ ዕለት እንደገና ተከፈተ፤ ከንቲባው ጉዳቱ አነስተኛ መሆኑን ተናግረዋል።",
    "el": "Το λιμάνι άνοιξε ξανά τη Δευτέρα μετά από μια καταιγίδα που το είχε κλείσει.",
    "th": "ท่าเรือเปิดอีกครั้งในวันจันทร์หลังจากพายุปิดตลอดสุดสัปดาห์ นายกเทศมนตรีกล่าว",
}
# What langdetect has no profile of, and calls something else with confidence.
BEYOND = {
    "is": "Höfnin var opnuð aftur á mánudag eftir að stormur hafði lokað henni alla helgina, sagði bæjarstjórinn.",
    "zu": "Ichweba livulwe futhi ngoMsombuluko ngemva kokuba isiphepho silivalile impelasonto yonke, kusho imeya yedolobha.",
    "xh": "Izibuko livulwe kwakhona ngoMvulo emva kokuba isaqhwithi besilivalile impelaveki yonke, utshilo usodolophu wesixeko.",
    "gl": "O porto volveu abrir o luns despois de que unha tormenta o pechase durante toda a fin de semana, dixo a alcaldesa.",
    "eu": "Portua astelehenean berriro ireki zuten, ekaitz batek asteburu osoan itxita eduki ondoren, alkateak esan zuenez.",
    "az": "Fırtınanın bütün həftəsonu bağladığı liman bazar ertəsi yenidən açıldı, şəhər başçısı zərərin az olduğunu dedi.",
    "kk": "Дауыл демалыс күндері жауып тастаған порт дүйсенбіде қайта ашылды, деді қала әкімі журналистерге.",
    "uz": "Boʻron butun dam olish kunlari yopib qoʻygan port dushanba kuni yana ochildi, dedi shahar hokimi jurnalistlarga.",
    "ha": "An sake buɗe tashar jirgin ruwa a ranar Litinin bayan guguwa ta rufe ta duk ƙarshen mako, in ji magajin gari.",
    "yo": "Wọ́n tún ṣí èbúté náà ní ọjọ́ Ajé lẹ́yìn tí ìjì ti tì í ní gbogbo òpin ọ̀sẹ̀, gẹ́gẹ́ bí olórí ìlú ṣe sọ.",
    "ig": "E meghere ọdụ ụgbọ mmiri ahụ ọzọ na Mọnde mgbe oké ifufe mechiri ya n'ngwụsị izu niile, ka onye isi obodo kwuru.",
    "ps": "بندر د دوشنبې په ورځ بیا پرانیستل شو وروسته له هغه چې توپان د اونۍ په پای کې تړلی و، ښاروال وویل.",
    "be": "Порт зноў адкрылі ў панядзелак пасля таго, як шторм зачыніў яго на ўсе выхадныя, сказаў мэр горада.",
    "mn": "Шуурганы улмаас амралтын өдрүүдэд хаагдсан боомт даваа гарагт дахин нээгдлээ гэж хотын дарга хэлэв.",
    "mt": "Il-port reġa' nfetaħ nhar it-Tnejn wara li maltempata kienet żammitu magħluq it-tmiem il-ġimgħa kollu, qal is-sindku.",
    "ga": "Osclaíodh an cuan arís Dé Luain tar éis do stoirm é a dhúnadh an deireadh seachtaine ar fad, a dúirt an méara.",
    "hy": "Նավահանգիստը վերաբացվեց երկուշաբթի օրը, երբ փոթորիկը փակել էր այն ամբողջ շաբաթավերջին։",
    "ti": "እቲ ወደብ ሰኑይ መዓልቲ ከም ብሓድሽ ተኸፊቱ፤ ከንቲባ ከተማ ከምዝበሎ እቲ ጉድኣት ውሑድ እዩ ነይሩ።",
    "rw": "Icyambu cyongeye gufungurwa ku wa mbere nyuma y'uko umuyaga mwinshi wari wagifunze mu mpera z'icyumweru, umuyobozi yavuze.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_tells_the_language(code: str) -> None:
    found, score = language.detect(TEXTS[code])
    assert found == code
    assert 0.5 < score <= 1


@pytest.mark.parametrize("code", BEYOND)
def test_tells_languages_that_langdetect_does_not_know(code: str) -> None:
    found, score = language.detect(BEYOND[code])
    assert found == code
    assert 0.5 < score <= 1


@pytest.mark.parametrize("code", ["en", "de", "fr", "es", "pt", "nl", "no", "tr", "ru", "ar"])
def test_the_sum_over_all_n_grams_answers_as_langdetect_does(code: str) -> None:
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.set_seed(0)
    detector = factory.create()
    detector.append(TEXTS[code])
    best = language_profiles.best(TEXTS[code])
    assert best is not None
    assert best[0] == detector.detect() == code


def test_gives_the_same_answer_in_any_order() -> None:
    texts = [*TEXTS.values(), *BEYOND.values()] * 3
    first = {text: language.detect(text) for text in texts}
    random.Random(1).shuffle(texts)
    assert all(language.detect(text) == first[text] for text in texts)


@pytest.mark.parametrize("text", ["", "   ", "12345 67890 – 100 %", "Hi there", "🙂🙂🙂", "中文"])
def test_too_little_text_is_undetermined(text: str) -> None:
    assert language.detect(text) == ("und", 0.0)


@pytest.mark.parametrize("code", ["de", "fr", "tr", "ru"])
def test_a_wrong_declaration_does_not_win(code: str) -> None:
    for wrong in ("en-US", "xh", "is", "ckb"):
        assert language.detect(TEXTS[code], wrong)[0] == code


@pytest.mark.parametrize("code", ["is", "zu", "eu", "kk"])
def test_english_declared_by_a_template_does_not_win(code: str) -> None:
    assert language.detect(BEYOND[code], "en")[0] == code


@pytest.mark.parametrize(("declared", "code"), [("hr", "hr"), ("sr-Latn-RS", "sr"), ("bs-BA", "bs")])
def test_a_page_is_believed_between_languages_that_are_written_alike(declared: str, code: str) -> None:
    text = "Luka je ponovo otvorena u ponedjeljak nakon što ju je oluja zatvorila tokom cijelog vikenda, rekao je gradonačelnik."
    found, score = language.detect(text, declared)
    assert found == code
    assert 0.5 <= score <= 1.0
    assert language.detect(text)[0] in {"hr", "bs", "sr"}


def test_a_page_is_believed_in_a_language_that_no_detector_knows() -> None:
    swiss = "De Hafe isch am Mäntig wider ufgmacht worde, nachdem en Sturm en s ganz Wuchenänd zuegmacht gha het, seit d Stadt."
    assert language.detect(swiss, "gsw-CH") == ("gsw", 0.5)
    kurdish = (
        "Bender roja duşemê dîsa hat vekirin piştî ku bahozê ew hemû dawiya hefteyê girtibû, şaredar ji rojnamevanan re got."
    )
    assert language.detect(kurdish, "ku") == ("ku", 0.5)


@pytest.mark.parametrize(("text", "declared"), [("Goal! Goal! Goal!", "es"), ("Berlin Paris London Madrid Roma", "fr-FR")])
def test_a_page_is_believed_where_cries_and_names_say_nothing(text: str, declared: str) -> None:
    assert language.detect(text, declared) == (declared[:2], 0.5)
    assert language.detect(text) == language.detect(text, "ja") == ("und", 0.0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Harbour Phone S24 Ultra Max 항구전자가 출시했다", "ko"),
        ("Harbour Phone 15 Pro 新型を発表した", "ja"),
        ("Harbour Phone S24 ปิดให้บริการวันนี้", "th"),
    ],
)
def test_brands_in_latin_letters_do_not_make_a_text_latin(text: str, code: str) -> None:
    assert language.detect(text)[0] == code


@given(st.text(max_size=300), st.none() | st.text(max_size=12) | st.sampled_from(["en", "is-IS", "zh-Hant", "gsw", "hr"]))
def test_any_text_has_an_answer_and_always_the_same(text: str, declared: str | None) -> None:
    found, score = language.detect(text, declared)
    assert (found, score) == language.detect(text, declared)
    assert 0.0 <= score <= 1.0
    assert language.primary(found) == found or found == language.UNDETERMINED


@given(st.text(st.characters(), max_size=200))
def test_controls_and_surrogates_do_no_harm(noise: str) -> None:
    assert 0.0 <= language.detect(TEXTS["en"] + noise)[1] <= 1.0


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        ("de_DE.utf8", "de-DE"),
        ("EN", "en"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("es-419", "es-419"),
        ("und", None),
        ("", None),
        (None, None),
        ("english", None),
    ],
)
def test_declared_languages_become_tags(declared: str | None, tag: str | None) -> None:
    assert language.tag(declared) == tag
