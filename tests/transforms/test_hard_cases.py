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


# Two stories each, invented, a sentence an entry.
UNSPACED = {
    "zh": (
        [
            "青石县水利局星期三宣布，白鹭河上游的旧水闸将在今年秋天拆除。",
            "这座水闸建于六十年代，已经有十多年没有开启过。",
            "工程师林文在现场说，闸门的铁架锈蚀严重，修理的费用比重建还高。",
            "附近的渔民担心施工会影响秋季的鱼汛，要求推迟到冬天。",
            "县政府答应在九月以前公布详细的施工时间表，并给受影响的农户补偿。",
            "当地小学的学生们为水闸画了一组图画，挂在村委会的走廊里。",
        ],
        [
            "南桥市图书馆周末收到了一批寄自海外的旧地图，共三百多张。",
            "捐赠人是一位退休的船长，他年轻时在各个港口收集这些图纸。",
            "馆长说，最早的一张绘制于十九世纪，上面标有已经消失的岛屿。",
            "修复工作预计需要两年，之后将向公众免费展出。",
            "几位研究海岸线变化的学者已经申请提前查阅。",
            "图书馆还打算把全部地图扫描成电子版，放到网上。",
        ],
    ),
    "ja": (
        [
            "みどり町の古い灯台が、来年の春から宿泊施設として開放されることになった。",
            "町役場によると、灯台は三十年前に役目を終え、長く閉ざされていた。",
            "地元の大工たちは、らせん階段を残したまま客室を四つ作る計画だ。",
            "漁師の佐原さんは、子どものころに登った灯台がまた明るくなるのはうれしいと話した。",
            "工事の費用は寄付でまかない、足りない分は町が出すという。",
            "予約は冬から始まり、最初の一週間は町民だけが泊まれる。",
        ],
        [
            "北川市の植物園で、百年に一度しか咲かないとされる花がつぼみをつけた。",
            "園長は、温室の湿度を変えたことがきっかけになったとみている。",
            "つぼみは毎日少しずつふくらみ、来週には開く見込みだという。",
            "見学の希望が多いため、入園は一時間ごとの予約制に切り替えられた。",
            "花の香りはとても強く、マスクをすすめる看板も立てられた。",
            "研究者たちは花粉を集め、ほかの植物園に分ける準備をしている。",
        ],
    ),
    "th": (
        [
            "ชาวบ้านตำบลทุ่งแก้วร่วมกันซ่อมสะพานไม้เก่าที่ถูกน้ำพัดเสียหายเมื่อเดือนก่อน",
            "ผู้ใหญ่บ้านบอกว่าสะพานนี้เป็นทางเดียวที่เด็กนักเรียนใช้เดินไปโรงเรียน",
            "ช่างไม้จากหมู่บ้านใกล้เคียงนำไม้สักเก่ามาบริจาคและช่วยกันทำงานตลอดสุดสัปดาห์",
            "ทางอำเภอรับปากว่าจะสร้างสะพานคอนกรีตแห่งใหม่ภายในปีหน้า",
            "ระหว่างนี้รถบรรทุกต้องอ้อมไปใช้ถนนอีกเส้นหนึ่งซึ่งไกลกว่าเดิมมาก",
            "คุณยายวัยแปดสิบปีทำขนมมาเลี้ยงคนงานทุกเช้าและบอกว่าดีใจที่เห็นทุกคนช่วยกัน",
        ],
        [
            "พิพิธภัณฑ์เมืองริมน้ำเปิดห้องแสดงเครื่องดนตรีโบราณที่พบในวัดร้างเมื่อปีที่แล้ว",
            "ภัณฑารักษ์เล่าว่าฆ้องใบใหญ่ที่สุดยังให้เสียงกังวานเหมือนวันที่หล่อเสร็จ",
            "นักดนตรีรุ่นใหม่ได้รับเชิญให้มาลองบรรเลงเพลงเก่าที่แทบไม่มีใครจำทำนองได้",
            "ผู้เข้าชมสามารถฟังเสียงบันทึกของเครื่องดนตรีแต่ละชิ้นผ่านหูฟังที่จัดไว้",
            "ค่าเข้าชมจะนำไปซ่อมหลังคาวัดซึ่งรั่วมานานหลายฤดูฝน",
            "งานแสดงจะมีไปจนถึงสิ้นปีก่อนจะย้ายไปยังเมืองอื่น",
        ],
    ),
}


@pytest.mark.parametrize("language", UNSPACED)
def test_copies_in_scripts_without_spaces_are_found_and_other_stories_are_not(language: str, tmp_path: Path) -> None:
    one, other = UNSPACED[language]
    rows = [
        article("\n".join(one), "source"),
        article(" ".join(one), "joined", published_at=WHEN + HOUR),
        article("\n".join([*one[:2], *one[3:], other[5]]), "edited", published_at=WHEN + 2 * HOUR),
        article("\n".join(one[:3]) + "…", "cut", published_at=WHEN + 3 * HOUR),
        article("\n".join(other), "other", published_at=WHEN + HOUR),
        article("\n".join(reversed(other)), "shuffled", published_at=WHEN + 4 * HOUR),
    ]
    found = run(rows, tmp_path)
    assert found.together("source", "joined", "edited", "cut") and found.together("other", "shuffled")
    assert not found.together("source", "other")
