"""What is taken off a text is furniture only, and is kept; stories that speak of such things keep their sentences."""

from __future__ import annotations

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


def test_credits_stay_in_the_text_but_not_in_the_fingerprint() -> None:
    assert without_credits(f"By Ann Example\n{STORY}\n(Reuters)") == STORY
    assert without_credits("Reuters") == "Reuters"
