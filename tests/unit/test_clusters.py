"""Components, acceptance and second looks over invented figures."""

from __future__ import annotations

import numpy as np
import pytest

from transforms.text.candidates import pair_keys, unpack, with_one_of
from transforms.text.canonical import Traits
from transforms.text.clusters import Clustering, Rows, accepted, cluster, components, kept_whole, links
from transforms.text.duplicates import DuplicateSettings
from transforms.text.normalise import U64
from transforms.text.verify import Figures, Lists, verify

DAY = 86_400_000_000
SETTINGS = DuplicateSettings()


def rows_of(texts: list[set[int]], **columns: list[int]) -> Rows:
    count = len(texts)

    def column(name: str, default: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array(columns.get(name, default), np.int64)

    return Rows(
        article=column("article", list(range(count))),
        latest=np.ones(count, bool),
        text=column("text", list(range(count))),
        first_version=column("first_version", list(range(count))),
        known_cluster=column("known_cluster", [-1] * count),
        seen=column("seen", [0] * count),
        evidence=column("evidence", [1] * count).astype(bool),
        domain=column("domain", list(range(count))),
        traits=Traits(
            published=column("published", [0] * count),
            words=np.array([len(text) for text in texts], np.int64),
            quotes=np.zeros(count, np.int64),
            boilerplate=np.zeros(count),
            truncated=np.zeros(count, bool),
            agency=np.zeros(count, bool),
            incumbent=np.zeros(count, bool),
        ),
    )


def lists(shingles: list[set[int]], numbers: list[set[int]]) -> tuple[Lists, Lists]:
    one, other = (Lists.of([np.array(sorted(values), np.uint32) for values in column]) for column in (shingles, numbers))
    return one, other


def clustered(texts: list[set[int]], pairs: list[tuple[int, int]] | None = None, **columns: list[int]) -> Clustering:
    """Clusters sets of shingles; by default every pair is a candidate. The first sentence of a text is its smallest shingle."""

    def measure(wanted: U64) -> Figures:
        return verify(wanted, lambda some: lists([texts[r] for r in some], [set()] * len(some)), 2)

    count = len(texts)
    a, b = zip(*(pairs if pairs is not None else [(i, j) for j in range(count) for i in range(j)]), strict=True)
    rows = rows_of(texts, **columns)
    return cluster(
        rows,
        lambda wanted: with_one_of(pair_keys(np.array(a), np.array(b)), np.flatnonzero(wanted)),
        np.ones(count, bool),
        lambda row: np.array(sorted(texts[row])[:3], np.uint64),
        measure,
        SETTINGS,
    )


def test_near_texts_join_and_a_part_is_a_leaf() -> None:
    found = clustered([set(range(100)), set(range(5, 105)), set(range(30)), set(range(500, 600))])
    assert found.label[0] == found.label[1] == found.label[2] != found.label[3]
    assert found.canonical[found.label[3]] == 3


def test_a_roundup_joins_nothing() -> None:
    stories = [set(range(100 * n, 100 * n + 100)) for n in range(4)]
    found = clustered([*stories, set().union(*stories)])
    assert len(set(found.label.tolist())) == 5 and len(found.edges[0]) == 4


def test_a_story_in_the_middle_of_one_larger_text_is_no_copy_of_it() -> None:
    found = clustered([set(range(100, 200)), set(range(500))])
    assert found.label[0] != found.label[1]


def test_a_chain_is_split_where_its_ends_share_too_little() -> None:
    chain = [set(range(45 * n, 45 * n + 100)) for n in range(4)]
    found = clustered(chain, pairs=[(0, 1), (1, 2), (2, 3)])
    for members in (np.flatnonzero(found.label == c) for c in range(len(found.canonical))):
        standing = chain[found.canonical[found.label[members[0]]]]
        assert all(len(chain[m] & standing) >= SETTINGS.recheck * 100 for m in members.tolist())


@pytest.mark.parametrize(
    ("shared", "domain", "evidence", "published", "numbers", "expected"),
    [
        (55, [0, 1], [0, 0], [0, 0], (0, 0, 0), True),
        (55, [0, 0], [1, 1], [0, 0], (0, 0, 0), False),
        (65, [0, 0], [1, 1], [0, 0], (0, 0, 0), True),
        (65, [-1, -1], [0, 0], [0, 0], (0, 0, 0), False),
        (80, [-1, -1], [0, 0], [0, 0], (0, 0, 0), True),
        (95, [0, 1], [1, 1], [0, 15 * DAY], (0, 0, 0), False),
        (95, [0, 1], [1, 1], [0, 13 * DAY], (0, 0, 0), True),
        (95, [0, 1], [1, 1], [0, 0], (1, 4, 4), False),
        (95, [0, 1], [1, 1], [0, 0], (1, 3, 9), True),
        (95, [0, 1], [1, 1], [0, 0], (3, 5, 5), True),
        (95, [0, 0], [1, 1], [0, 0], (3, 5, 5), False),
        (95, [0, 0], [1, 1], [0, 0], (4, 5, 5), True),
    ],
)
def test_what_makes_a_pair_copies(
    shared: int, domain: list[int], evidence: list[int], published: list[int], numbers: tuple[int, int, int], expected: bool
) -> None:
    rows = rows_of([set(range(100))] * 2, domain=domain, evidence=evidence, published=published)
    figures = Figures(*(np.array([value], np.int64) for value in (0, 1, shared, 100, 100, *numbers)))
    assert accepted(rows, figures, SETTINGS).tolist() == [expected]


@pytest.mark.parametrize(
    ("shared", "sizes", "numbers", "expected"),
    [
        (170, (200, 400), (1, 6, 9), False),  # 30 shingles around 5 numbers
        (300, (400, 800), (1, 6, 9), True),  # half a text, and headlines with numbers of their own
        (300, (400, 410), (1, 6, 9), False),  # as long as one another
    ],
)
def test_numbers_of_other_texts_behind_a_part_make_it_no_template(
    shared: int, sizes: tuple[int, int], numbers: tuple[int, int, int], expected: bool
) -> None:
    figures = Figures(*(np.array([value], np.int64) for value in (0, 1, shared, *sizes, *numbers)))
    assert accepted(rows_of([{1}] * 2), figures, SETTINGS).tolist() == [expected]


def test_a_head_and_a_tail_of_one_text_make_it_no_roundup() -> None:
    found = clustered([set(range(400)), set(range(230)), set(range(190, 400))])
    assert len(set(found.label.tolist())) == 1


def test_of_earlier_clusters_only_those_that_a_row_was_met_of_are_told() -> None:
    texts = [set(range(100)), set(range(5, 105)), set(range(300, 400)), set(range(500, 600))]
    rows = rows_of(texts, known_cluster=[0, 1, 2, -1])
    found = cluster(
        rows,
        lambda wanted: with_one_of(pair_keys(np.array([0]), np.array([1])), np.flatnonzero(wanted)),
        np.ones(4, bool),
        lambda row: np.empty(0, np.uint64),
        lambda wanted: verify(wanted, lambda some: lists([texts[r] for r in some], [set()] * len(some)), 2),
        SETTINGS,
        met=np.array([False, False, True, False]),
    )
    assert found.kept.tolist() == [2, 3] and found.label.tolist() == [0, 1] and found.canonical.tolist() == [0, 1]


def test_links_hold_versions_exact_copies_and_where_asked_earlier_clusters() -> None:
    rows = rows_of([{1}] * 6, article=[0, 1, 2, 3, 4, 0], text=[0, 1, 2, 3, 1, 5], known_cluster=[7, 8, 7, -1, -1, -1])
    assert links(rows).tolist() == pair_keys(np.array([0, 1]), np.array([5, 4])).tolist()
    assert kept_whole(rows).tolist() == pair_keys(np.array([0]), np.array([2])).tolist()
    assert not len(kept_whole(rows, np.array([False, True] * 3)))


def test_components_of_a_long_chain_are_one() -> None:
    every = np.arange(50_000)
    assert set(components(50_000, pair_keys(every[:-1], every[1:])).tolist()) == {0}


def test_verification_does_not_depend_on_its_blocks() -> None:
    texts = [np.sort(np.random.default_rng(n).choice(500, 100, replace=False)).astype(np.uint32) for n in range(40)]
    rows = np.arange(40)
    pairs = pair_keys(np.repeat(rows, 40), np.tile(rows, 40))
    small, large = (
        verify(pairs, lambda some: (Lists.of([texts[r] for r in some]), Lists.of([texts[r][:5] for r in some])), block)
        for block in (3, 100)
    )
    assert np.array_equal(small.shared, large.shared) and np.array_equal(small.numbers, large.numbers)
    a, b = unpack(pairs)
    assert small.shared.tolist() == [len(np.intersect1d(texts[i], texts[j])) for i, j in zip(a, b, strict=True)]


def test_an_earlier_cluster_that_a_new_row_joins_is_decided_anew_and_no_other_is_looked_at() -> None:
    texts = [set(range(100)), set(range(500, 600)), set(range(700, 800)), set(range(900, 1000)), set(range(505, 605))]
    found = clustered(texts, pairs=[(0, 1), (1, 4), (2, 3)], known_cluster=[7, 7, 8, 8, -1])
    assert found.label[1] == found.label[4] != found.label[0]
    assert found.label[2] == found.label[3]
    assert found.decided.tolist() == [True, True, False, False, True]
    assert not np.isin(found.checked.a, [2, 3]).any() and not np.isin(found.checked.b, [2, 3]).any()


def test_a_text_is_judged_by_its_row_nearest_in_time() -> None:
    """Row 1 is an exact copy of row 0, a year later; row 2 is near it in text and in time."""
    texts = [set(range(100)), set(range(100)), set(range(5, 105))]
    found = clustered(texts, pairs=[(0, 2)], text=[0, 0, 1], published=[0, 365 * DAY, 366 * DAY])
    assert len(set(found.label.tolist())) == 1
    assert [rows.tolist() for rows in found.edges] == [[1], [2]]
