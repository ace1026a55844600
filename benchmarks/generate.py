"""Invented articles and pages of any number, the same for the same seed: what the benchmarks and some tests feed on.

python -m benchmarks.generate articles --count 20000 --output /tmp/articles
python -m benchmarks.generate pages --count 3000 --output /tmp/pages
"""

from __future__ import annotations

import argparse
import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks import page

WORDS = 30_000
DOMAINS = 50
DAYS = 30
FIRST_DAY = datetime(2026, 3, 1, tzinfo=UTC)
ARTICLE_CHARS = 5_000
COPY_REACH = 500  # a copy follows its original within so many articles
ARTICLES_A_FILE = 2_500
DRAWN_AT_ONCE = 50_000

# The most frequent words are real ones, so that a language is detected; the rest is made of syllables.
_FUNCTION_WORDS = (
    "the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you "
    "were all her she there would their we him been has when who will no more if out so up said what its about than into them "
    "can only other time new some could these two may first then do any like my now over such our me even most made after also"
)
_ONSETS = "b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl st t th tr v w".split()
_NUCLEI = "a e i o u ai ea ee ou oa".split()
_CODAS = "n r s t l d m ck nd st ng rt nt th".split()


@dataclass(frozen=True, slots=True)
class Story:
    """An invented article; `paragraphs` are whole sentences."""

    number: int
    domain: str
    title: str
    author: str
    paragraphs: tuple[str, ...]
    published: datetime

    @property
    def url(self) -> str:
        return f"https://{self.domain}/{self.published:%Y/%m/%d}/{self.title.lower().replace(' ', '-')}-{self.number}"


