"""Versions, `newsbeam explain` and `newsbeam changes` on one small dataset of three runs, and what a forced fourth one changes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support import newsbeam

STORY = [
    "The harbour council of Vellmar voted on Tuesday to rebuild the northern pier, which a storm in January had torn from its footings.",
    "Fishermen had asked for a cheaper repair, but engineers said that the old piles would not last another winter.",
    "Work begins in May and is to end before the herring season, the council's chair said after the vote.",
    "The pier was built in 1911 and carried a narrow railway until the cannery closed in 1974.",
    "A ferry to the outer islands will leave from the southern quay until the work is done, 12 times a day.",
    "The council has set aside 4.2 million crowns, of which the region pays one third.",
]
OTHER = [
    "A choir of 60 retired postmen from the valley of Ostrel has won a prize in Tallinn with songs about letters that never came.",
    "They had rehearsed in a sorting hall since the winter, because the parish hall was being painted and its stove was cold.",
    "The jury praised the basses, who had carried parcels uphill for thirty years, as their conductor put it.",
]


def record(name: str, lines: list[str], **columns: Any) -> dict[str, Any]:
    """One line of JSON Lines; the outlet is the name's first word."""
    url = f"https://{name.split('-', maxsplit=1)[0]}.example/{name}"
    return {
        "id": name,
        "url": url,
        "title": "Pier to be rebuilt",
        "text": "\n".join(lines),
        "date": "2026-03-01T08:00:00Z",
    } | columns


