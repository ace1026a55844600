"""Pages around invented articles: navigation, teasers, related stories, scripts and structured data, as outlets have them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from benchmarks.generate import Story

Words = Callable[[int], list[str]]

STYLE_SHARE, SCRIPT_SHARE = 0.15, 0.4  # of what a page has beside its article


@dataclass(frozen=True, slots=True)
class Furniture:
    """What all pages of an outlet share. `container` is how its template names the article's element."""

    name: str
    container: str
    header: str
    footer: str
    structured: bool

    @classmethod
    def invent(cls, domain: str, words: Words, random: np.random.Generator) -> Furniture:
        sections = [" ".join(words(1 + n % 2)).title() for n in range(int(random.integers(12, 40)))]
        links = "".join(f'<li class="nav__item"><a href="/{s.lower().replace(" ", "-")}">{s}</a></li>' for s in sections)
        name = " ".join(words(2)).title()
        header = (
            f'<header class="site"><div class="brand"><a href="/">{name}</a></div><nav class="sections"><ul>{links}</ul></nav>'
            f'<div class="tools"><a href="/login">Sign in</a><a href="/subscribe">Subscribe</a></div></header>'
        )
        notice = " ".join(words(30))
        footer = (
            f'<footer><div class="newsletter"><p>Sign up for our newsletter and get the news of {domain} every morning.</p></div>'
            f"<ul>{links}</ul><p>Copyright {name}. All rights reserved. {notice}.</p></footer>"
        )
        containers = (
            '<article class="story">{}</article>',
            '<main><div class="article__body" itemprop="articleBody">{}</div></main>',
            '<div id="content"><section class="entry-content">{}</section></div>',
        )
        return cls(name, containers[int(random.integers(3))], header, footer, bool(random.random() < 0.8))


def render(story: Story, furniture: Furniture, size: int, words: Words, random: np.random.Generator) -> str:
    """The story's page, about `size` characters long, never shorter than its article and template need."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    byline = (
        f'<h1>{story.title}</h1><p class="byline">By <a rel="author" href="/by/{story.number % 97}">{story.author}</a></p>'
        f'<time datetime="{story.published.isoformat()}">{story.published:%d %B %Y, %H:%M}</time>'
    )
    article = furniture.container.format(byline + body)
    head = (
        f'<meta charset="utf-8"><title>{story.title} | {furniture.name}</title><link rel="canonical" href="{story.url}">'
        f'<meta property="og:title" content="{story.title}"><meta property="og:url" content="{story.url}">'
        f'<meta property="article:published_time" content="{story.published.isoformat()}">{_structured(story, furniture)}'
    )
    rest = max(0, size - len(article) - len(furniture.header) - len(furniture.footer) - len(head))
    style, script = _style(int(rest * STYLE_SHARE), random), _script(int(rest * SCRIPT_SHARE), words)
    teasers = _teasers(int(rest * (1 - STYLE_SHARE - SCRIPT_SHARE)), words)
    half = len(teasers) // 2
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head>{head}{style}</head><body>{furniture.header}'
        f'<aside class="latest"><h2>Latest</h2><ul>{"".join(teasers[:half])}</ul></aside>{article}'
        f'<section class="related"><h2>More like this</h2><ul>{"".join(teasers[half:])}</ul></section>{furniture.footer}{script}'
        "</body></html>\n"
    )


def _structured(story: Story, furniture: Furniture) -> str:
    if not furniture.structured:
        return ""
    record = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "url": story.url,
        "datePublished": story.published.isoformat(),
        "author": [{"@type": "Person", "name": story.author}],
        "publisher": {"@type": "Organization", "name": furniture.name},
    }
    return f'<script type="application/ld+json">{json.dumps(record)}</script>'


def _teasers(size: int, words: Words) -> list[str]:
    found: list[str] = []
    total = 0
    while total < size:
        drawn = words(28)
        title, summary, slug = " ".join(drawn[:8]).capitalize(), " ".join(drawn[8:]).capitalize(), "-".join(drawn[:5])
        teaser = (
            f'<li class="teaser"><a class="teaser__link" href="/story/{slug}"><img loading="lazy" alt="" src="/img/{slug}.jpg">'
            f'<h3 class="teaser__title">{title}</h3></a>'
            f'<p class="teaser__summary">{summary}.</p><span class="tag">{drawn[0]}</span></li>'
        )
        found.append(teaser)
        total += len(teaser)
    return found


def _style(size: int, random: np.random.Generator) -> str:
    rules = [f".c{n}{{margin:{n % 17}px;color:#{n:06x}}}" for n in random.integers(1 << 24, size=size // 33).tolist()]
    return f"<style>{''.join(rules)}</style>"


def _script(size: int, words: Words) -> str:
    drawn = words(size // 6)
    state = json.dumps({f"{word}{n}": drawn[n : n + 6] for n, word in enumerate(drawn) if n % 6 == 0})
    return f"<script>window.__STATE__={state[:size].replace('<', '')}</script>"
