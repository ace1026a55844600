"""What is taken off a text is furniture only, and is kept; stories that speak of such things keep their sentences."""

from __future__ import annotations

import time

import pytest

from transforms.schemas.articles import Boilerplate
from transforms.text.boilerplate import EMPTY_PROFILE, strip, without_credits
from transforms.text.duplicates import DuplicateSettings

STORY = (
    "The ferry to the northern islands will stop for two weeks in May, the harbour office said on Monday.\n"
    "“We know what this means for families,” said its director, who promised a replacement by bus and small boat.\n"
    "Islanders had asked for the repairs to wait until autumn."
)


def kinds_of(text: str, title: str | None = None) -> list[tuple[str, str]]:
    stripped = strip(text, title, None, EMPTY_PROFILE, DuplicateSettings())
    return [(part.kind, part.text) for part in stripped.removed]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Keep reading", "links"),
        ("Read more", "links"),
        ("READ MORE: Ferry prices rise again", "links"),
        ("Source link", "links"),
        ("Click here to read the full article", "links"),
        ("Lire la suite", "links"),
        ("Lesen Sie auch: Fähre fällt aus", "links"),
        ("Mehr zum Thema", "links"),
        ("Te puede interesar: el puerto cierra", "links"),
        ("Leggi anche", "links"),
        ("Читайте также: паром снова ходит", "links"),
        ("関連記事", "links"),
        ("Subscribe to our newsletter and never miss a story.", "subscribe"),
        ("Follow us on Facebook and Instagram", "subscribe"),
        ("Newsletter abonnieren", "subscribe"),
        ("Abonnez-vous à notre lettre du matin", "subscribe"),
        ("ADVERTISEMENT", "advertisement"),
        ("Anzeige", "advertisement"),
        ("#Ferry #Islands", "hashtags"),
        ("[email protected]", "email"),
        ("All rights reserved. This text may not be copied.", "disclaimer"),
        ("Disclaimer: we only collect what others write.", "disclaimer"),
        ("(Except for the headline, this text comes from a feed as it is.)", "disclaimer"),
        ("This story was generated automatically from a syndicated feed and has not been edited by our staff.", "disclaimer"),
        ("Dieser Beitrag wurde automatisch übernommen.", "disclaimer"),
        ("Read also: Ferry prices rise. Islanders protest", "links"),
        ("Lue myös: Lautta seisoo", "links"),
        ("Διαβάστε επίσης: Το λιμάνι έκλεισε", "links"),
        ("קראו גם: הנמל נסגר", "links"),
        ("यह भी पढ़ें: बंदरगाह बंद", "links"),
        ("Baca juga: Pelabuhan ditutup", "links"),
        ("Xem thêm: Cảng đóng cửa", "links"),
        ("推荐阅读：港口重新开放", "links"),
        ("Subscribe to our newsletter, and read what the mayor says every day.", "subscribe"),
        ("Related: Ferry prices rise", "links"),
        ("Related: eFerry prices rise", "links"),
        ("Disclaimer", "disclaimer"),
        ("Read on.", "links"),
        ("Add Harbour News as your preferred source on Google", "subscribe"),
        ("Follow us!", "subscribe"),
        ("Join our WhatsApp channel for daily updates", "subscribe"),
        ("Підписуйтесь на наш канал", "subscribe"),
        ("Abonează-te la newsletter", "subscribe"),
        ("Iratkozz fel hírlevelünkre", "subscribe"),
        ("Ikuti kami di Google News", "subscribe"),
        ("تابعونا على تلغرام", "subscribe"),
        ("Story continues below advertisement", "advertisement"),
        ("Continua após a publicidade", "advertisement"),
        ("Artikkelen fortsetter under annonsen", "advertisement"),
        ("विज्ञापन", "advertisement"),
        ("The post Ferry stops in May appeared first on Harbour News.", "disclaimer"),
        ("This article was written with the help of AI and checked by an editor.", "disclaimer"),
        ("This article is for informational purposes and is no advice to buy or sell.", "disclaimer"),
        ("The views expressed here are those of the author and not of the harbour.", "disclaimer"),
        ("ⓒ 항구일보, 무단 전재 및 재배포 금지", "disclaimer"),
        ("We use cookies to make this site better.", "disclaimer"),
        ("Photo: Jane Roe / Harbour News", "metadata"),
        ("Lesezeit: 3 Minuten", "metadata"),
    ],
)
def test_lines_behind_a_story_go(line: str, kind: str) -> None:
    stripped = strip(f"{STORY}\n{line}", None, None, EMPTY_PROFILE, DuplicateSettings())
    assert stripped.text == STORY and stripped.removed == (Boilerplate(kind, line),) and not stripped.had_evidence