def write(folder: Path, name: str, *records: dict[str, Any]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")


CORRECTED = [STORY[0].replace("Tuesday", "Wednesday"), *STORY[1:], "An earlier version of this article named the wrong day."]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain")
    raw, root = folder / "raw", folder / "dataset"
    config = folder / "small.yaml"
    config.write_text("source: {unit_files: 1}\n")
    copy = [*STORY[:3], "\x1b[2J\x1b]0;owned\x07 \u202eSubscribe to our letter \x9b31mfor free.", *STORY[3:]]
    hour = {"date": "2026-03-01T11:00:00Z"}
    write(raw, "a.jsonl", record("vellmar-pier", STORY, fetched_at="2026-03-01T09:00:00Z"), record("ostrel-choir", OTHER))
    write(raw, "b.jsonl", record("herald-pier", copy, **hour))
    # Two versions in two files, and so in two units, of one run; the first one lies behind other articles of its file.
    early = [*OTHER, "The singers came home by train on Sunday and went straight to bed, said one of them."]
    late = [*OTHER, "The singers came home by train on Monday and went straight to bed, said one of them."]
    write(raw, "c.jsonl", record("twice-choir", late, title="Choir wins", fetched_at="2026-03-02T09:00:00Z"))
    strangers = [record(f"stranger-{n}", [f"Number {n}: {line}" for line in reversed(STORY)][n:]) for n in range(3)]
    write(raw, "d.jsonl", *strangers, record("twice-choir", early, title="Choir sings", fetched_at="2026-03-01T09:00:00Z"))

    def run() -> None:
        done = newsbeam("run", "--input", raw, "--output", root, "--config", config)
        assert done.returncode == 0, done.stderr

    run()
    write(raw, "e.jsonl", record("vellmar-pier", CORRECTED, title="Pier: corrected", fetched_at="2026-03-03T09:00:00Z"))
    run()
    between = [*STORY, "The vote was taken after four hours."]
    write(raw, "f.jsonl", record("vellmar-pier", between, fetched_at="2026-03-02T09:00:00Z"))
    run()
    return root


def ask(root: Path, query: str) -> list[dict[str, Any]]:
    asked = newsbeam("sql", "--dataset", root, "--format", "json", query)
    assert asked.returncode == 0, asked.stderr
    answer: list[dict[str, Any]] = json.loads(asked.stdout)
    return answer


def id_of(root: Path, name: str) -> str:
    (row,) = ask(root, f"SELECT DISTINCT article_id FROM articles WHERE external_id = '{name}'")
    found: str = row["article_id"]
    return found


def explained(root: Path, *arguments: str) -> str:
    done = newsbeam("explain", *arguments, "--dataset", root)
    assert done.returncode == 0, done.stderr
    return done.stdout


COLUMNS = "version, supersedes, chars_added, chars_removed, title_changed"


def test_a_version_says_what_it_did_to_the_one_of_an_earlier_run(root: Path) -> None:
    """The third came last and belongs between the two: it is set against the first, and the second stays as it was told."""
    rows = ask(root, f"SELECT {COLUMNS} FROM articles WHERE external_id = 'vellmar-pier' ORDER BY version")
    first, second, third = rows
    assert list(first.values()) == [1, None, None, None, None]
    assert list(third.values()) == [3, 1, len("The vote was taken after four hours.") + 1, 0, False]
    assert (second["supersedes"], second["title_changed"]) == (1, True)
    assert second["chars_added"] - second["chars_removed"] == sum(map(len, CORRECTED)) + 1 - sum(map(len, STORY))
    assert second["chars_removed"] == len("Tuesday")
    (current,) = ask(root, "SELECT version FROM current_articles WHERE external_id = 'vellmar-pier'")
    assert current["version"] == 2


def test_a_version_says_what_it_did_to_the_one_in_another_file_of_its_run(root: Path) -> None:
    rows = ask(root, f"SELECT {COLUMNS} FROM articles WHERE external_id = 'twice-choir' ORDER BY version")
    assert [tuple(row.values()) for row in rows] == [(1, None, None, None, None), (2, 1, len("Monday"), len("Sunday"), True)]


def test_a_copy_is_explained_against_the_original(root: Path) -> None:
    out = explained(root, id_of(root, "herald-pier"))
    assert "why one story" in out and "near: " in out and id_of(root, "vellmar-pier") in out
    assert "named the wrong day" in out and "Subscribe to our letter" in out
    assert "asked for: 50%" in out and "numbers: 5 and" in out and "recorded: near" in out
    assert not any(c in out for c in "\x1b\x07\u202e\x9b"), "a text cannot drive the terminal"


def test_versions_are_told_with_what_changed(root: Path) -> None:
    out = explained(root, "https://vellmar.example/vellmar-pier?utm_source=x")
    versions = out.partition("versions ──")[2]
    order = [versions.index(f"version {n}, 2026-03-0{day} 09:00") for n, day in ((1, 1), (3, 2), (2, 3))]
    assert order == sorted(order), "in the order of their own time"
    assert "+ Pier: corrected" in versions and "Wednesday" in versions


def test_an_article_without_copies_and_the_beginning_of_an_id(root: Path) -> None:
    choir = id_of(root, "ostrel-choir")
    other = id_of(root, "twice-choir")
    assert "set against " + other in explained(root, choir[:12], "--other", other)
    stranger = id_of(root, "stranger-0")
    out = explained(root, stranger, "--other", choir)
    assert "why two stories" in out and "are not copies" in out
    alone = ask(root, "SELECT article_id FROM current_articles JOIN current_clusters USING (cluster_id) WHERE size = 1")
    for row in alone[:1]:
        assert "No other article is a copy of this one" in explained(root, row["article_id"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["explain", "nothing"], "'nothing' is no article of"),
        (["explain", "https://nowhere.example/x"], "no article of"),
        (["explain", ""], "no article of"),
        (["explain", "{pier}", "--other", "{pier}"], "the same article"),
        (["changes", "--since", "yesterday"], "no run 'yesterday'"),
    ],
)
def test_what_is_asked_wrongly_is_one_sentence(arguments: list[str], sentence: str, root: Path) -> None:
    named = [argument.replace("{pier}", id_of(root, "vellmar-pier")) for argument in arguments]
    place: list[str | Path] = [root] if named[0] == "changes" else ["--dataset", root]
    done = newsbeam(*named, *place)
    assert done.returncode == 2 and sentence in done.stderr
    assert "Traceback" not in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_changes_since_a_run(root: Path) -> None:
    first, second, third = (row["run_id"] for row in ask(root, "SELECT run_id FROM runs ORDER BY started_at"))
    pier = id_of(root, "vellmar-pier")
    done = newsbeam("changes", root, "--since", first, "--format", "csv")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(r["run_id"], r["change"], r["article_id"], r["previous_version"], r["version"]) for r in rows] == [
        (second, "new_version", pier, "1", "2")
    ]
    assert newsbeam("changes", root, "--since", third, "--format", "json").stdout == "[]\n"
    shown = newsbeam("changes", root, "--since", first).stdout
    assert "Pier: corrected" in shown and "1 row" in shown
