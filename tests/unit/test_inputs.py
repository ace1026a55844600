"""Inventories and the plan: what is listed, and how it is cut into units."""

from __future__ import annotations

import gzip
import os
import time
from pathlib import Path

import pytest
from apache_beam.io.filesystem import FileMetadata
from hypothesis import given
from hypothesis import strategies as st

from pipeline.io import InputError, InputFile, SourceSettings, list_inputs, local_root, plan_units, read_unit
from pipeline.io.markup import looks_like_markup
from transforms.schemas.documents import RawDocument
from transforms.schemas.rejects import Code, Reject

PAGE = b"<html><body><p>The harbour opened again on Monday.</p></body></html>"


def fill(folder: Path, *names: str, data: bytes = PAGE) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def names(folder: Path, *patterns: str) -> list[str]:
    return [os.path.relpath(file.uri, folder) for file in list_inputs([str(folder / pattern) for pattern in patterns])]


def test_a_folder_is_listed_with_its_folders_and_without_hidden_names(tmp_path: Path) -> None:
    fill(
        tmp_path,
        "b.html",
        "a/z.html",
        "a/deep/x.txt",
        ".hidden.html",
        "_SUCCESS",
        "_temp/y.html",
        ".git/c.html",
        "with space/ü%20.html",
    )
    assert names(tmp_path, "") == ["a/deep/x.txt", "a/z.html", "b.html", "with space/ü%20.html"]
    assert names(tmp_path, "_temp/y.html", "_temp") == ["_temp/y.html"]


def test_globs(tmp_path: Path) -> None:
    fill(tmp_path, "a/1.html", "a/2.txt", "a/_3.html", "b/c/4.html", "b/.d/5.html", "[x]/6.html")
    assert names(tmp_path, "*/*.html") == ["[x]/6.html", "a/1.html"]
    assert names(tmp_path, "**/*.html") == ["[x]/6.html", "a/1.html", "b/c/4.html"]
    assert names(tmp_path, "b/*") == ["b/c/4.html"]
    assert names(tmp_path, "a/?.html", "a/1.html", "a") == ["a/1.html", "a/2.txt"]


def test_names_that_hold_glob_characters(tmp_path: Path) -> None:
    fill(tmp_path, "[x]*/6[1].html", "[x]*/7.txt")
    assert names(tmp_path, "[x]*") == ["[x]*/6[1].html", "[x]*/7.txt"]
    assert names(tmp_path, "[x]*/6[1].html") == ["[x]*/6[1].html"]
    assert names(tmp_path, "[x]*/*.txt") == ["[x]*/7.txt"]


def test_the_same_folder_is_the_same_input_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "in/a.html")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    expected = [str(tmp_path / "in" / "a.html")]
    for pattern in ("../in", "../in/", "../in/*.html", f"file://{tmp_path}/in", str(tmp_path / "work" / ".." / "in")):
        assert [file.uri for file in list_inputs([pattern])] == expected


def test_what_lies_in_the_output_is_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "d/a.html", "d/news/articles/b.parquet", "d/newsroom/c.html")
    (tmp_path / "d" / "linked").symlink_to(tmp_path / "d" / "news" / "articles")
    monkeypatch.chdir(tmp_path)
    expected = [str(tmp_path / name) for name in ("d/a.html", "d/newsroom/c.html")]
    for pattern in ("d", "d/*", "d/**", f"file://{tmp_path}/d"):
        for exclude in ("d/news", "d/news/", "d/../d//news", str(tmp_path / "d/news"), f"file://{tmp_path}/d/news"):
            assert [file.uri for file in list_inputs([pattern], exclude=exclude)] == expected
    assert len(list_inputs(["d"], exclude="elsewhere")) == 3
    assert len(list_inputs(["d"], exclude="gs://bucket/d")) == 3


@pytest.mark.parametrize("pattern", ["home", "home/articles", "home/articles/a.html", "home/articles/*.html", "linked"])
def test_an_input_inside_the_output_is_one_sentence(tmp_path: Path, pattern: str) -> None:
    fill(tmp_path, "home/articles/a.html")
    (tmp_path / "linked").symlink_to(tmp_path / "home" / "articles")
    with pytest.raises(InputError, match=f"{pattern.replace('*', '.')} lies inside the output") as raised:
        list_inputs([str(tmp_path / pattern)], exclude=str(tmp_path / "home"))
    assert "\n" not in str(raised.value)


