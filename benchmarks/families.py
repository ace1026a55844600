"""What each generated sketch is: a story of its own, or a copy of which other one. The truth that clustering is held against.

Stories come in families of 500 rows, in which copies have their originals: a story is copied soon or never. A corpus is a
lookback of whole families, and new rows of which half are families of their own. The other half are late members of the
lookback's families of its last ten days, a tenth of a family each and made up as a family is: four of five are stories of their
own, the others copies of the family's stories. So one new row in ten is a copy of an article of the lookback.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

I64 = npt.NDArray[np.int64]

FIRST_DAY = int(datetime(2024, 5, 1, tzinfo=UTC).timestamp()) * 1_000_000
DAYS, LAST_DAYS, DAY = 20, 10, 86_400_000_000
DOMAINS = 3_000
FAMILY, LATE = 500, 50  # rows of a family that come together, and those that come late
WORDS_MEDIAN, WORDS_SIGMA, WORDS_RANGE = 430, 0.55, (60, 2_500)
HUBS, HUB_SHARE = 8, 0.01  # disclaimers, and the share of all rows that each is in

# What a row is: own text, or made from the text of another row of its family. The share of each among all rows.
ORIGINAL, EXACT, NEAR, PADDED, CUT, TEMPLATE, ROUNDUP = range(7)
SHARES = {EXACT: 0.03, NEAR: 0.09, PADDED: 0.05, CUT: 0.03, TEMPLATE: 0.01}
COPIES = (EXACT, NEAR, PADDED, CUT)  # 20 % of the rows


@dataclass(frozen=True, slots=True)
class Plan:
    """Columns over rows: what each row is, and the row whose text it has in part."""

    kind: I64
    source: I64  # the row itself for originals
    size: I64  # shingles of the source
    start: I64  # the source's shingles are kept from here on, around its end,
    kept: I64  # so many of them
    own: I64  # and so many are its own
    hub: I64  # -1: none
    domain: I64
    published: I64
    number: I64  # of the row

    @property
    def truth(self) -> I64:
        """The story of each row; templates are stories of their own."""
        return np.where(np.isin(self.kind, (ORIGINAL, *COPIES)), self.source, -1 - self.number)

    def part(self, start: int, stop: int) -> Plan:
        return Plan(*(getattr(self, name)[start:stop] for name in Plan.__slots__))


@dataclass(frozen=True, slots=True)
class Corpus:
    """Rows 0 to `lookback` of earlier runs, and `new` ones behind them, the late members last.

    Raises ValueError where they are not whole families, or the lookback has too few for so many late members.
    """

    lookback: int
    new: int

    def __post_init__(self) -> None:
        if self.lookback % FAMILY or self.new % (2 * FAMILY):
            raise ValueError(f"{self.lookback} and {self.new} rows: multiples of {FAMILY} and of {2 * FAMILY} are wanted")
        if self.new // 2 > len(self._late()) * LATE:
            raise ValueError(f"{self.lookback} rows have too few families for {self.new // 2} late members")

    def plan(self, first: int, count: int) -> Plan:
        """Rows `first` to `first + count`; the same whatever else is planned."""
        late_from = self.lookback + self.new // 2
        stop, late = first + count, self._late()
        parts = []
        for number in range(first // FAMILY, -(-min(stop, late_from) // FAMILY)):
            base = number * FAMILY
            parts.append(_family(number).part(max(0, first - base), stop - base))
        for at in range(max(0, first - late_from) // LATE, max(0, -(-(stop - late_from) // LATE))):
            base = late_from + at * LATE
            parts.append(_late(late[-1 - at], base).part(max(0, first - base), stop - base))
        return Plan(*(np.concatenate([getattr(part, name) for part in parts]) for name in Plan.__slots__))

    def _late(self) -> list[int]:
        """The families that late members can be of."""
        return [number for number in range(self.lookback // FAMILY) if number % DAYS >= DAYS - LAST_DAYS]


def _family(number: int) -> Plan:
    random, rows = np.random.default_rng([7, number]), np.arange(FAMILY)
    # The first tenth are originals, of which more copies must make up.
    kind = np.where(rows < FAMILY // 10, ORIGINAL, _kinds(random, FAMILY))
    originals = np.flatnonzero(kind == ORIGINAL)
    favoured = _favoured(random, originals, FAMILY)
    earlier = originals[np.searchsorted(originals, rows, side="right") - 1]
    source = np.where(kind == ORIGINAL, rows, np.where(favoured < rows, favoured, earlier))
    size = _sizes(random, FAMILY)[source]
    # Families follow one another through the days.
    published = FIRST_DAY + number % DAYS * DAY + (random.random(FAMILY) * DAY).astype(np.int64)
    hub = _hubs(random, FAMILY)
    base = number * FAMILY
    return _made(random, number, kind, source + base, size, rows + base, hub, hub[source], published, published[source])


def _late(number: int, first: int) -> Plan:
    """The late members of a family, as rows from `first`."""
    random, rows, family = np.random.default_rng([8, number]), np.arange(LATE), _family(number)
    kind = _kinds(random, LATE)
    source = _favoured(random, np.flatnonzero(family.kind == ORIGINAL), LATE)
    own = kind == ORIGINAL
    size = np.where(own, _sizes(random, LATE), family.size[source])
    # Stories of the next day; copies are as late as copies are.
    published = FIRST_DAY + (number % DAYS + 1) * DAY + (random.random(LATE) * DAY).astype(np.int64)
    hub = _hubs(random, LATE)
    sources = np.where(own, rows + first, source + number * FAMILY)
    return _made(random, number, kind, sources, size, rows + first, hub, family.hub[source], published, family.published[source])


def _kinds(random: np.random.Generator, count: int) -> I64:
    drawn = np.searchsorted(np.cumsum(list(SHARES.values())), random.random(count))
    more = random.random(count) < 0.022
    kinds: I64 = np.array([*SHARES, ORIGINAL])[drawn]
    return np.where((kinds == ORIGINAL) & more, NEAR, kinds)


def _favoured(random: np.random.Generator, originals: I64, count: int) -> I64:
    """A few stories are copied often, most never."""
    chosen: I64 = originals[(random.random(count) ** 2 * len(originals)).astype(np.int64)]
    return chosen


def _sizes(random: np.random.Generator, count: int) -> I64:
    words = np.exp(random.normal(np.log(WORDS_MEDIAN), WORDS_SIGMA, count)).astype(np.int64)
    return np.clip(words, *WORDS_RANGE)


def _hubs(random: np.random.Generator, count: int) -> I64:
    return np.where(random.random(count) < HUBS * HUB_SHARE, random.integers(0, HUBS, count), -1)


def _made(
    random: np.random.Generator,
    family: int,
    kind: I64,
    source: I64,
    size: I64,
    number: I64,
    hub: I64,
    source_hub: I64,
    published: I64,
    source_published: I64,
) -> Plan:
    """How much of its source each row keeps, how much it adds, when and where it appears."""
    count = len(kind)
    share = np.ones(count)
    for of_kind, low, high in ((NEAR, 0.85, 1.0), (CUT, 0.35, 0.8), (TEMPLATE, 0.85, 0.97)):
        share = np.where(kind == of_kind, random.uniform(low, high, count), share)
    kept = np.maximum(1, (size * share).astype(np.int64))
    start = np.where(kind == CUT, 0, (random.random(count) * size).astype(np.int64))
    own = np.where((kind == NEAR) | (kind == TEMPLATE), size - kept, 0)
    own = np.where(kind == PADDED, (size * random.uniform(0.05, 0.4, count)).astype(np.int64), own)
    domain = (DOMAINS * random.random(count) ** 3).astype(np.int64)
    domain[kind == TEMPLATE] = DOMAINS + family  # templates of a family come from one domain
    after = source_published + (random.exponential(0.3, count) * DAY).astype(np.int64)
    return Plan(
        kind,
        source,
        size,
        start,
        kept,
        own,
        np.where(kind == EXACT, source_hub, hub),
        domain,
        np.where(kind == ORIGINAL, published, after),
        number,
    )
