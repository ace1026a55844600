"""Agencies and datelines."""

from __future__ import annotations

import pytest

from transforms.text import agencies


@pytest.mark.parametrize(
    ("text", "agency", "evidence", "dateline"),
    [
        ("PORTVILLE, Poland (AP) — The harbour reopened.", "Associated Press", "PORTVILLE, Poland (AP) —", "PORTVILLE, Poland"),
        ("BERLIN (Reuters) - The harbour reopened.", "Reuters", "BERLIN (Reuters) -", "BERLIN"),
        ("Hamburg (dpa) - Der Hafen ist offen.", "dpa", "Hamburg (dpa) -", "Hamburg"),
        ("(ANSA) - Il porto ha riaperto.", "ANSA", "(ANSA) -", None),
        ("The harbour reopened.\nShips came in.\nAssociated Press", "Associated Press", "Associated Press", None),
        ("The harbour reopened.\nShips came in. Source: Reuters", "Reuters", "Source: Reuters", None),
        ("Limanı açıldı.\nGemiler geldi. (AA)", "Anadolu", "(AA)", None),
        ("LONDON — The harbour reopened.", None, None, "LONDON"),
        ("The mayor told Reuters that the harbour (AP) reopened.", None, None, None),
        ("They efe'd and ap'd.", None, None, None),
    ],
)
def test_signatures(text: str, agency: str | None, evidence: str | None, dateline: str | None) -> None:
    assert agencies.find(text) == (agency, evidence)
    assert agencies.dateline(text) == dateline


def test_bylines_and_publishers_count_when_the_text_is_silent() -> None:
    assert agencies.find("The harbour reopened.", ["Jane Roe", "AFP"]) == ("Agence France-Presse", "AFP")
    assert agencies.find("The harbour reopened.", [], "The Associated Press") == ("Associated Press", "The Associated Press")


def test_short_names_need_their_case() -> None:
    assert agencies.find("We met.\nap") == (None, None)
