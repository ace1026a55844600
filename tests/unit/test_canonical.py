"""The canonical text: closest to the others, early, complete, with its quotation marks; and the reason in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from transforms.text.canonical import UNDATED, Traits, choose, reasons

HOUR = 3_600_000_000


def traits(**columns: Sequence[float]) -> Traits:
    plain: dict[str, Sequence[float]] = {
        "published": [0, 0],
        "words": [300, 300],
        "quotes": [4, 4],
        "boilerplate": [0.0, 0.0],
        "truncated": [False, False],
        "agency": [False, False],
        "incumbent": [False, False],
    }
    kinds = {"boilerplate": float, "truncated": bool, "agency": bool, "incumbent": bool}
    return Traits(**{name: np.array(values, kinds.get(name, np.int64)) for name, values in (plain | columns).items()})


@pytest.mark.parametrize(
    "worse_then_better",
    [
        {"published": [9 * HOUR, 0]},
        {"published": [UNDATED, 0]},
        {"words": [150, 300]},
        {"quotes": [0, 4]},
        {"boilerplate": [0.3, 0.0]},
        {"truncated": [True, False]},
        {"agency": [False, True]},
        {"incumbent": [False, True]},
    ],
    ids=lambda columns: next(iter(columns)),
)
def test_each_trait_decides_where_all_else_is_equal(worse_then_better: dict[str, Sequence[float]]) -> None:
    assert choose(traits(**worse_then_better), np.ones(2), np.zeros(2, np.int64)).tolist() == [1]


def test_the_text_that_others_share_most_with_is_the_source() -> None:
    three = {name: [0, 0, 0] for name in ("published", "boilerplate", "truncated", "agency", "incumbent")}
    columns = traits(**three, words=[300, 300, 300], quotes=[4, 4, 4])
    assert choose(columns, np.array([0.6, 0.9, 0.6]), np.zeros(3, np.int64)).tolist() == [1]


def test_ties_go_to_the_first_and_groups_are_apart() -> None:
    assert choose(traits(), np.ones(2), np.zeros(2, np.int64)).tolist() == [0]
    assert choose(traits(), np.ones(2), np.array([1, 0])).tolist() == [1, 0]
    assert (
        choose(
            traits(published=[], words=[], quotes=[], boilerplate=[], truncated=[], agency=[], incumbent=[]),
            np.ones(0),
            np.zeros(0, np.int64),
        ).tolist()
        == []
    )


def test_reasons_name_what_speaks_for_it() -> None:
    columns = traits(published=[0, HOUR], quotes=[4, 0], agency=[True, False])
    both = np.array([0, 1])
    assert reasons(columns, both, np.array([0, 0]), np.array([0])) == [
        "earliest, names its agency, quotation marks intact, complete, least furniture"
    ]
    assert reasons(columns, both, both, both) == ["the only article"] * 2
