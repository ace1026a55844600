"""Agencies, datelines and first publishers: who wrote a text, where, and with whom it first appeared."""

from __future__ import annotations

import time

import pytest

from transforms.text import agencies, origins, signatures

STORY = "The harbour reopened on Monday.\nShips came in before noon, said the mayor."


@pytest.mark.parametrize(
    ("line", "language", "agency", "evidence", "dateline"),
    [
        ("PORTVILLE, Poland (AP) — The port", "en", "Associated Press", "PORTVILLE, Poland (AP) —", "PORTVILLE, Poland"),
        ("PORTVILLE, Fla. (AP) — The port", "en", "Associated Press", "PORTVILLE, Fla. (AP) —", "PORTVILLE, Fla."),
        ("OLD/NEW PORT, May 3 (Reuters) - The port", "en", "Reuters", "OLD/NEW PORT, May 3 (Reuters) -", "OLD/NEW PORT"),
        ("BERLIN, 3. Mai (dpa) - Der Hafen", "de", "dpa", "BERLIN, 3. Mai (dpa) -", "BERLIN"),
        ("Hamburg (dpa/lno) - Der Hafen", "de", "dpa", "Hamburg (dpa/lno) -", "Hamburg"),
        ("(ANSA) - ROMA, 3 MAG - Il porto ha riaperto dopo sei lunghi mesi.", "it", "ANSA", "(ANSA) -", "ROMA"),
        ("Madrid, 3 may (EFE).- El puerto", "es", "EFE", "Madrid, 3 may (EFE).-", "Madrid"),
        ("PARIS (AFP) - Le port", "fr", "Agence France-Presse", "PARIS (AFP) -", "PARIS"),
        ("МОСКВА, 3 мая. /ТАСС/. Порт", "ru", "TASS", "МОСКВА, 3 мая. /ТАСС/.", "МОСКВА"),
        ("Москва. 3 мая. ИНТЕРФАКС - Порт", "ru", "Interfax", "Москва. 3 мая. ИНТЕРФАКС -", "Москва"),
        ("МОСКВА, 3 мая — РИА Новости. Порт", "ru", "RIA Novosti", "МОСКВА, 3 мая — РИА Новости.", "МОСКВА"),
        ("VILNIUS, May 03, BNS - The port", "en", "BNS", "VILNIUS, May 03, BNS -", "VILNIUS"),
        ("KYODO NEWS - May 3, 2024 - 10:00 | All", "en", "Kyodo", "KYODO NEWS - May 3, 2024", None),
        ("(서울=연합뉴스) 김기자 기자 = 항구가", "ko", "Yonhap", "(서울=연합뉴스)", "서울"),
        ("(워싱턴 AFP=연합뉴스) 항구가", "ko", "Agence France-Presse", "(워싱턴 AFP=연합뉴스)", "워싱턴"),
        ("【北京共同】港が", "ja", "Kyodo", "【北京共同】", "北京"),
        ("[ロンドン 3日 ロイター] - 港が", "ja", "Reuters", "[ロンドン 3日 ロイター] -", "ロンドン"),
        ("新华社北京5月3日电（记者王小明）港口", "zh", "Xinhua", "新华社北京5月3日电", "北京"),
        ("（北京新华社電）港口", "zh", "Xinhua", "（北京新华社電）", "北京"),
        ("（中央社記者王小明台北3日電）港口", "zh", "CNA (Taiwan)", "（中央社記者王小明台北3日電）", None),
        ("ISTANBUL (AA) - Liman", "tr", "Anadolu", "ISTANBUL (AA) -", "ISTANBUL"),
        ("नई दिल्ली, 3 मई (भाषा) बंदरगाह", "hi", "PTI", "नई दिल्ली, 3 मई (भाषा)", "नई दिल्ली"),
        ("ঢাকা, ৩ মে, ২০২৪ (বাসস) : বন্দর", "bn", "BSS", "ঢাকা, ৩ মে, ২০২৪ (বাসস) :", "ঢাকা"),
        ("باريس (أ ف ب) - الميناء", "ar", "Agence France-Presse", "باريس (أ ف ب) -", "باريس"),
        ("WIEN (APA) - Der Hafen", "de", "APA", "WIEN (APA) -", "WIEN"),
        ("BAKU (APA) - The port", "en", "APA (Azerbaijan)", "BAKU (APA) -", "BAKU"),
        ("ALGER, 3 mai 2024 (APS) - Le port", "fr", "APS (Algeria)", "ALGER, 3 mai 2024 (APS) -", "ALGER"),
        ("LONDON — The harbour reopened on Monday after half a year.", "en", None, None, "LONDON"),
        ("NEW YORK — “The harbour reopened on Monday after half a year.”", "en", None, None, "NEW YORK"),
        ("PORTVILLE, Ore. — The harbour reopened on Monday after half a year.", "en", None, None, "PORTVILLE, Ore."),
        ("(ANSA) - PORTO VECCHIO - Il porto ha riaperto dopo sei lunghi mesi.", "it", "ANSA", "(ANSA) -", "PORTO VECCHIO"),
        ("Paris, 3 mai 2024 – Le port a rouvert ses portes lundi matin.", "fr", None, None, "Paris"),
    ],
)
def test_a_dateline_names_the_agency_and_the_place(
    line: str, language: str, agency: str | None, evidence: str | None, dateline: str | None
) -> None:
    assert signatures.agency(f"{line}\nMore.", language=language) == (agency, evidence)
    assert signatures.dateline(line, language) == dateline


