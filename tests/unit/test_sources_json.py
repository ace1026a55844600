"""JSON lines and JSON documents."""

from __future__ import annotations

import codecs
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.io import SourceSettings, plan_units, read_unit
from pipeline.io.listing import list_inputs
from tests.unit.reading import codes, documents, in_parts, read
from transforms.schemas.documents import RawDocument
from transforms.schemas.rejects import Code, Reject

SMALL = SourceSettings(max_record_bytes=1000)


def line(**values: object) -> str:
    return json.dumps(values, ensure_ascii=False) + "\n"


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def outline(records: list[RawDocument | Reject]) -> list[tuple[int, object]]:
    """Where each record lies, and its text or why there is none."""
    return [(r.input_record, r.content if isinstance(r, RawDocument) else r.code) for r in records]


def test_records_are_numbered_by_their_offset_and_blank_lines_count_for_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '\n{"text": "one"}\r\n  \n{"text": "zwölf"}\n{"text": "three"}')
    assert outline(read(path)) == [(1, "one"), (21, "zwölf"), (40, "three")]
    stored = write(tmp_path, "b.jsonl.gz", gzip.compress(path.read_bytes()))
    assert outline(read(stored)) == outline(read(path))


def test_a_broken_line_costs_only_itself(tmp_path: Path) -> None:
    good = line(id=1, text="one")
    bad = ['{"text": "no end\n', "[1, 2]\n", '"a text"\n', "null\n", "{" * 100_000 + "\n", '{"a": ' * 100_000 + "\n"]
    found = read(write(tmp_path, "a.jsonl", good + good.join(bad) + good))
    refused = [record for record in found if isinstance(record, Reject)]
    assert [record.code for record in refused] == [Code.BAD_RECORD] * len(bad)
    assert len(found) == 2 * len(bad) + 1
    assert all(len(record.payload_hash or "") == 32 for record in refused)


def test_a_record_without_content_keeps_its_url(tmp_path: Path) -> None:
    (refused,) = read(write(tmp_path, "a.jsonl", line(url="https://a.example/1", title="Only a title", text=" ")))
    assert isinstance(refused, Reject)
    assert (refused.code, refused.url) == (Code.NO_CONTENT, "https://a.example/1")