def test_buckets_are_listed_without_the_output(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ["gs://b/d/a.html", "gs://b/d/news/articles/b.parquet", "gs://b/d/newsroom/c.html"]
    found = [FileMetadata(path, 10, 0.0) for path in paths]
    monkeypatch.setattr("pipeline.io.listing.match", lambda pattern: found if "*" in pattern else [])
    for pattern in ("gs://b/d", "gs://b/d/**"):
        assert [file.uri for file in list_inputs([pattern], exclude="gs://b/d//news/")] == [paths[0], paths[2]]
        assert len(list_inputs([pattern], exclude="s3://b/d/news")) == 3
    for pattern in ("gs://b/d/news", "gs://b/d/news/articles/*", "gs://b/d/news/*.html"):
        with pytest.raises(InputError, match="lies inside the output"):
            list_inputs([pattern], exclude="gs://b/d/news")


@pytest.mark.parametrize("path", ["ftp://host/a.html", "azfs://container/a", "FTP://x", "file://elsewhere/a.html"])
def test_an_address_that_cannot_be_read_is_one_sentence(path: str) -> None:
    for attempt in (lambda: list_inputs([path]), lambda: local_root(path)):
        with pytest.raises(InputError, match=r"file://") as raised:
            attempt()
        message = str(raised.value)
        assert path in message and "\n" not in message and message.endswith(".")


def test_home_and_file_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a.html")
    monkeypatch.setenv("HOME", str(tmp_path))
    for pattern in ("~/a.html", f"file://{tmp_path}/a.html", f"file://localhost{tmp_path}/a.html"):
        assert [file.uri for file in list_inputs([pattern])] == [str(tmp_path / "a.html")]
    assert local_root("~/news/") == local_root(f"file://{tmp_path}/news") == str(tmp_path / "news")
    assert (local_root("news"), local_root("/"), local_root("gs://b/news/")) == ("news", "/", "gs://b/news")


def test_links_are_followed_once(tmp_path: Path) -> None:
    fill(tmp_path, "in/a.html", "elsewhere/b.html")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in" / "gone.html").symlink_to(tmp_path / "nowhere.html")
    os.mkfifo(tmp_path / "in" / "pipe.html")
    assert names(tmp_path, "in") == ["in/a.html", "in/gone.html", "in/linked/b.html"]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("gone", "no file or folder"),
        ("gone.html", "no file or folder"),
        ("*.parquet", "No file matches"),
        ("gone/**/*.html", "No file matches"),
        ("empty", "has no files"),
        ("only", "has no files"),
        ("story.docx", "format"),
        ("notes", "format"),
    ],
)
def test_what_cannot_be_read_at_all_is_said_in_one_sentence(tmp_path: Path, pattern: str, said: str) -> None:
    fill(tmp_path, "story.docx", data=b"PK\x03\x04")
    fill(tmp_path, "notes", "only/.hidden", data=b"some words")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=said) as raised:
        list_inputs([str(tmp_path / pattern)])
    message = str(raised.value)
    assert pattern.split("/", maxsplit=1)[0] in message and "\n" not in message and message.endswith(".")


def test_a_named_file_of_unknown_name_but_known_content_is_taken(tmp_path: Path) -> None:
    fill(tmp_path, "page", "page.aspx")
    assert names(tmp_path, "page", "page.aspx") == ["page", "page.aspx"]


def test_a_name_that_is_not_utf8_is_refused_by_name_and_nothing_else_suffers(tmp_path: Path) -> None:
    fill(tmp_path, "a.html")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.html")).write_bytes(PAGE)
    found = [
        record
        for unit in plan_units(list_inputs([str(tmp_path)]), SourceSettings(), 1)
        for record in read_unit(unit, SourceSettings())
    ]
    assert isinstance(found[0], RawDocument)
    assert isinstance(found[1], Reject) and found[1].code is Code.UNREADABLE and found[1].input_uri.endswith("caf\ufffd.html")