@pytest.mark.parametrize(
    "line",
    [
        "The Harbour Party (AP) won the vote on Monday, and its leader said so.",
        "Harrisburg (PA) — The state's harbour reopened on Monday after half a year.",
        "The mayor told Reuters that the harbour (AP) reopened.",
        "AA meetings (AA) are free for all who come to the harbour.",
        "A ferry near Portville, May 3 (AP Photo/Jane Doe)",
        "Jane Doe (AP)",
        "BREAKING — The harbour reopened on Monday after half a year.",
        "THE HARBOUR SHOW — The new season begins on Monday after half a year.",
        "Jane Doe — the former captain — said that she would come to the harbour.",
        "SEASON 3 — LIVE",
        "JOHN DOE — The council should have met on Monday, half a year after the storm.",
        "JANE DOE, MAYOR — The council should have met on Monday, half a year after the storm.",
        "NASA — The new rocket stood on its pad on Monday, half a year after the storm.",
        "DOE - The candidate spoke in the harbour on Monday, half a year after the storm.",
        "LONDON — in short, a town in which the harbour has been closed for half a year.",
        "They efe'd and ap'd.",
    ],
)
def test_what_looks_like_a_dateline_is_none(line: str) -> None:
    assert signatures.agency(f"{line}\nMore.", language="en") == (None, None) and signatures.dateline(line, "en") is None


@pytest.mark.parametrize(
    ("line", "language", "agency", "evidence"),
    [
        ("Associated Press", "en", "Associated Press", "Associated Press"),
        ("Quelle: dpa", "de", "dpa", "Quelle: dpa"),
        ("(dpa/mik)", "de", "dpa", "(dpa/mik)"),
        ("aja/PAP", "pl", "PAP", "aja/PAP"),
        ("Gemiler geldi. (AA)", "tr", "Anadolu", "(AA)"),
        ("Das Wasser war frei. dpa", "de", "dpa", "dpa"),
        ("It was open. — Bernama", "en", "Bernama", "— Bernama"),
        ("/ritzau/", "da", "Ritzau", "/ritzau/"),
        ("来源：新华社", "zh", "Xinhua", "来源：新华社"),
        ("출처: 연합뉴스", "ko", "Yonhap", "출처: 연합뉴스"),
        ("Theo Reuters", "vi", "Reuters", "Theo Reuters"),
        ("© 2024 AFP", "en", "Agence France-Presse", "© 2024 AFP"),
        (
            "Copyright 2024 The Associated Press. All rights reserved.",
            "en",
            "Associated Press",
            "Copyright 2024 The Associated Press",
        ),
        ("(Reporting by A. Roe; Editing by B. Doe)", "en", "Reuters", "(Reporting by A. Roe; Editing by B. Doe)"),
        (
            "— Associated Press writer Jane Roe in Portville contributed to this report.",
            "en",
            "Associated Press",
            "Associated Press writer Jane Roe in Portville contributed to this report.",
        ),
        ("mit Material von dpa und Reuters", "de", "dpa", "mit Material von dpa und Reuters"),
        ("(Con información de EFE)", "es", "EFE", "(Con información de EFE)"),
    ],
)
def test_a_credit_below_the_story_names_the_agency(line: str, language: str, agency: str, evidence: str) -> None:
    assert signatures.agency(f"{STORY}\n{line}", language=language) == (agency, evidence)
    assert evidence in line


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Reuters contributed to this report.", "en"),
        ("The Associated Press contributed.", "en"),
        ("Foto: dpa", "de"),
        ("Photo by AFP", "en"),
        ("(AP Photo/Jane Roe)", "en"),
        ("© AP Photo", "en"),
        ("Image source: Reuters", "en"),
        ("Source: Reuters/Ipsos poll", "en"),
        ("He met the Palestinian Authority (PA).", "en"),
        ("She said so to Reuters.", "en"),
        ("AA", "en"),
        ("Mehr", "de"),
        ("Trend", "en"),
        ("ap", "en"),
    ],
)
def test_who_is_thanked_or_pictured_or_meant_otherwise_wrote_nothing(line: str, language: str) -> None:
    assert signatures.agency(f"{STORY}\n{line}", language=language) == (None, None)


