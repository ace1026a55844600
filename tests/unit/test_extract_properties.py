"""What holds of extraction whatever the page is: it refuses or answers, invents nothing, and answers the same every time."""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import os
import random
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from transforms.schemas.articles import QUALITY_FLAGS, Article
from transforms.schemas.documents import Declared, DocumentKind, RawDocument
from transforms.schemas.rejects import Code, Rejected
from transforms.text import charset
from transforms.text.article import ExtractSettings, extract

ROOT = Path(__file__).parents[2]
SETTINGS = ExtractSettings()
QUICK = settings(derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))

SENTENCES = (
    "Die Fähre „Möwe“ legte am Montag wieder in Königshaven an, zwei Tage nach dem Sturm, der die Mole beschädigt hatte.",
    "Rund 1.400 Reisende hatten auf dem Festland gewartet, sagte Hafenmeisterin Ylva Sørensen der „Inselpost“ am Abend.",
    "Der Schaden belaufe sich auf 700.000 Kronen; die Instandsetzung dauere „mindestens drei Wochen“, hieß es aus dem Rathaus.",
    "Die Reederei Nordlys & Söhne setzt bis dahin ein kleineres Schiff ein, das fünfmal am Tag zwischen den Inseln verkehrt.",
)
RECORD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "Organization", "@id": "#house", "name": "Inselpost"},
        {"@type": "Person", "@id": "#jo", "name": "Jorunn Haarlemmer"},
        {
            "@type": "NewsArticle",
            "headline": "Fähre nach Königshaven fährt wieder",
            "author": [{"@id": "#jo"}],
            "publisher": {"@id": "#house"},
            "datePublished": "2031-05-05T18:20:00+02:00",
            "description": "Zwei Tage nach dem Sturm ist die Insel wieder zu erreichen.",
            "keywords": "Fähre, Sturm",
        },
    ],
}
# A page that declares everything more than once, as real ones do.
PAGE = f"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Fähre nach Königshaven fährt wieder – Inselpost</title>
<script type="application/ld+json">{json.dumps(RECORD)}</script><link rel="canonical" href="https://inselpost.example/faehre-1">
<meta property="og:title" content="Fähre nach K&ouml;nigshaven fährt wieder"><meta property="og:site_name" content="Inselpost">
<meta property="article:published_time" content="2031-05-05T18:20:00+02:00"><meta name="author" content="Jorunn Haarlemmer">
<meta name="description" content="Zwei Tage nach dem Sturm ist die Insel wieder zu erreichen."></head>
<body><nav><ul><li><a href="/">Start</a></li><li><a href="/inseln">Inseln</a></li></ul></nav><main><article itemscope>
<h1>Fähre nach Königshaven fährt wieder</h1><p class="byline">Von <a rel="author" href="/jh">Jorunn Haarlemmer</a></p>
<time datetime="2031-05-05T18:20:00+02:00" itemprop="datePublished">5. Mai 2031, 18:20 Uhr</time><div class="article-body">
<p>{SENTENCES[0]}</p><figure><img src="/m.jpg" alt="Mole"><figcaption>Die Mole am Sonntag</figcaption></figure><p>{SENTENCES[1]}</p>
<aside class="related"><h3>Mehr zum Thema</h3><a href="/2">Sturm über den Inseln</a></aside><p>{SENTENCES[2]}</p><blockquote>
<p>{SENTENCES[3]}</p></blockquote></div><div class="newsletter">Newsletter bestellen</div></article></main>
<footer>© Inselpost</footer><script>window.state={{"a":1}}</script></body></html>"""

TAGS = (
    "<div>", "</div>", "<p>", "</p>", "</article>", "<!--", "-->", "<![CDATA[", "<script>", "</script>", "<template>", "<noscript>",
    "<table><tr><td>", "<svg>", "<math>", "<plaintext>", "<textarea>", "<title>", "<head>", "</body>", "</html>", "<frameset>",
    "<h1>", "<a:b c:d='e'>", "<p =>", "<1>", "<?php x ?>", "<br>", '<ul><li><a href="x">y</a></li></ul>', "<html lang='\x01'/>",
)  # fmt: skip
DECLARED = (
    '<time datetime="99999999999999999999-13-45T99:99:99+99:99" pubdate>', '<time datetime="0001-01-01T00:00:00+14:00" pubdate>',
    '<time datetime="9999-12-31T23:59:59-14:00" pubdate>', '<meta property="article:published_time" content="1e400">',
    '<meta property="article:published_time" content="-99999999999999999999999">', '<meta name="date" content="٢٠٢٦-٠٣-٠٣">',
    '<meta property="article:modified_time" content="Thu, 99 Zzz 2026 25:61:61 +9999">', '<link rel="canonical" href="http://[::1/">',
    '<link rel="canonical" href="http://a.example:99999/">', '<link rel="canonical" href="//[">', '<base href="http://[">',
    '<meta property="og:url" content="http://²./%zz">', '<a rel="author" href="javascript:">By</a>', '<meta name="author" content="By By">',
    '<meta charset="utf-7">', '<meta charset="idna">', '<meta charset="hz">', '<meta charset="unicode_escape">', '<meta charset="gb2312">',
    "&#55296;", "&#0;", "&#99999999999999999999;", "&nbsp;", "&amp;amp;lt;b&gt;", "\u2028", "\x85", "\u0301" * 50, "\x00", "\x1b$B",
)  # fmt: skip
LINKED_DATA = (
    "NaN", "Infinity", "1e999", "9" * 5000, "[" * 3000, '{"a":' * 3000, '"\\', "[[[[[[]]]]]]", '{"@type":NaN}', '{"@type":{"a":1},"@id":{}}',
    '{"@graph":{"@graph":{"@type":["NewsArticle",null,3]}}}', '{"@type":"NewsArticle","author":"\\ud800","headline":"\\ud83d \\u0000"}',
    '{"@type":"NewsArticle","datePublished":NaN,"dateModified":-Infinity,"headline":true,"author":true,"publisher":{"name":{}}}',
    '{"@type":"NewsArticle","datePublished":1e308,"dateModified":-1e308,"isAccessibleForFree":{"a":[]},"inLanguage":[[]]}',
    '{"@type":"NewsArticle","headline":{"name":[]},"author":[[["x"]],{"name":{"name":[1]}},null,3,{"@id":{}}],"datePublished":[[]],'
    '"url":{"@id":[{}]},"mainEntityOfPage":[1,[2]],"keywords":[{},[],null,1.5],"articleSection":[[]],"articleBody":[1,{"a":1}]}',
    '{"@type":"LiveBlogPosting","liveBlogUpdate":[[{"articleBody":3}]],"datePublished":"2026-03-03T10:00:00+25:00","url":"http://[x"}',
    '{"@type":"NewsArticle","headline":"A",}; // rubbish {', '<!--{"@type":"NewsArticle","headline":"&quot;A&quot;"}-->',
)  # fmt: skip
ODD = (
    None, "", "x", "\ud800", "\x00", "http://[::1", "http://\ud800.example/", "http://a.example:x/", "//", "mailto:x", "9" * 400, "2026-02-30",
    "NaN", "٢٠٢٦", "<b>x</b>", "&#55296;", "a" * 5000, "idna", "2026-03-03T10:00:00+99:99",
)  # fmt: skip
NUMBERS = (0, -1, 1e400, float("nan"), float("-inf"), 10**30, -(10**30), 1.7e12, 1.7e18, True)

Edit = Callable[[str], str]


@cache
def pages() -> tuple[str, ...]:
    """Invented pages: the one above, and the sample's."""
    sample = sorted((ROOT / "tests/data/sample/html").rglob("*.html*"))
    return (PAGE, *(charset.decode(_read(path)).text for path in sample))


