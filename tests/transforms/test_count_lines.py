"""Counting lines over files gives one profile, with what earlier runs counted."""

from __future__ import annotations

from pathlib import Path

from tests.transforms.stories import SETTINGS, article, run, stage, story
from transforms.count_lines import count_file, merge_counts
from transforms.schemas.steps import StateFiles
from transforms.sketch_articles import load_profile
from transforms.text.boilerplate import Profile, strip

FURNITURE = "Tap the bell below and the harbour will ring for you tomorrow."


def profile_of(rows: list[dict[str, object]], folder: Path, state: StateFiles | None = None, per_unit: int = 2) -> Profile:
    paths = [count_file(staged, str(folder)) for staged in stage(rows, folder, per_unit)]
    return load_profile(merge_counts(paths, str(folder), state or StateFiles(), SETTINGS))


def furnished(numbers: range, domain: str | None = "a.example") -> list[dict[str, object]]:
    return [article(f"{story(n)}\n{FURNITURE}", f"s{n}", domain=domain) for n in numbers]


def test_a_line_of_three_stories_is_furniture_however_they_were_staged(tmp_path: Path) -> None:
    one = profile_of(furnished(range(3)), tmp_path / "one", per_unit=1)
    assert one == profile_of(furnished(range(3))[::-1], tmp_path / "other", per_unit=3)
    assert one.domains["a.example"].documents == 3 and len(one.domains["a.example"].lines) == 1
    stripped = strip(f"{story(9)}\n{FURNITURE}", None, "a.example", one, SETTINGS)
    assert stripped.text == story(9) and stripped.had_evidence
    assert [(part.kind, part.text) for part in stripped.removed] == [("recurring", FURNITURE)]


def test_furniture_glued_to_the_last_paragraph_is_counted_too(tmp_path: Path) -> None:
    rows = [article(f"{story(n)} {FURNITURE}", f"g{n}", domain="a.example") for n in range(3)]
    stripped = strip(f"{story(9)} {FURNITURE}", None, "a.example", profile_of(rows, tmp_path), SETTINGS)
    assert stripped.text == story(9) and [part.text for part in stripped.removed] == [FURNITURE]


def test_two_stories_or_none_domain_tell_nothing(tmp_path: Path) -> None:
    assert not profile_of(furnished(range(2)), tmp_path / "two").domains["a.example"].lines
    assert profile_of(furnished(range(5), None), tmp_path / "none") == Profile()


def test_updates_of_one_story_do_not_make_it_furniture(tmp_path: Path) -> None:
    text = story(20, 10)
    growing = [text, f"{text}\n{story(21, 8)}", f"{text}\n{story(21, 8)}\n{story(22, 12)}"]
    rows = [article(update, f"u{n}", domain="a.example") for n, update in enumerate(growing)]
    profile = profile_of(rows + furnished(range(30, 34)), tmp_path)
    assert len(profile.domains["a.example"].lines) == 1
    assert strip(growing[2], None, "a.example", profile, SETTINGS).text == growing[2]


def test_counts_grow_from_run_to_run(tmp_path: Path) -> None:
    first = run(furnished(range(2)), tmp_path)
    profile = profile_of(furnished(range(2, 3)), tmp_path / "second", first.state)
    assert len(profile.domains["a.example"].lines) == 1


def test_nothing_staged_gives_an_empty_profile(tmp_path: Path) -> None:
    assert load_profile(merge_counts([], str(tmp_path), StateFiles(), SETTINGS)) == Profile()


def test_a_line_of_two_documents_is_furniture_once_a_later_run_brings_the_third(tmp_path: Path) -> None:
    first = run(furnished(range(2)), tmp_path)
    alone = strip(f"{story(2)}\n{FURNITURE}", None, "a.example", profile_of(furnished(range(2)), tmp_path / "before"), SETTINGS)
    assert not alone.removed
    profile = profile_of(furnished(range(2, 3)), tmp_path / "second", first.state)
    stripped = strip(f"{story(2)}\n{FURNITURE}", None, "a.example", profile, SETTINGS)
    assert stripped.text == story(2) and [part.kind for part in stripped.removed] == ["recurring"]


def test_documents_that_are_read_again_are_counted_once(tmp_path: Path) -> None:
    first = run(furnished(range(2)), tmp_path)
    again = run(furnished(range(2)), tmp_path, run_id="r2", state=first.state)
    assert again.tables["state/lines"].rows == 0
    profile = profile_of(furnished(range(2)), tmp_path / "third", again.state)
    assert profile.domains["a.example"].documents == 2 and not profile.domains["a.example"].lines


def test_a_run_that_replaces_another_counts_its_documents_once(tmp_path: Path) -> None:
    # A forced run does not get the state of those that it replaces: their manifests are no longer live.
    forced = run(furnished(range(2)), tmp_path, run_id="r2")
    assert forced.tables["state/lines"].rows == 2
    assert not profile_of(furnished(range(1)), tmp_path / "next", forced.state).domains["a.example"].lines