def test_a_line_too_long_is_refused_and_reading_goes_on(tmp_path: Path) -> None:
    long = line(text="x" * 600_000)
    path = write(tmp_path, "a.jsonl", line(text="one") + long + line(text="two"))
    assert [content for _, content in outline(read(path, SMALL))] == ["one", Code.TOO_LARGE, "two"]
    bomb = write(
        tmp_path, "b.jsonl.gz", gzip.compress(line(text="one").encode() + b" " * (32 << 20) + b"\n" + line(text="two").encode())
    )
    assert [content for _, content in outline(read(bomb, SMALL))] == ["one", Code.TOO_LARGE, "two"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "Der Präsident der größten Universität sprach über Nähe und Wärme in Köln und fügte hinzu, dass es schön war."
    data = line(text=text) + line(text=text)
    assert [document.content for document in documents(write(tmp_path, "a.jsonl", data.encode(encoding)))] == [text, text]


def test_one_line_in_another_encoding_ends_nothing(tmp_path: Path) -> None:
    good, other = line(text="naïve café").encode(), line(text="naïve café").encode("cp1252")
    assert [d.content for d in documents(write(tmp_path, "a.jsonl", good + other + good))] == ["naïve café"] * 3


def test_a_code_page_without_latin_letters_is_recognised(tmp_path: Path) -> None:
    text = "Президент сообщил журналистам, что переговоры продолжатся в понедельник, и поблагодарил всех участников встречи."
    assert documents(write(tmp_path, "a.jsonl", line(text=text).encode("cp1251")))[0].content == text


def test_one_damaged_byte_in_utf8_leaves_the_rest_right(tmp_path: Path) -> None:
    data = line(text="Größe, Wärme, Nähe, Köln, schön").encode().replace(b"K", b"\xff")
    assert documents(write(tmp_path, "a.jsonl", data))[0].content == "Größe, Wärme, Nähe, \ufffdöln, schön"


def test_a_truncated_stream_gives_its_whole_lines_and_one_refusal(tmp_path: Path) -> None:
    data = "".join(line(id=n, text=f"text {n} {n * n}") for n in range(5000)).encode()
    stored = gzip.compress(data)
    found = read(write(tmp_path, "a.jsonl.gz", stored[: len(stored) // 2]))
    whole, last = found[:-1], found[-1]
    assert len(whole) > 1000
    assert [record.content for record in whole if isinstance(record, RawDocument)] == [
        f"text {n} {n * n}" for n in range(len(whole))
    ]
    assert isinstance(last, Reject) and last.code is Code.TRUNCATED
    assert data[last.input_record - 1 : last.input_record + 1] == b"\n{"
    no_checksum = read(write(tmp_path, "b.jsonl.gz", stored[:-8]))
    assert len(no_checksum) == 5001 and isinstance(no_checksum[-1], Reject)


def test_lone_surrogates_cannot_reach_the_tables(tmp_path: Path) -> None:
    (document,) = documents(write(tmp_path, "a.jsonl", '{"text": "a \\ud83d\\ude00 b \\ud83d c", "title": "\\udc00"}\n'))
    assert document.content == "a 😀 b \ufffd c"
    assert document.declared.title == "\ufffd"


TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=30).filter(lambda text: text.strip())
LINES = st.one_of(
    st.builds(lambda text: line(text=f"a {text}"), TEXTS),
    st.sampled_from(["\n", "  \r\n", "not json\n", '{"title": "no text"}\n', line(text="x" * 1200)]),
)


@given(lines=st.lists(LINES, min_size=1, max_size=12), end=st.booleans(), cuts=st.lists(st.integers(0, 4000), max_size=6))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_cuts_anywhere_give_the_same_records(tmp_path: Path, lines: list[str], end: bool, cuts: list[int]) -> None:
    data = "".join(lines).encode()
    path = write(tmp_path, "a.jsonl", (data if end else data.rstrip(b"\n")) or b"\n")
    bounds = sorted({0, *cuts})
    parts = list(zip(bounds, [*bounds[1:], None], strict=True))
    assert in_parts(path, parts, SMALL) == read(path, SMALL)


def test_a_large_file_is_cut_and_a_utf16_one_is_not(tmp_path: Path) -> None:
    data = "".join(line(id=n, text=f"text {n} " + "word " * 200) for n in range(3000))
    path = write(tmp_path, "a.jsonl", data)
    units = list(plan_units(list_inputs([str(path)]), SourceSettings(), 2))
    assert len(units) >= 6
    found = [record for unit in units for record in read_unit(unit, SourceSettings())]
    assert found == read(path)
    assert len(found) == 3000
    wide = write(tmp_path, "b.jsonl", codecs.BOM_UTF16_LE + data.encode("utf-16-le"))
    assert len(list(plan_units(list_inputs([str(wide)]), SourceSettings(), 2))) == 1
    assert len(documents(wide)) == 3000


# JSON documents


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a"])
def test_an_array_of_records(tmp_path: Path, name: str) -> None:
    rows = [{"id": n, "text": f'text {n} with "quotes", brackets ]}}[ and \\ back'} for n in range(3)]
    for data in (json.dumps(rows), json.dumps(rows, indent=2), "\ufeff" + json.dumps(rows)):
        assert outline(read(write(tmp_path, name, data))) == [(n, row["text"]) for n, row in enumerate(rows)]


@pytest.mark.parametrize("indent", [None, 2])
def test_one_object_a_file(tmp_path: Path, indent: int | None) -> None:
    data = json.dumps({"headline": "A title", "articleBody": "One.\nTwo.", "author": [{"name": "A. Writer"}]}, indent=indent)
    (document,) = documents(write(tmp_path, "a.json", data))
    assert (document.input_record, document.content, document.declared.title) == (0, "One.\nTwo.", "A title")
    assert document.declared.authors == ("A. Writer",)


def test_objects_behind_one_another_over_many_lines(tmp_path: Path) -> None:
    data = "\n".join(json.dumps({"text": f"text {n}"}, indent=1) for n in range(4))
    assert outline(read(write(tmp_path, "a.json", data))) == [(n, f"text {n}") for n in range(4)]


def test_the_answer_of_a_search_interface(tmp_path: Path) -> None:
    rows = [{"source": {"id": None, "name": "The Paper"}, "title": f"T{n}", "content": f"body {n}"} for n in range(3)]
    for data in (json.dumps({"status": "ok", "articles": rows}), json.dumps({"response": {"docs": rows}}, indent=1)):
        found = documents(write(tmp_path, "a.json", data))
        assert [(d.input_record, d.content, d.declared.publisher) for d in found] == [
            (n, f"body {n}", "The Paper") for n in range(3)
        ]


def test_broken_elements_and_ends(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", '[{"text": "one"}, {"text": nonsense}, 7, {"text": "two"}]')
    assert outline(read(path)) == [(0, "one"), (1, Code.BAD_RECORD), (2, Code.BAD_RECORD), (3, "two")]
    assert outline(read(write(tmp_path, "b.json", '[{"text": "one"}, {"text": "tw'))) == [(0, "one"), (1, Code.TRUNCATED)]
    assert outline(read(write(tmp_path, "c.json", '[{"text": "one"}, {"text": "two"}\n'))) == [(0, "one"), (1, Code.TRUNCATED)]
    assert outline(read(write(tmp_path, "d.json", '[{"text": "one"}] more'))) == [(0, "one"), (1, Code.CORRUPT)]
    assert codes(write(tmp_path, "e.json", "[]")) == [Code.EMPTY]
    assert codes(write(tmp_path, "f.json", '{\n "text": "on')) == [Code.TRUNCATED]
    long = '[{"text": "one"}, {"text": "' + "x" * 2000 + '"}, {"text": "two"}]'
    assert outline(read(write(tmp_path, "g.json", long), SMALL)) == [(0, "one"), (1, Code.TOO_LARGE), (2, "two")]


@given(
    rows=st.lists(
        st.dictionaries(st.text(max_size=4), st.one_of(st.text(max_size=9), st.lists(st.text(max_size=3), max_size=2))),
        max_size=5,
    ),
    step=st.integers(1, 7),
)
def test_arrays_are_cut_where_json_says(rows: list[dict[str, object]], step: int) -> None:
    from pipeline.io.json_document import values

    data = json.dumps(rows).encode()
    pieces = (data[begin : begin + step] for begin in range(0, len(data), step))
    assert [json.loads(value or b"") for value in values(pieces, 1 << 20)] == rows


@pytest.mark.parametrize("name", ["lines.jsonl", "document.json"])
def test_a_refusal_can_be_stored_whatever_the_record_says(tmp_path: Path, name: str) -> None:
    record = b'{"\\ud800 ' + b"long " * 200 + b'": 1, "url": "http://x/\\udfff"}'
    path = tmp_path / name
    path.write_bytes(record + b"\n" if name.endswith("l") else b"[" + record + b"]")
    (refused,) = [record for record in read(path) if isinstance(record, Reject)]
    assert refused.code is Code.NO_CONTENT
    assert "\ufffd" in refused.message and len(refused.message) <= 300
    for text in (refused.message, refused.url or "", refused.input_uri):
        text.encode("utf-8")