def _read(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def document(content: bytes | str, kind: DocumentKind = DocumentKind.HTML) -> RawDocument:
    return RawDocument("/in/page.html", 0, kind, content)


def attempt(raw: RawDocument) -> Article | Code:
    try:
        return extract(raw, SETTINGS)
    except Rejected as error:
        return error.code


def insert(piece: str) -> Callable[[int], Edit]:
    return lambda at: lambda text: text[: at % (len(text) + 1)] + piece + text[at % (len(text) + 1) :]


def truncate(at: int) -> Edit:
    return lambda text: text[: at % (len(text) + 1)]


def repeat(at: int, size: int, times: int) -> Edit:
    """A slice again, `times` times; taken out where that is 0."""

    def edit(text: str) -> str:
        start = at % (len(text) + 1)
        return text[:start] + text[start : start + size] * times + text[start + size :]

    return edit


PLACES = st.integers(0, 100_000)
PIECES = st.one_of(
    st.sampled_from(TAGS),
    st.sampled_from(DECLARED),
    st.sampled_from(LINKED_DATA).map('<script type="application/ld+json">{}</script>'.format),
    st.builds(
        str.__mul__, st.sampled_from(("<div>", "<b>", "<ul><li>", "<table><tr><td>", "<p><q>")), st.sampled_from((5, 450, 2100))
    ),
    st.integers(1, 300).map(lambda count: f"<p {' '.join(f'a{n}=x' for n in range(count))}>"),
    st.integers(1, 60_000).map(lambda size: f"<div class='{'related ' * (size // 8)}'>"),
)
EDITS = st.one_of(
    st.builds(lambda piece, at: insert(piece)(at), PIECES, PLACES),
    st.builds(repeat, PLACES, st.integers(1, 2000), st.sampled_from((0, 2, 20))),
    st.builds(truncate, PLACES),
)


@st.composite
def edited_pages(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(pages()))
    for edit in draw(st.lists(EDITS, min_size=1, max_size=5)):
        text = edit(text)
    return text


@st.composite
def damaged_pages(draw: st.DrawFn) -> bytes:
    """Edited pages in another encoding than they say, with bytes overwritten."""
    encoding = draw(
        st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "shift_jis", "iso2022_jp", "utf-7"))
    )
    content = bytearray(draw(edited_pages()).encode(encoding, "replace"))
    for at, junk in draw(st.lists(st.tuples(PLACES, st.binary(min_size=1, max_size=40)), max_size=4)):
        if content:
            start = at % len(content)
            content[start : start + len(junk)] = junk
    return bytes(content)


