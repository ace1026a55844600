"""Columns by their usual names, and by the config's."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.io.columns import ALIASES, Columns, target_field
from transforms.schemas.documents import Declared, DocumentKind, RawDocument
from transforms.schemas.rejects import Code, Reject


def document(record: dict[str, Any], **mapping: str) -> RawDocument:
    found = Columns(mapping).document("/in/a.jsonl", 0, record, 1 << 20)
    assert isinstance(found, RawDocument)
    return found


def declared(record: dict[str, Any], **mapping: str) -> Declared:
    return document({"text": "words"} | record, **mapping).declared


@pytest.mark.parametrize("field", [field for field in ALIASES if field not in ("text", "html", "content", "authors", "keywords")])
def test_every_usual_name_in_every_style(field: str) -> None:
    for name in ALIASES[field].split():
        for style in (name, name.upper(), name.replace("_", ""), name.replace("_", "-"), name.title().replace("_", " ")):
            assert getattr(declared({style: "value"}), field) == "value"


def test_the_likelier_name_wins_and_empty_ones_do_not_count() -> None:
    assert declared({"timestamp": "2", "published_at": "1", "date": "3"}).published == "1"
    assert declared({"published_at": None, "date": float("nan"), "timestamp": "2"}).published == "2"
    assert declared({"url": " ", "link": "https://a.example/"}).url == "https://a.example/"
    assert declared({"title": "nan", "author": "None", "id": ""}) == Declared()


def test_the_config_goes_before_every_guess() -> None:
    record = {"id": 1, "code": 2, "date": "a", "seen": "b", "meta": {"link": "https://a.example/"}}
    found = declared(record, external_id="code", published_at="SEEN", url="meta.link")
    assert (found.external_id, found.published, found.url) == ("2", "b", "https://a.example/")
    # A column that was given to one field is not guessed for another, and an empty name turns a field off.
    assert declared({"headline": "x"}, description="headline") == Declared(description="x")
    assert declared({"source": "The Paper"}, publisher="").publisher is None


def test_fields_are_named_in_the_config_as_we_or_others_name_them() -> None:
    assert [target_field(key) for key in ("published", "published_at", "datePublished", "body", "id")] == [
        "published",
        "published",
        "published",
        "content",
        "external_id",
    ]
    with pytest.raises(ValueError, match="unknown field 'colour'; valid are"):
        target_field("colour")


def test_values_of_all_types() -> None:
    found = declared(
        {
            "id": 12345678901234567890,
            "date": 1714751262,
            "updated": 1714751262000.0,
            "crawl_date": "1714751262",
            "authors": '["A. Writer", "B. Writer"]',
            "tags": "sea, ships;harbour",
            "category": ["Regional", "Sea"],
            "lang": {"code": 1, "name": "en"},
            "title": True,
            "description": ["One.", "Two."],
        }
    )
    assert found.external_id == "12345678901234567890"
    assert (found.published, found.modified, found.fetched) == (1714751262, 1714751262000.0, 1714751262)
    assert (found.authors, found.keywords) == (("A. Writer", "B. Writer"), ("sea", "ships", "harbour"))
    assert (found.section, found.language, found.title, found.description) == ("Regional", "en", None, "One.")
    assert declared({"id": 7.0, "_id": {"$oid": "x"}}).external_id == "7"
    assert declared({"_id": {"$oid": "5f1"}, "date": {"$date": "2024-05-03T00:00:00Z"}}) == Declared(
        external_id="5f1", published="2024-05-03T00:00:00Z"
    )


def test_authors_of_all_shapes() -> None:
    for value in (
        ["A. Writer"],
        "A. Writer",
        {"name": "A. Writer"},
        [{"name": "A. Writer"}, None],
        "['A. Writer']",
        ("A. Writer",),
    ):
        assert declared({"author": value}).authors == ("A. Writer",)
    assert declared({"author": "A. Writer and B. Writer, Harbour"}).authors == ("A. Writer and B. Writer, Harbour",)
    assert declared({"author": "[A. Writer]"}).authors == ("[A. Writer]",)


def test_a_source_is_a_publisher_or_a_domain() -> None:
    assert declared({"source": {"id": "paper", "name": "The Paper"}}).publisher == "The Paper"
    assert declared({"source": "paper.example"}) == Declared(domain="paper.example")
    assert declared({"source": "paper.example", "domain": "other.example"}) == Declared(
        domain="other.example", publisher="paper.example"
    )


def test_text_is_the_body_and_goes_before_html() -> None:
    page = "<html><body>" + "x" * 10 + "</body></html>"
    assert document({"text": "words", "html": page}).content == "words"
    assert document({"content": "words", "html": page}).kind is DocumentKind.BODY
    assert document({"text": "", "html": page}).content == page.encode()
    assert document({"text": "words", "html": page}, html="html").content == page.encode()
    assert document({"text": "words", "html": page}, text="").content == page.encode()
    assert document({"text": ["One.", "Two."]}).content == "One.\nTwo."
    assert document({"text": b"words"}).content == "words"


def test_content_is_html_when_it_looks_like_it() -> None:
    for content in ("<p>One.</p><p>Two.</p>", " \n<!DOCTYPE html><html>", "<!-- x --><div class='a'>x</div>"):
        found = document({"content": content})
        assert (found.kind, found.content, found.charset) == (DocumentKind.HTML, content.encode(), "utf-8")
    for content in ("a < b and b > c", "<3 is a heart", "The tag <p> opens a paragraph."):
        assert document({"content": content}).kind is DocumentKind.BODY
    assert document({"text": "<p> opens a paragraph"}).kind is DocumentKind.BODY
    assert document({"text": "<!DOCTYPE html><html></html>"}).kind is DocumentKind.HTML


def test_records_without_content_or_with_too_much() -> None:
    refused = Columns({}).document("/in/a.jsonl", 5, {"title": "x", "url": "https://a.example/"}, 100)
    assert isinstance(refused, Reject)
    assert (refused.code, refused.input_record, refused.url) == (Code.NO_CONTENT, 5, "https://a.example/")
    assert "title, url" in refused.message
    large = Columns({}).document("/in/a.jsonl", 5, {"text": "x" * 101}, 100)
    assert isinstance(large, Reject) and large.code is Code.TOO_LARGE