@pytest.mark.parametrize(
    ("authors", "publisher", "found"),
    [
        (["Jane Roe", "AFP"], None, ("Agence France-Presse", "AFP")),
        (["AFP, Paris"], None, ("Agence France-Presse", "AFP, Paris")),
        (["Jane Roe, Associated Press"], None, ("Associated Press", "Jane Roe, Associated Press")),
        (["Jane Roe | Reuters"], None, ("Reuters", "Jane Roe | Reuters")),
        (["Reuters Staff"], None, ("Reuters", "Reuters Staff")),
        (["The Harbour with AFP"], "The Harbour", (None, None)),
        (["Le Port avec AFP"], "Le Port", ("Agence France-Presse", "Le Port avec AFP")),
        (["Jean Roe avec AFP"], "Le Port", (None, None)),
        ([], "The Associated Press", ("Associated Press", "The Associated Press")),
        (["AA"], None, (None, None)),
    ],
)
def test_bylines_and_publishers_count_when_the_text_is_silent(
    authors: list[str], publisher: str | None, found: tuple[str | None, str | None]
) -> None:
    assert signatures.agency(STORY, authors, publisher, "en") == found


def test_a_person_of_the_house_signs_for_what_was_made_with_an_agency() -> None:
    text = f"{STORY}\nWith files from The Canadian Press"
    assert signatures.agency(text, ["Jane Roe"], "Harbour News") == (None, None)
    assert signatures.agency(text, ["Harbour News"], "Harbour News")[0] == "Canadian Press"


@pytest.mark.parametrize("line", ["With AFP", "mit AFP", "from AFP", "via AFP", "(with AFP)", "avec AFP"])
def test_a_person_signs_for_a_text_that_came_with_an_agency(line: str) -> None:
    for text in (f"{STORY}\n{line}", f"{line}\n{STORY}"):
        assert signatures.agency(text, ["Jane Roe"], "Harbour News", "en") == (None, None)
        assert signatures.agency(text, [], "Harbour News", "en") == ("Agence France-Presse", line)


def test_a_byline_above_the_story_names_the_agency() -> None:
    for line in ("By The Associated Press", "By JANE ROE, Associated Press", "来源：新华社"):
        assert signatures.agency(f"{line}\n{STORY}")[1] == line
    assert signatures.agency(f"By JANE ROE\nAssociated Press\n{STORY}") == ("Associated Press", "Associated Press")


def test_a_name_of_two_agencies_is_that_of_the_texts_language() -> None:
    assert agencies.named("APA", "de") == "APA" and agencies.named("APA", "az") == "APA (Azerbaijan)"
    assert agencies.named("APA", "fi") is None and agencies.named("APA", "fi", strong=True) == "APA"