def test_a_fingerprint_changes_with_the_file(tmp_path: Path) -> None:
    fill(tmp_path, "a.html")
    (first,) = list_inputs([str(tmp_path)])
    assert (first.size, list_inputs([str(tmp_path)])) == (len(PAGE), [first])
    os.utime(tmp_path / "a.html", ns=(1, 1_700_000_000_000_000_001))
    (second,) = list_inputs([str(tmp_path)])
    assert first.fingerprint != second.fingerprint
    os.utime(tmp_path / "a.html", ns=(1, 1_700_000_000_000_000_002))
    assert list_inputs([str(tmp_path)])[0].fingerprint != second.fingerprint


# The plan

FILES = st.lists(
    st.tuples(st.sampled_from(["a.html", "b.txt.gz", "c.csv", "d"]), st.integers(0, 1 << 22)), min_size=1, max_size=300
)


@given(files=FILES, parallelism=st.integers(1, 16))
def test_every_file_is_in_one_unit_whatever_the_order(files: list[tuple[str, int]], parallelism: int) -> None:
    inputs = [InputFile(f"/in/{number:04d}/{name}", size) for number, (name, size) in enumerate(files)]
    units = list(plan_units(inputs, SourceSettings(unit_files=20), parallelism))
    assert [unit.index for unit in units] == list(range(len(units)))
    assert [part.uri for unit in units for part in unit.parts] == [file.uri for file in inputs]
    assert all(1 <= len(unit.parts) <= 20 for unit in units)
    assert list(plan_units(inputs[::-1], SourceSettings(unit_files=20), parallelism)) == units


def test_small_inventories_give_every_worker_several_units() -> None:
    inputs = [InputFile(f"/in/{number:04d}.html.gz", 60_000) for number in range(120)]
    units = list(plan_units(inputs, SourceSettings(), 2))
    assert 8 <= len(units) <= 16
    sizes = [len(unit.parts) for unit in units]
    assert max(sizes[:-1]) - min(sizes[:-1]) <= 2
    assert len(list(plan_units(inputs[:6], SourceSettings(), 2))) <= 6
    assert len(list(plan_units([InputFile(f"/in/{n}.txt", 500) for n in range(60)], SourceSettings(), 8))) == 8


def test_large_inventories_keep_to_the_settings() -> None:
    inputs = [InputFile(f"/in/{number:06d}.html", 200_000) for number in range(20_000)]
    units = list(plan_units(inputs, SourceSettings(), 2))
    assert max(sum(part.size for part in unit.parts) for unit in units) <= 16 << 20
    assert max(len(unit.parts) for unit in units) <= 64
    assert len(units) < 350


def test_a_large_compressed_file_of_lines_is_one_unit(tmp_path: Path) -> None:
    data = gzip.compress(os.urandom(3 << 20))
    fill(tmp_path, "a.jsonl.gz", data=data)
    (unit,) = plan_units(list_inputs([str(tmp_path)]), SourceSettings(), 4)
    assert [(part.format, part.compression, part.start, part.stop) for part in unit.parts] == [("jsonl", "gz", 0, None)]


def test_settings_say_what_is_wrong_with_them() -> None:
    with pytest.raises(ValueError, match=r"'heading'; valid are external_id, url"):
        SourceSettings(columns={"heading": "h1"})
    with pytest.raises(ValueError, match=r"source\.unit_bytes is 0"):
        SourceSettings(unit_bytes=0)


def test_a_pipe_is_no_input(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "page.html")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        list_inputs([str(tmp_path / "page.html")])
    (tmp_path / "b.txt").write_text("A text.")
    assert [os.path.basename(f.uri) for f in list_inputs([str(tmp_path)])] == ["b.txt"]
    assert [os.path.basename(f.uri) for f in list_inputs([str(tmp_path / "*")])] == ["b.txt"]


def test_leading_blanks_do_not_delay_the_look_at_a_text() -> None:
    began = time.perf_counter()
    for text in (" " * 5_000 + "a text", "<!--" * 1_200, "<!-- a -->\n" * 400 + "a text"):
        assert not looks_like_markup(text)
    assert time.perf_counter() - began < 5, "in truth it is microseconds; a pattern that tries blanks in other ways never ends"
