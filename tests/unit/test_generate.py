"""Invented articles: the same for the same seed, and alike only where copies are asked for."""

from __future__ import annotations

import json

from benchmarks.generate import generate_articles, generate_pages


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def test_the_same_seed_gives_the_same_articles_and_another_one_others() -> None:
    once, again, other = (list(generate_articles(20, seed, copies=0.3)) for seed in (7, 7, 8))
    assert once == again
    assert not set(once) & set(other)


def test_articles_are_about_five_kilobytes_with_an_address_of_their_own() -> None:
    records = [json.loads(line) for line in generate_articles(100, 1)]
    assert len({record["url"] for record in records}) == 100
    assert all(4_000 < len(record["text"]) < 6_500 for record in records)


def test_only_copies_are_alike() -> None:
    texts = [_shingles(json.loads(line)["text"]) for line in generate_articles(60, 3)]
    assert max(len(a & b) / len(a) for n, a in enumerate(texts) for b in texts[:n]) < 0.05
    copied = [_shingles(json.loads(line)["text"]) for line in generate_articles(60, 3, copies=0.5)]
    alike = sum(any(len(a & b) / len(a) > 0.7 for b in copied[:n]) for n, a in enumerate(copied))
    assert 15 <= alike <= 45


def test_pages_hold_their_article_and_furniture() -> None:
    pages = list(generate_pages(5, 1))
    assert pages == list(generate_pages(5, 1))
    assert len({name for name, _ in pages}) == 5
    assert all(20_000 < len(page) < 230_000 and "<h1>" in page and 'rel="canonical"' in page for _, page in pages)