@pytest.mark.parametrize(
    ("line", "origin", "evidence"),
    [
        ("This article was originally published on The Conversation.", "The Conversation", None),
        ("A version of this story first appeared in the newsletter Salt & Sea on Friday.", "Salt & Sea", None),
        (
            "Originally published by Harbour Weekly at harbour.example.",
            "Harbour Weekly",
            "Originally published by Harbour Weekly",
        ),
        ("Republished from Salt Journal under a Creative Commons licence", "Salt Journal", "Republished from Salt Journal"),
        ("Source: The Harbour", "The Harbour", "Source: The Harbour"),
        ("Originally published in the Harbour Times.", "the Harbour Times", "Originally published in the Harbour Times"),
        ("This article first appeared in the Harbour.", "the Harbour", None),
        ("Originally published by English Harbours", "English Harbours", None),
        ("Dieser Text erschien zuerst bei Hafenblatt.", "Hafenblatt", None),
        ("Dieser Artikel ist zuerst auf hafen.example erschienen.", "hafen.example", None),
        ("Cet article a été publié initialement par Le Port.", "Le Port", None),
        ("Este artículo fue publicado originalmente en El Puerto el 3 de mayo.", "El Puerto", None),
        ("Pubblicato originariamente su Il Porto", "Il Porto", None),
        ("Este texto foi publicado originalmente no Porto Diário.", "Porto Diário", None),
        ("Dit artikel verscheen eerder in De Haven.", "De Haven", None),
        ("Artykuł ukazał się pierwotnie w Port Polski.", "Port Polski", None),
        ("Статья впервые опубликована на сайте Порт.", "Порт", None),
        ("Bu yazı ilk olarak Liman'da yayımlandı.", "Liman", "Bu yazı ilk olarak Liman'da yayımlandı"),
        ("Artikel ini telah tayang di Pelabuhan.example dengan judul Kapal", "Pelabuhan.example", None),
        ("本文原載於海港日報", "海港日報", None),
        ("来源：海港日报", "海港日报", None),
        ("この記事は港新聞に掲載されたものです。", "港新聞", None),
        ("출처: 항구일보", "항구일보", None),
        ("The post Ferry stops in May appeared first on Harbour News.", "Harbour News", None),
    ],
)
def test_a_text_says_where_it_first_appeared(line: str, origin: str, evidence: str | None) -> None:
    found = origins.find(f"{STORY}\n{line}", "Own House")
    assert found[0] == origin and found[1] is not None and found[1] in line and origin in found[1]
    assert evidence is None or found[1] == evidence


@pytest.mark.parametrize(
    "line",
    [
        "Read the original article here",
        "This article was originally published on May 3, 2024.",
        "This story was first published in March.",
        "This article first appeared on our site.",
        "This article was originally published by Own House.",
        "The book was first published in London in 1999, she said.",
        "The novel, first published in Germany, sold well.",
        "The article was first published by a rival, the court heard.",
        "El libro fue publicado originalmente en Francia.",
        "Source: Reuters",
        "Source: company data",
        "Source: Getty Images",
        "This article was originally published in English.",
        "Originally published in English and Spanish",
        "Dieser Text erschien zuerst auf Deutsch.",
        "Source: @janeroe",
        "Source: the Port Authority",
        "Fonte: Redação",
        "Quelle: Redaktion",
        "First appeared on the Moon",
    ],
)
def test_days_places_and_the_house_itself_are_no_origin(line: str) -> None:
    assert origins.find(f"{STORY}\n{line}", "Own House") == (None, None)


@pytest.mark.parametrize(
    "unit",
    [
        *("a", "A", "(", ")", "(a", "A, ", "A. ", "A (", "/", "a/", " ", "—", " - ", ". ", "(AP", "AP, ", "dpa/", "1"),
        *("1 ", "【", "北"),
        *("Source: ", "source", "by ", "Copyright ", "© ", "(c) ", "Reporting by a; ", "reporting by ", "contributed "),
        "with inputs from ",
        *("Associated Press writer ", "avec ", "con ", "This article was originally ", "The post ", "this story "),
        "originally published ",
        *("本文", "この記事は", "bu yazı ilk olarak ", "이 기사는 ", "publicado ", "Republished from ", "the ", "St. ", "\u0301"),
    ],
    ids=repr,
)
def test_a_long_line_of_one_unit_takes_linear_time(unit: str) -> None:
    line = unit * (100_000 // len(unit))
    begun = time.process_time()
    for text in (line, f"{STORY}\n{line}\n{line}x\n(AP) {line}", f"{line}.\n{STORY}"):
        signatures.agency(text, [line[:500]], "House", "en")
        signatures.dateline(text, "en")
        origins.find(text, "House")
    assert time.process_time() - begun < 0.8
