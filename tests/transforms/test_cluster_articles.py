"""Clustering over files: copies, versions, roundups, templates, walls; across runs; and never by how the input was split."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.testing.test_pipeline import TestPipeline
from apache_beam.testing.util import assert_that

from tests.transforms.stories import SETTINGS, WHEN, Outcome, article, run, stage, story
from transforms import files
from transforms.cluster_articles import ClusterArticles
from transforms.count_lines import CountLines
from transforms.schemas.steps import RunContext, StateFiles
from transforms.sketch_articles import SketchArticles
from transforms.text.duplicates import DuplicateSettings


def first_half(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(lines[: len(lines) // 2]) + " ..."


def test_copies_join_and_others_stay_apart(tmp_path: Path) -> None:
    whole = story(1, 20)
    edited = whole.replace("a", "e", 20)
    found = run(
        [
            article(whole, "wire", published_at=WHEN, agency="Associated Press"),
            article(whole.upper(), "exact", published_at=WHEN + timedelta(hours=9)),
            article(edited + "\nMore words of the copier follow here.", "near", published_at=WHEN + timedelta(hours=9)),
            article(first_half(whole), "part", published_at=WHEN + timedelta(hours=9)),
            article(story(2, 20), "other"),
        ],
        tmp_path,
    )
    assert found.together("wire", "exact", "near", "part") and not found.together("wire", "other")
    assert [found[n]["relation"] for n in ("wire", "exact", "near", "part", "other")] == [
        "original",
        "exact",
        "near",
        "contained",
        "original",
    ]
    assert found["wire"]["is_canonical"] and found["other"]["is_canonical"]
    assert found["part"]["duplicate_of"] == found["wire"]["article_id"]
    assert found["part"]["containment"] > 0.9 > 0.6 > found["part"]["jaccard"]
    (cluster,) = [row for row in found.table("clusters") if row["size"] == 4]
    assert cluster["agency"] == "Associated Press" and len(cluster["domains"]) == 4
    assert "earliest" in cluster["canonical_reason"]
    edges = {(row["article_id"], row["other_id"]): row["kind"] for row in found.table("duplicates")}
    assert edges[found["exact"]["article_id"], found["wire"]["article_id"]] == "exact"
    assert edges[found["part"]["article_id"], found["wire"]["article_id"]] == "contained"


def test_one_url_seen_again_corrected_and_reused(tmp_path: Path) -> None:
    text = story(3, 20)
    corrected = text.replace("\n", "\nA correction was made here today.\n", 1)
    fetched = [WHEN + timedelta(hours=h) for h in range(4)]
    found = run(
        [
            article(text, "first", identity="u", fetched_at=fetched[0], input_record=0),
            article(corrected, "second", identity="u", fetched_at=fetched[2], input_record=1),
            article(text, "again", identity="u", fetched_at=fetched[3], input_record=2),
            article(story(4, 20), "front", identity="u", fetched_at=fetched[3], input_record=3),
        ],
        tmp_path,
    )
    assert [found[n]["outcome"] for n in ("first", "second", "again", "front")] == [
        "published",
        "published",
        "seen_again",
        "published",
    ]
    assert [found[n]["version"] for n in ("first", "second", "again", "front")] == [1, 2, 1, 1]
    assert found["second"]["relation"] == "version" and found["second"]["duplicate_of"] == found["first"]["article_id"]
    assert found["first"]["article_id"] == found["second"]["article_id"] == found["again"]["article_id"]
    assert found["front"]["article_id"] != found["first"]["article_id"] and not found.together("front", "first")
    assert found["second"]["is_canonical"] and not found["first"]["is_canonical"]


def test_fifty_stories_under_one_section_front_are_fifty_articles(tmp_path: Path) -> None:
    found = run(
        [article(story(n, 10), f"s{n}", identity="front", domain="a.example", input_record=n) for n in range(50)], tmp_path
    )
    assert len({row["article_id"] for row in found.rows}) == len({row["cluster_id"] for row in found.rows}) == 50


def test_a_rising_toll_under_one_url_is_versions(tmp_path: Path) -> None:
    frame = "The quake killed {} people and hurt {} in {} villages, {} of them cut off, officials said on Friday night. " + story(
        5, 8
    )
    rows = [
        article(
            frame.format(n, 10 * n, n + 5, n + 2), f"v{n}", identity="u", fetched_at=WHEN + timedelta(hours=n), input_record=n
        )
        for n in range(1, 6)
    ]
    found = run(rows, tmp_path)
    assert [found[f"v{n}"]["version"] for n in range(1, 6)] == [1, 2, 3, 4, 5]
    assert len({row["article_id"] for row in found.rows}) == 1


def test_templates_with_other_numbers_are_no_copies(tmp_path: Path) -> None:
    frame = (
        "Shares of the company closed at {} on Monday after a day of quiet trading on the local exchange. They opened at {} and "
        "touched {} in the afternoon. About {} shares changed hands, against {} the day before. Brokers expect little news "
        "before the figures for the quarter, which the company will publish at the end of the month."
    )
    chosen = random.Random(6)
    rows = [article(frame.format(*chosen.sample(range(100, 9999), 5)), f"t{n}", domain="bot.example") for n in range(30)]
    found = run(rows, tmp_path)
    assert len({row["cluster_id"] for row in found.rows}) == 30


def test_a_roundup_joins_none_of_its_stories(tmp_path: Path) -> None:
    stories = [story(100 + n, 6) for n in range(10)]
    rows = [article(text, f"s{n}", input_record=n) for n, text in enumerate(stories)]
    rows.append(article("\n".join(stories), "roundup", input_record=99))
    found = run(rows, tmp_path)
    assert len({row["cluster_id"] for row in found.rows}) == 11
    assert found["roundup"]["article_id"] in {row[end] for row in found.table("duplicates") for end in ("article_id", "other_id")}


def test_one_disclaimer_in_many_texts_joins_nothing(tmp_path: Path) -> None:
    disclaimer = story(7, 6).replace("\n", " ")
    rows = [article(f"{story(1000 + n, 12)}\n{disclaimer}", f"a{n}", domain=f"d{n % 300}.example") for n in range(900)]
    found = run(rows, tmp_path, per_unit=300)
    assert len({row["cluster_id"] for row in found.rows}) == 900


def test_short_texts_and_walls(tmp_path: Path) -> None:
    wall = "We use cookies. Accept all cookies to go on reading, or manage your preferences. " * 3
    found = run(
        [
            article("No news today at all.", "a", domain="one.example"),
            article("No news today, at all!", "b", domain="one.example"),
            article("No news today at all.", "c", domain="two.example"),
            article(wall, "w1", domain="one.example"),
            article(wall + "Bye.", "w2", domain="one.example"),
            article("…", "e1", domain="one.example"),
            article("...", "e2", domain="one.example"),
        ],
        tmp_path,
    )
    assert found.together("a", "b") and not found.together("a", "c")
    assert not found.together("w1", "w2") and not found.together("e1", "e2")


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (
            "市政府周四宣布将在三年内重建河边的老桥。工程预计耗资两亿元,明年春天开工。居民代表对计划表示欢迎,但希望保留桥头的石狮。"
            "专家指出,老桥建于一百年前,多次洪水后桥墩已经出现裂缝。施工期间,公交线路将绕行北岸新路。",
            "气象台预计周末有大到暴雨,山区可能发生滑坡。学校已接到停课通知,渡轮也将停航两天。农业部门提醒农民尽快收割成熟的水稻。",
        ),
        (
            "市は木曜日、川沿いの古い橋を三年かけて架け替えると発表した。工事費は二十億円の見込みで、来年の春に着工する。"
            "住民の代表は計画を歓迎しつつ、たもとの石像を残してほしいと訴えた。専門家によると橋は百年前に造られ、橋脚にひびが入っている。",
            "気象庁は週末に大雨のおそれがあると発表した。山間部では土砂災害に警戒が必要だ。学校は休校となり、フェリーも二日間欠航する。",
        ),
        (
            "เทศบาลประกาศเมื่อวันพฤหัสบดีว่าจะสร้างสะพานเก่าริมแม่น้ำขึ้นใหม่ภายในสามปี โครงการนี้คาดว่าจะใช้งบประมาณสองร้อยล้านบาท "
            "ตัวแทนชาวบ้านยินดีกับแผนนี้แต่อยากให้เก็บรูปปั้นสิงโตไว้ ผู้เชี่ยวชาญระบุว่าสะพานสร้างมาแล้วหนึ่งร้อยปีและเสามีรอยร้าว",
            "กรมอุตุนิยมวิทยาเตือนว่าจะมีฝนตกหนักในช่วงสุดสัปดาห์และอาจเกิดดินถล่มในพื้นที่ภูเขา โรงเรียนจะปิดทำการและเรือข้ามฟากจะหยุดเดินเรือสองวัน",
        ),
    ],
    ids=["Chinese", "Japanese", "Thai"],
)
def test_scripts_without_spaces(text: str, other: str, tmp_path: Path) -> None:
    copied = text[:30] + "\n" + text[30:] + text[:5]
    found = run([article(text, "a"), article(copied, "b"), article(other, "c")], tmp_path)
    assert found.together("a", "b") and not found.together("a", "c")


def test_dropped_copies_are_counted_and_not_published(tmp_path: Path) -> None:
    text = story(8, 20)
    rows = [article(text, "a"), article(text + "\nOne more line of it.", "b", published_at=WHEN + timedelta(days=1))]
    found = run(rows, tmp_path, settings=DuplicateSettings(policy="drop"))
    assert [found[n]["outcome"] for n in "ab"] == ["published", "dropped"] and not found["b"]["publish"]
    assert found.tables["state/sketches"].rows == 1


def test_the_lookback_bounds_a_story_within_a_run_too(tmp_path: Path) -> None:
    text = story(9, 20)
    rows = [article(text, "a"), article(text + "\nOne year ago.", "b", published_at=WHEN + timedelta(days=365))]
    assert not run(rows, tmp_path).together("a", "b")


def _corpus(seed: int) -> list[dict[str, Any]]:
    chosen = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for n in range(12):
        text = story(200 + n, 16)
        for copy in range(chosen.randint(1, 4)):
            edited = [text, first_half(text), text.replace("e", "é", 5), text + f"\nLine of outlet {copy} only."][copy]
            rows.append(
                article(
                    edited, f"n{n}c{copy}", input_record=len(rows), published_at=WHEN + timedelta(minutes=chosen.randint(0, 600))
                )
            )
    rows.append(article(rows[0]["text"], "twin", identity=rows[0]["identity"], input_record=len(rows)))
    return rows


def _decided(found: Outcome) -> dict[str, tuple[object, ...]]:
    columns = ("article_id", "version", "outcome", "cluster_id", "relation", "duplicate_of", "containment", "is_canonical")
    return {row["external_id"]: tuple(row[c] for c in columns) for row in found.rows}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_neither_order_nor_split_of_the_input_changes_anything(seed: int, tmp_path: Path) -> None:
    rows = _corpus(seed)
    expected = run(rows, tmp_path, run_id="ordered")
    shuffled = random.Random(seed).sample(rows, len(rows))
    found = run(shuffled, tmp_path, run_id="shuffled", per_unit=3)
    assert _decided(found) == _decided(expected)
    without = [{k: v for k, v in row.items() if k != "run_id"} for row in found.table("clusters")]
    assert sorted(without, key=str) == sorted(
        ({k: v for k, v in r.items() if k != "run_id"} for r in expected.table("clusters")), key=str
    )
    sizes = Counter(row["cluster_id"] for row in found.rows if row["publish"])
    canonical = Counter(row["cluster_id"] for row in found.rows if row["is_canonical"])
    assert canonical == Counter(dict.fromkeys(sizes, 1))


def test_later_runs_find_what_earlier_ones_left(tmp_path: Path) -> None:
    text = story(10, 20)
    first = run([article(text, "a"), article(story(11, 20), "b")], tmp_path)
    second = run(
        [
            article(text, "a", input_record=5),
            article(text + "\nA line more.", "copy", published_at=WHEN + timedelta(days=1)),
            article(text.replace("\n", "\nNew words. ", 2), "v2", identity="a"),
        ],
        tmp_path,
        run_id="r2",
        state=first.state,
        when=WHEN + timedelta(days=1),
    )
    assert second["a"]["outcome"] == "seen_again"
    assert second["v2"]["version"] == 2 and second["v2"]["article_id"] == first["a"]["article_id"]
    assert second["copy"]["cluster_id"] == first["a"]["cluster_id"] == second["v2"]["cluster_id"]
    (cluster,) = second.table("clusters")
    assert (
        cluster["size"] == 2 and cluster["canonical_article_id"] == first["a"]["article_id"] and cluster["canonical_version"] == 2
    )
    assert any(row["other_run_id"] == "r1" for row in second.table("duplicates"))


def test_clusters_that_a_later_text_joins_are_merged(tmp_path: Path) -> None:
    text = story(12, 30)
    lines = text.split("\n")
    first = run(
        [
            article("\n".join(lines[:11]), "a", domain=None, published_at=WHEN),
            article("\n".join(lines[4:15]), "b", domain=None, published_at=WHEN + timedelta(hours=1)),
        ],
        tmp_path,
    )
    assert not first.together("a", "b")
    second = run([article("\n".join(lines[2:13]), "c", domain=None)], tmp_path, run_id="r2", state=first.state)
    rows = second.table("clusters")
    merged = {row["cluster_id"]: row["merged_into"] for row in rows if row["merged_into"]}
    assert merged == {first["b"]["cluster_id"]: first["a"]["cluster_id"]}
    assert second["c"]["cluster_id"] == first["a"]["cluster_id"]
    third = run([article("\n".join(lines[4:15]) + "\nMore.", "d", domain=None)], tmp_path, run_id="r3", state=second.state)
    assert third["d"]["cluster_id"] == first["a"]["cluster_id"]
    assert [row["size"] for row in third.table("clusters")] == [4]


def test_an_empty_run_has_all_tables(tmp_path: Path) -> None:
    found = run([], tmp_path)
    assert found.rows == [] and {name: table.rows for name, table in found.tables.items()} == {
        "duplicates": 0,
        "clusters": 0,
        "state/sketches": 0,
        "state/hashes": 0,
        "state/lines": 0,
    }


@pytest.mark.parametrize("texts", [0, 7])
def test_the_transforms_do_the_same_on_beam(texts: int, tmp_path: Path) -> None:
    rows = [article(story(n // 2, 12), f"a{n}", input_record=n) for n in range(texts)]
    expected = run(rows, tmp_path, run_id="r1") if rows else None
    staged = stage(rows, tmp_path) if rows else []
    root, context, state = str(tmp_path / "beam"), RunContext("r1", WHEN), StateFiles()

    def check(elements: list[object]) -> None:
        decided = [row for a in sorted(elements, key=lambda a: a.staged.unit) for row in files.read_table(a.path).to_pylist()]  # type: ignore[attr-defined]
        assert [d["cluster_id"] for d in decided] == ([row["cluster_id"] for row in expected.rows] if expected else [])

    with TestPipeline() as pipeline:
        units = pipeline | "Staged" >> beam.Create(staged)
        profile = beam.pvalue.AsSingleton(units | "CountLines" >> CountLines(root, state, SETTINGS))
        sketched = units | "SketchArticles" >> SketchArticles(root, SETTINGS, profile)
        assigned, tables = sketched | "ClusterArticles" >> ClusterArticles(root, SETTINGS, context, state)
        assert_that(assigned, check, label="Assigned")
        names = tables | "Names" >> beam.Map(lambda table: table.table)
        assert_that(
            names,
            lambda found: _same(found, ["clusters", "duplicates", "state/hashes", "state/lines", "state/sketches"]),
            label="Tables",
        )


def _same(found: list[str], expected: list[str]) -> None:
    assert sorted(found) == expected