class _Writer:
    """Draws words as rare as in real text: rank times frequency is about constant."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        vocabulary = np.random.default_rng(0)  # one vocabulary for all seeds, as one language has one
        made: dict[str, None] = dict.fromkeys(_FUNCTION_WORDS.split())
        while len(made) < WORDS:
            draws = vocabulary.integers(1 << 30, size=(int(vocabulary.integers(1, 4)), 3)).tolist()
            syllables = (_ONSETS[a % len(_ONSETS)] + _NUCLEI[b % len(_NUCLEI)] + _CODAS[c % len(_CODAS)] for a, b, c in draws)
            made["".join(syllables)] = None
        self._words = np.array(list(made), dtype=object)
        weights = 1.0 / (np.arange(WORDS) + 2.7)
        self._cumulated = np.cumsum(weights / weights.sum())

        self._drawn: list[str] = []

    def words(self, count: int) -> list[str]:
        if len(self._drawn) < count:  # drawing many at once is what makes this fast
            draws = self.random.random(max(count, DRAWN_AT_ONCE)) * self._cumulated[-1]
            self._drawn = self._words[np.searchsorted(self._cumulated, draws)].tolist()
        taken = self._drawn[-count:]
        del self._drawn[-count:]
        return taken

    def paragraphs(self, characters: int) -> tuple[str, ...]:
        words = self.words(characters // 5 + 60)
        lengths = self.random.integers(8, 25, size=characters // 40 + 4).tolist()
        numbers = self.random.integers(3, 99_999, size=len(lengths)).tolist()
        found: list[str] = []
        at = total = 0
        sentences: list[str] = []
        for position, length in enumerate(lengths):
            chosen = words[at : at + length]
            at += length
            if len(chosen) < length or total >= characters:
                break
            if position % 4 == 0:
                chosen.insert(length // 2, str(numbers[position]))
            sentence = " ".join(chosen)
            sentences.append(f"{sentence[0].upper()}{sentence[1:]}.")
            total += len(sentence) + 2
            if len(sentences) == 3 + position % 3:
                found.append(" ".join(sentences))
                sentences = []
        if sentences:
            found.append(" ".join(sentences))
        return tuple(found)

    def story(self, number: int, characters: int) -> Story:
        minute = int(self.random.integers(0, DAYS * 24 * 60))
        return Story(
            number=number,
            domain=domain(int(self.random.integers(DOMAINS))),
            title=" ".join(word.capitalize() for word in self.words(7)),
            author=" ".join(word.capitalize() for word in self.words(2)),
            paragraphs=self.paragraphs(characters),
            published=FIRST_DAY + timedelta(minutes=minute),
        )

    def copy(self, original: Story, number: int) -> Story:
        """The story as another outlet shows it a little later: a credit before it, sometimes its end cut off."""
        kept = original.paragraphs[: -1 if self.random.random() < 0.5 else None]
        other = (int(original.domain[6:8]) + int(self.random.integers(1, DOMAINS))) % DOMAINS
        return replace(
            original,
            number=number,
            domain=domain(other),
            paragraphs=(f"{original.author}, for the newsroom of {original.domain}.", *kept),
            published=original.published + timedelta(minutes=int(self.random.integers(5, 600))),
        )


def domain(number: int) -> str:
    return f"outlet{number:02d}.example"


def generate_stories(count: int, seed: int, copies: float = 0.0, characters: int = ARTICLE_CHARS) -> Iterator[Story]:
    """`count` stories, of which the share `copies` repeats an earlier one; no others are alike."""
    writer = _Writer(seed)
    recent: deque[Story] = deque(maxlen=COPY_REACH)
    for number in range(count):
        if recent and writer.random.random() < copies:
            yield writer.copy(recent[int(writer.random.integers(len(recent)))], number)
        else:
            story = writer.story(number, characters)
            recent.append(story)
            yield story


def generate_articles(count: int, seed: int, copies: float = 0.0) -> Iterator[str]:
    """Lines of JSON, each with its end: articles of about 5 KB over 50 domains and 30 days."""
    for story in generate_stories(count, seed, copies):
        record = {
            "id": f"{seed}-{story.number}",
            "url": story.url,
            "title": story.title,
            "author": story.author,
            "published_at": story.published.isoformat(),
            "text": "\n".join(story.paragraphs),
        }
        yield json.dumps(record, ensure_ascii=False) + "\n"


def generate_pages(count: int, seed: int, copies: float = 0.0) -> Iterator[tuple[str, str]]:
    """File names and HTML pages of about 30 to 200 KB, each with the furniture of its outlet."""
    writer = _Writer(seed + 1_000_003)
    furniture = {domain(n): page.Furniture.invent(domain(n), writer.words, writer.random) for n in range(DOMAINS)}
    for story in generate_stories(count, seed, copies):
        kilobytes = float(np.exp(writer.random.uniform(np.log(30), np.log(200))))
        markup = page.render(story, furniture[story.domain], int(kilobytes * 1000), writer.words, writer.random)
        yield f"{story.domain}-{story.number:06d}.html", markup


def write_articles(folder: Path, count: int, seed: int, copies: float = 0.0) -> int:
    """Writes JSONL files of 2,500 articles; returns their bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = generate_articles(count, seed, copies)
    total = 0
    for start in range(0, count, ARTICLES_A_FILE):
        with (folder / f"articles-{start:07d}.jsonl").open("w", encoding="utf-8") as stream:
            total += sum(stream.write(next(lines)) for _ in range(min(ARTICLES_A_FILE, count - start)))
    return total


def write_pages(folder: Path, count: int, seed: int, copies: float = 0.0) -> int:
    """Writes one HTML file a page; returns their characters."""
    folder.mkdir(parents=True, exist_ok=True)
    return sum((folder / name).write_text(markup, encoding="utf-8") for name, markup in generate_pages(count, seed, copies))


def main() -> None:
    parser = argparse.ArgumentParser(description="Invented articles or pages, the same for the same seed.")
    parser.add_argument("kind", choices=("articles", "pages"))
    parser.add_argument("--count", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copies", type=float, default=0.0, help="share of near-duplicates, 0 to 1")
    parser.add_argument("--output", type=Path, required=True)
    given = parser.parse_args()
    write = write_articles if given.kind == "articles" else write_pages
    total = write(given.output, given.count, given.seed, given.copies)
    print(f"{given.count:,} {given.kind}, {total / 1e6:,.1f} MB, in {given.output}")


if __name__ == "__main__":
    main()
