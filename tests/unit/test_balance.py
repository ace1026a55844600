"""Conservation: what was read is what came out, input by input, or the run fails."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.describe_run import Balance, NotConserved, balance
from transforms.schemas.steps import InputCount, PublishCount, Published, Staged

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def staged(unit: int, *inputs: InputCount) -> Staged:
    return Staged(unit, "s", 0, "r", 0, inputs, NOON)


def published(unit: int, *inputs: PublishCount) -> Published:
    return Published(staged(unit), (), inputs, {}, (), NOON)


def test_an_input_split_over_units_is_added_up() -> None:
    result = balance(
        [staged(0, InputCount("a", 3, 1)), staged(1, InputCount("a", 2, 0), InputCount("b", 1, 1))],
        [published(0, PublishCount("a", 1, 1, 0)), published(1, PublishCount("a", 1, 0, 1))],
    )
    assert result == {"a": Balance(5, 2, 1, 1, 1), "b": Balance(1, 0, 0, 0, 1)}


@pytest.mark.parametrize("outcome", [PublishCount("a", 1, 0, 0), PublishCount("a", 3, 0, 0)])
def test_a_lost_or_made_up_record_fails_the_run(outcome: PublishCount) -> None:
    with pytest.raises(NotConserved, match="a: "):
        balance([staged(0, InputCount("a", 2, 0))], [published(0, outcome)])


def test_outputs_of_an_input_never_read_fail_the_run() -> None:
    with pytest.raises(NotConserved):
        balance([], [published(0, PublishCount("ghost", 1, 0, 0))])