def check(found: Article | Code) -> None:
    """What readers of any article may count on."""
    if isinstance(found, Article):
        repr(found).encode("utf-8")
        assert found.text.strip() and found.text == unicodedata.normalize("NFC", found.text)
        assert "\x00" not in found.text and "\n\n" not in found.text
        assert set(found.quality_flags) <= QUALITY_FLAGS
        assert not any(moment and moment.tzinfo is None for moment in (found.published_at, found.modified_at, found.fetched_at))


@settings(QUICK, max_examples=100)
@given(
    st.binary(max_size=2000) | st.text(max_size=500).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(DocumentKind),
)
def test_any_bytes_give_an_article_or_a_rejection(content: bytes, kind: DocumentKind) -> None:
    check(attempt(document(content, kind)))


@settings(QUICK, max_examples=300)
@given(damaged_pages())
def test_a_damaged_page_gives_an_article_or_a_rejection(content: bytes) -> None:
    check(attempt(document(content)))


@settings(QUICK, max_examples=100)
@given(
    edited_pages() | st.text(st.characters(categories=("Cs", "L", "Zs", "Cc")), max_size=200),
    st.sampled_from(DocumentKind),
    st.sampled_from(ODD),
    st.builds(
        Declared,
        **{
            name: st.sampled_from(ODD)
            for name in ("external_id", "url", "domain", "publisher", "title", "description", "section", "language")
        },
        **{name: st.sampled_from((*ODD, *NUMBERS)) for name in ("published", "modified", "fetched")},
        **{name: st.lists(st.sampled_from(ODD[1:]), max_size=3).map(tuple) for name in ("authors", "keywords")},
    ),
)
def test_odd_columns_and_lone_surrogates_raise_nothing(
    content: str, kind: DocumentKind, label: str | None, declared: Declared
) -> None:
    check(attempt(RawDocument("/in/\udc80.html", 0, kind, content, label, declared)))


@pytest.mark.parametrize(
    "unit", ["<div>", "<b>", "<article>", "<table><tr><td>", "<ul><li>", "<p a=", "<", "&", "<!--", '{"a":', "\x00", "((("]
)
def test_a_page_of_one_thing_over_and_over(unit: str) -> None:
    check(attempt(document((PAGE[:700] + unit * 3000 + PAGE[700:] + unit * 3000).encode())))


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())


def solid(text: str) -> str:
    """Text without its spaces and control characters: markup and line breaks part it otherwise than the article's lines do."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if not c.isspace() and unicodedata.category(c) != "Cc")


def content_of(page: str, without: Sequence[str] = ()) -> str:
    """Every text node of a page, as a parser reads it that knows nothing of articles; scripts' too, unless they are left out."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    tree = etree.fromstring(charset.scrub(page).encode() or b" ", parser)
    if tree is None:
        return ""
    etree.strip_elements(tree, *without, with_tail=False)
    return "".join(tree.itertext())