@pytest.mark.parametrize(
    "line",
    [
        "Copyright law will change next year, the ministry said on Tuesday.",
        "The report has shown that automatic doors failed in three stations.",
        "The newsletter of the club was printed by hand until 1978.",
        "Read more slowly, his teacher used to say, and you will understand.",
        "Registrati 300 nuovi casi nella regione nelle ultime ventiquattro ore.",
        "The government is not responsible for the accident, its lawyer said.",
        "She follows the market on Saturdays and sells cheese there.",
        "More than forty boats were waiting outside the port.",
        "Associated Press",
        "Follow us, the guide said, and nobody will be lost in the tunnel.",
        "Advertisement spending rose by a tenth in the first quarter.",
        "Also read aloud were the letters of three islanders.",
        "Lire plus de livres rend heureux, selon une étude.",
        "Lees ook eens een boek, zei de minister tegen de klas.",
        "Legal notice was served on the company in March.",
        "Disclaimer laws differ from one country to another.",
        "The views expressed by the minister angered the union.",
        "The material may not be safe, the ministry said.",
        "The report was adopted without changes after a long night.",
        "Never miss a chance, her coach used to say.",
        "Photo finishes decided three of the five races.",
        "Correction: An earlier version of this story gave a wrong date.",
        "انضم اللاعب إلى الفريق الأسبوع الماضي.",
        "Abone olan okurlar gazeteyi sabah alıyor.",
        "Bizi takip eden gemi limana girdi.",
        "Siga o dinheiro, dizia o velho repórter.",
        "Suivez-nous, dit le guide, et gardez le silence.",
        "Folge uns, sagte der Führer und ging voran.",
        "Comments by the mayor drew laughter in the hall.",
        "Subscribers to the ferry's season ticket will be paid back.",
        "Become a member of the party, he said, and vote.",
        "Subscribe to an idea for long enough and it will hold, the professor said.",
        "Newsletter writers are underpaid, a study says",
        "Stay informed by reading, said the mayor.",
        "Donate now, the mayor pleaded.",
        "Donate now,” the mayor pleaded.",
        "All rights reserved, the sign said.",
        "Disclaimer: the mayor is my uncle.",
        "Visit us on Facebook Marketplace, the thieves wrote.",
        "Related: who the mayor is related to",
        "Abonnieren Sie nichts, sagte der Händler.",
        "Suscríbete a la vida, dijo el poeta.",
        "Abonnez-vous au bonheur, disait ma mère.",
        "Подпишитесь на мир, сказал мэр.",
        "订阅我们的未来，市长说。",
        "Teilen wollten sich die Brüder das Erbe nicht.",
    ],
)
def test_sentences_of_a_story_stay(line: str) -> None:
    for text in (f"{STORY}\n{line}", f"{line}\n{STORY}"):
        assert kinds_of(text) == []


@pytest.mark.parametrize(
    ("tail", "kind"),
    [
        (" #ferry #islands", "hashtags"),
        (" Keep reading", "links"),
        (" Read more »", "links"),
        (" Subscribe to our newsletter.", "subscribe"),
        (" All rights reserved.", "disclaimer"),
    ],
)
def test_furniture_glued_to_the_last_sentence_goes(tail: str, kind: str) -> None:
    assert strip(STORY + tail, None, None, EMPTY_PROFILE, DuplicateSettings()).text == STORY
    assert kinds_of(STORY + tail) == [(kind, tail.strip())]


def test_within_a_story_the_reader_may_be_told_to_read_on() -> None:
    lines = [f"The ferry left pier {number} at noon." for number in range(20)]
    for told in ("Read on.", "He waved. Read on."):
        assert kinds_of("\n".join([*lines[:10], told, *lines[10:]])) == []


def test_many_furniture_sentences_go_in_linear_time() -> None:
    begun = time.process_time()
    text = strip(STORY + " Subscribe now." * 100_000, None, None, EMPTY_PROFILE, DuplicateSettings()).text
    assert text.startswith(STORY) and len(text) < len(STORY) + 1_500_000 and time.process_time() - begun < 2


def test_the_title_above_the_text_goes_and_blank_lines_stay() -> None:
    spaced = STORY.replace("\n", "\n\n")
    stripped = strip(f"Ferry stops in May!\n\n{spaced}", "Ferry Stops in May", None, EMPTY_PROFILE, DuplicateSettings())
    assert stripped.text == spaced and [part.kind for part in stripped.removed] == ["title"]


def test_a_text_of_furniture_only_is_left_alone_and_so_is_all_when_switched_off() -> None:
    assert kinds_of("Read more\nSubscribe to our newsletter") == []
    off = DuplicateSettings(strip_boilerplate=False)
    assert strip(f"{STORY}\nKeep reading", None, None, EMPTY_PROFILE, off).text == f"{STORY}\nKeep reading"


def test_stripping_twice_takes_nothing_more() -> None:
    text = f"Share this story\n{STORY} #ferry\nMost popular\nSource link\nFollow us on Facebook"
    once = strip(text, None, None, EMPTY_PROFILE, DuplicateSettings()).text
    assert once == STORY == strip(once, None, None, EMPTY_PROFILE, DuplicateSettings()).text


def test_a_line_of_several_agencies_is_a_credit_and_a_sentence_about_one_is_none() -> None:
    for credit in ("dpa/AFP", "Source: Reuters", "(AP)", "© Agence France-Presse", "연합뉴스"):
        assert without_credits(f"{STORY}\n{credit}") == STORY
    assert without_credits(f"{STORY}\nReuters has moved to the harbour.").endswith("harbour.")


def test_credits_stay_in_the_text_but_not_in_the_fingerprint() -> None:
    assert without_credits(f"By Ann Example\n{STORY}\n(Reuters)") == STORY
    assert without_credits("Reuters") == "Reuters"
