"""What fools other systems: hubs, templates, updates, roundups, walls. No false cluster, no lost copy, no blow-up."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tests.transforms.stories import WHEN, article, run, story

HOUR = timedelta(hours=1)


def quick_story(seed: int, words: int = 90) -> str:
    """As `story`, ten times faster: words are numbers spelled in letters."""
    chosen = random.Random(seed).sample(range(26**4), words)
    spelled = ["".join(chr(97 + number // 26**k % 26) for k in range(4)) for number in chosen]
    return "\n".join(" ".join(spelled[at : at + 15]).capitalize() + "." for at in range(0, words, 15))


def test_one_disclaimer_in_ten_thousand_articles(tmp_path: Path) -> None:
    """Too long and too common for any bucket; every hundredth article has a copy elsewhere, which is found all the same."""
    disclaimer = quick_story(10**9, 60).replace("\n", " ")
    count = 10_000
    rows = [
        article(f"{quick_story(n)}\n{disclaimer}", f"a{n}", domain=f"d{n % 3_000}.example", input_record=n) for n in range(count)
    ]
    rows += [
        article(f"{quick_story(n)}\nA line of the copier.\n{disclaimer}", f"c{n}", domain=f"e{n}.example", input_record=count + n)
        for n in range(0, count, 100)
    ]
    found = run(rows, tmp_path, per_unit=5_000)
    home = {row["external_id"]: row["cluster_id"] for row in found.rows}
    sizes = Counter(home.values())
    assert all(home[f"a{n}"] == home[f"c{n}"] for n in range(0, count, 100))
    assert len(sizes) == count and max(sizes.values()) == 2
    assert found.tables["duplicates"].metrics["compared"] < 10 * len(rows)


def test_templates_in_unlike_domains_that_differ_only_in_numbers(tmp_path: Path) -> None:
    frame = (
        "A magnitude {}.{} earthquake was reported {} miles from town at {}:{} in the morning, according to the survey. It began at a "
        "depth of {} miles. In the past days there were {} earthquakes of magnitude three or greater nearby. This report was made by "
        "an algorithm and was looked at by an editor before it was put on the page for readers of the paper."
    )
    rows = []
    for n in range(40):
        chosen = random.Random(n)
        numbers = [chosen.randint(2, 9), *chosen.sample(range(10, 999), 6)]
        rows.append(article(frame.format(*numbers), f"t{n}", domain=f"paper{n % 4}.example", input_record=n))
    copied = article(
        rows[0]["text"].replace("the survey", "the geological survey"), "copy", domain="other.example", input_record=99
    )
    found = run([*rows, copied], tmp_path)
    assert found.together("t0", "copy")
    assert len({row["cluster_id"] for row in found.rows}) == 40


def test_a_toll_that_rises_over_five_runs_is_one_article_of_five_versions(tmp_path: Path) -> None:
    frame = "The flood killed {} people and drove {} from {} villages; {} roads and {} bridges are closed, officials said.\n"
    found, versions = None, []
    for n in range(1, 6):
        text = frame.format(3 * n, 1_000 * n, n + 20, n + 7, 2 * n + 1) + story(5, 8)
        row = article(text, f"v{n}", identity="u", domain="a.example", fetched_at=WHEN + n * HOUR)
        found = run([row], tmp_path, run_id=f"r{n}", state=found.state if found else None, when=WHEN + n * HOUR)
        versions.append((found[f"v{n}"]["article_id"], found[f"v{n}"]["version"], found[f"v{n}"]["cluster_id"]))
    assert [version for _, version, _ in versions] == [1, 2, 3, 4, 5]
    assert len({(article_id, cluster) for article_id, _, cluster in versions}) == 1


@pytest.mark.parametrize("one_run", [True, False], ids=["in one run", "in three runs"])
def test_three_updates_on_one_domain_do_not_become_its_furniture(one_run: bool, tmp_path: Path) -> None:
    text = story(6, 16)
    rows = [
        article(f"{story(60 + n, 2)}\n{text}\n{story(70 + n, n + 1)}", f"u{n}", domain="a.example", published_at=WHEN + n * HOUR)
        for n in range(3)
    ]
    elsewhere = article(text, "copy", domain="b.example", published_at=WHEN + 4 * HOUR)
    state, homes = None, []
    for number, part in enumerate([[*rows, elsewhere]] if one_run else [[rows[0]], [rows[1]], [rows[2], elsewhere]]):
        found = run(part, tmp_path, run_id=f"r{number}", state=state, when=WHEN + number * HOUR)
        homes += [row["cluster_id"] for row in found.rows]
        state = found.state
    assert len(homes) == 4 and len(set(homes)) == 1


def test_a_section_front_that_is_the_canonical_url_of_fifty_stories_hides_no_copy(tmp_path: Path) -> None:
    rows = [article(story(n, 10), f"s{n}", identity="front", domain="a.example", input_record=n) for n in range(50)]
    rows += [article(story(n, 10) + "\nMore of it here.", f"c{n}", input_record=100 + n) for n in range(0, 50, 10)]
    first = run(rows[:25] + rows[50:], tmp_path)
    second = run(rows[25:50], tmp_path, run_id="r2", state=first.state, when=WHEN + HOUR)
    home = {row["external_id"]: (row["article_id"], row["cluster_id"]) for row in first.rows + second.rows}
    assert len({home[f"s{n}"][0] for n in range(50)}) == len({home[f"s{n}"][1] for n in range(50)}) == 50
    assert all(home[f"s{n}"][1] == home[f"c{n}"][1] for n in range(0, 50, 10))


@pytest.mark.parametrize("order", [range(11), range(10, -1, -1), [10, *range(10)]], ids=["last", "first", "first of all"])
def test_a_roundup_of_ten_stories_joins_none_of_them_however_they_come_in(order: list[int], tmp_path: Path) -> None:
    """Before its second story came the roundup could be taken for the whole of which the first one is a part."""
    stories = [story(100 + n, 6) for n in range(10)]
    rows = [article(text, f"s{n}", published_at=WHEN + n * HOUR / 4) for n, text in enumerate(stories)]
    rows.append(article("\n".join(stories), "roundup", published_at=WHEN + 5 * HOUR))
    home: dict[str, str] = {}
    state = None
    for number, at in enumerate(order):
        found = run([rows[at]], tmp_path, run_id=f"r{number}", state=state, when=WHEN + number * HOUR)
        state = found.state
        home |= {row["article_id"]: row["cluster_id"] for row in found.rows}
        for cluster in found.table("clusters"):
            home |= dict.fromkeys(cluster["moved"] or (), cluster["cluster_id"])
            into = cluster["merged_into"]
            home = {one: into if into and where == cluster["cluster_id"] else where for one, where in home.items()}
    assert len(set(home.values())) == 11


def test_walls_and_short_texts_of_many_outlets_stay_alone(tmp_path: Path) -> None:
    wall = "We value your privacy. We and our partners use cookies. Accept all cookies to go on reading, or manage your preferences. "
    rows = [article(wall * 2 + f"Outlet {n}.", f"w{n}", domain=f"o{n}.example", input_record=n) for n in range(20)]
    rows += [
        article("Goals and figures will follow here soon.", f"s{n}", domain=f"o{n}.example", input_record=50 + n)
        for n in range(20)
    ]
    rows.append(article("Goals and figures will follow here soon!", "again", domain="o3.example", input_record=99))
    found = run(rows, tmp_path)
    assert found.together("s3", "again")
    assert len({row["cluster_id"] for row in found.rows}) == 40