def readings(page: str) -> Iterator[str]:
    """All that a page holds: its text; its markup with attributes and scripts, entities and JSON's escapes decoded, tags out and in."""
    content = content_of(page)
    yield content
    yield html.unescape(content)
    yield content_of(page, without=("script", "style"))
    for text in (page, re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), page)):
        text = html.unescape(html.unescape(charset.scrub(text)))
        yield text
        for tag, instead in product((r"<[^<>]*>", r"</?[a-zA-Z][^>]*>"), ("", " ")):
            yield re.sub(tag, instead, text)


def check_held(article: Article, page: str) -> None:
    """Every word of the article's texts stands in the page."""
    held = "\n".join(unicodedata.normalize("NFC", reading).casefold() for reading in readings(page))
    for text in (article.text, article.title, article.description, article.publisher, article.section, article.dateline,
                 article.agency_evidence, *article.authors, *article.keywords):  # fmt: skip
        assert [word for word in words_of(text or "") if word not in held] == []


@pytest.mark.parametrize("page", pages())
def test_every_line_stands_in_the_page(page: str) -> None:
    """As it is, but for a date or link that was taken out of it."""
    found = attempt(document(page.encode()))
    assert isinstance(found, Article)
    held = solid(content_of(page))
    assert [line for line in found.text.split("\n") if not is_part(line, held, gap=40)] == []
    check_held(found, page)


@settings(QUICK, max_examples=250)
@given(edited_pages())
def test_no_word_is_invented_and_none_changes_its_place_within_a_line(page: str) -> None:
    found = attempt(document(page.encode()))
    if isinstance(found, Article):
        page = charset.decode(page.encode()).text
        check_held(found, page)
        left = set(found.text.split("\n"))
        for held in map(solid, readings(page)):
            left -= {line for line in left if is_part(line, held, gap=len(held))}
            if not left:
                break
        assert not left


def is_part(line: str, held: str, gap: int) -> bool:
    """Whether the words of a line stand in `held`, in order, with no more than `gap` characters between two of them."""
    first, *rest = map(solid, line.split())
    return any(_follow(rest, held, match.end(), gap) for match in re.finditer(re.escape(first), held))


def _follow(words: Sequence[str], held: str, at: int, gap: int) -> bool:
    for word in words:
        found = held.find(word, at, at + gap + len(word))
        if found < 0:
            return False
        at = found + len(word)
    return True


def test_a_body_that_only_a_script_holds_is_the_scripts() -> None:
    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES * 2)
    page = f'<html><head><title>x</title></head><body><div id="app"></div><script>f({json.dumps({"body": body})})</script></body></html>'
    found = attempt(document(page.encode()))
    if isinstance(found, Article):
        assert set(found.text.split("\n")) <= {"x", *SENTENCES}


def hostile() -> list[bytes]:
    return [page[:size].encode() for page in pages()[:3] for size in (400, 1500, 3000)] + [
        b"<p>",
        b"\xff" * 50,
        b"<div>" * 3000,
    ]


def test_the_same_answer_in_any_order_and_however_often() -> None:
    documents = [document(content) for content in (*(page.encode() for page in pages()), *hostile())]
    first = {raw.content: attempt(raw) for raw in documents}
    for seed in range(2):
        random.Random(seed).shuffle(documents)
        assert [attempt(raw) for raw in documents] == [first[raw.content] for raw in documents]


SCRIPT = """
import sys
sys.path[:0] = ["."]
from tests.unit.test_extract_properties import fingerprint
print(fingerprint(backwards=sys.argv[1] == "backwards"))
"""


def fingerprint(backwards: bool = False) -> str:
    """A hash of what becomes of all pages, in the order of the pages, whichever comes first."""
    contents = [*(page.encode() for page in pages()), *hostile()]
    found = [attempt(document(content)) for content in (reversed(contents) if backwards else contents)]
    return hashlib.sha256(repr(found[::-1] if backwards else found).encode()).hexdigest()


def test_the_same_answer_in_every_process() -> None:
    """Another hash seed, time zone, locale and order of pages."""
    seen = {fingerprint()}
    for seed, zone, order in (("1", "Pacific/Kiritimati", "forwards"), ("77", "America/Adak", "backwards")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PYTHONUTF8": "0"}
        command = [sys.executable, "-c", SCRIPT, order]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        seen.add(done.stdout.strip())
    assert len(seen) == 1
