"""Addresses: one article, one spelling."""

from __future__ import annotations

import pytest

from transforms.text import urls


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("HTTPS://WWW.Example.com:443/News/A/?b=2&utm_source=x&a=1#top", "https://www.example.com/News/A?a=1&b=2"),
        ("http://example.com", "http://example.com/"),
        ("http://example.com:8080/x", "http://example.com:8080/x"),
        ("https://user:secret@example.com/x", "https://example.com/x"),
        ("https://example.com/ü b", "https://example.com/%C3%BC%20b"),
        ("https://example.com/%c3%bc", "https://example.com/%C3%BC"),
        ("https://example.com/x?fbclid=1&gclid=2&ref=home", "https://example.com/x"),
        ("https://example.com/x?id=7", "https://example.com/x?id=7"),
        ("ftp://example.com/x", None),
        ("/relative/path", None),
        ("http://[::1", None),
        ("https://example.com:99999/", None),
        ("", None),
        (None, None),
    ],
)
def test_one_spelling(given: str | None, wanted: str | None) -> None:
    assert urls.canonicalise(given) == wanted


def test_canonicalising_twice_changes_nothing() -> None:
    once = urls.canonicalise("https://Example.com/a b/?q=ü&x=%20&utm_medium=m")
    assert once is not None
    assert urls.canonicalise(once) == once


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("https://www.example.co.uk/a", "example.co.uk"),
        ("Example.COM", "example.com"),
        ("https://news.example.com:8080/", "news.example.com"),
        ("not a host", None),
        ("http://[::1", None),
        (None, None),
    ],
)
def test_domain_has_no_www_and_no_port(given: str | None, wanted: str | None) -> None:
    assert urls.domain(given) == wanted


def test_a_relative_link_is_resolved_only_against_a_known_page() -> None:
    assert urls.absolute("/b", "https://example.com/a") == "https://example.com/b"
    assert urls.absolute("/b", None) is None
    assert urls.absolute("javascript:void(0)", "https://example.com/a") is None


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a\x00b",
        "https://exam\nple.com/a",
        "https://example.com/a\x7f",
        f"https://{'a.' * 130}example/x",
        f"https://{'a' * 64}.example/x",
        f"https://example.com/{'a' * 9_000}",
    ],
)
def test_an_address_that_no_server_can_have_is_none(url: str) -> None:
    assert (urls.canonicalise(url), urls.as_given(url)) == (None, None)


def test_a_host_that_cannot_be_is_no_domain() -> None:
    assert urls.domain("a." * 130 + "example") is None
    assert urls.domain("exam\tple.com") is None


def test_an_address_as_given_stays_as_it_is() -> None:
    assert urls.as_given(" https://Example.com/a?utm_source=b ") == "https://Example.com/a?utm_source=b"
    assert urls.as_given("urn:example:7") == "urn:example:7"
    assert urls.as_given("http://[::1") is None
    assert urls.as_given("") is None
