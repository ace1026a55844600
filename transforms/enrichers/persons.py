"""Which mentions of persons in one article are one person: "Antony Blinken", "A. Blinken" and "Blinken"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

# A name that begins with one is a family name.
_PARTICLES = frozenset("von van der den de del della di da dos du la le bin ibn al el zu af ter ten".split())
_LONGEST = 8  # words of a name that are looked at

Name = tuple[str, ...]


def joined(names: Sequence[Name]) -> list[int]:
    """The number of the person that each mention means; `names` are the words of the mentions, in the text's order.

    Full names first: the same family name with given names of which one is the other's initial. Then those of one name: a family
    name joins the only person who has it, or of several the one named last before it; a given name joins where one person alone
    has it. What joins nobody is a person of its own.
    """
    people = _People()
    cut = [name[:_LONGEST] for name in names]
    full = {at: people.add(name) for at, name in enumerate(cut) if _is_full(name)}
    result = []
    for at, name in enumerate(cut):
        if at in full:
            people.seen(name, full[at])
            result.append(full[at])
        else:
            result.append(people.of_one_name(name))
    return result


def _is_full(name: Name) -> bool:
    return (len(name) > 1 and name[0] not in _PARTICLES) or (len(name) == 1 and _is_unspaced(name[0]))


def _is_unspaced(word: str) -> bool:
    """Whether this is a full name in Han: 岸田文雄, which later is 岸田."""
    return len(word) >= 4 and all("\u4e00" <= c <= "\u9fff" for c in word)


def _families(name: Name) -> Iterator[Name]:
    """What this person may be called by later: "von der leyen", "der leyen", "leyen"."""
    if len(name) == 1:
        yield (name[0][:2],)
    for start in range(1, len(name)):
        yield name[start:]


class _People:
    """The persons of one article. All look-ups are by key, so that the work grows with the number of mentions alone."""

    def __init__(self) -> None:
        self._count = 0
        self._exact: dict[Name, int] = {}
        self._by_given: dict[tuple[str, str], int] = {}  # a later word of the name, and the given name
        self._by_initial: dict[tuple[str, str], int] = {}  # family name, and the first letter of the given name
        self._initial_only: dict[tuple[str, str], int] = {}  # the same where the given name is not known yet
        self._longest: dict[int, Name] = {}  # three words and more
        self._by_family: defaultdict[Name, set[int]] = defaultdict(set)
        self._given: defaultdict[str, set[int]] = defaultdict(set)
        self._last: dict[Name, int] = {}

    def add(self, name: Name) -> int:
        """The person of a full name."""
        number = self._exact.get(name)
        if number is None:
            number = self._find(name) if len(name) > 1 else None
            if number is None:
                number = self._new()
            self._register(name, number)
        return number

    def seen(self, name: Name, number: int) -> None:
        """Notes that the text has this full name here."""
        for family in _families(name):
            self._last[family] = number

    def of_one_name(self, name: Name) -> int:
        """The person that a family or given name alone means here."""
        bearers = self._by_family.get(name, set())
        if len(bearers) == 1:
            return next(iter(bearers))
        if name in self._last:
            return self._last[name]
        by_given = self._given.get(name[0], set()) if len(name) == 1 and not bearers else set()
        if len(by_given) == 1:
            return next(iter(by_given))
        number = self._exact.get(name)
        if number is None:
            number = self._exact[name] = self._new()
        return number

    def _new(self) -> int:
        self._count += 1
        return self._count - 1

    def _find(self, name: Name) -> int | None:
        given, family = name[0], name[-1]
        found: list[int | None]
        if len(given) == 1:
            found = [self._by_initial.get((family, given)), self._initial_only.get((family, given))]
        else:
            found = [self._by_given.get((family, given))]
            found += [self._exact.get((given, word)) for word in name[1:-1]]  # "Pedro Sánchez" before "Pedro Sánchez Castejón"
            found += [self._initial_only.get((family, given[0]))]
        return next((number for number in found if number is not None and self._fits(number, name)), None)

    def _fits(self, number: int, name: Name) -> bool:
        """Whether the words between given and family name can be one person's: one has none, or they agree or begin alike."""
        known = self._longest.get(number)
        if known is None or len(name) < 3:
            return True
        middles = zip(known[1:-1], name[1:-1], strict=False)
        return known[-1] == name[-1] and all(a == b or (a[0] == b[0] and 1 in (len(a), len(b))) for a, b in middles)

    def _register(self, name: Name, number: int) -> None:
        self._exact[name] = number
        for called in _families(name):
            self._by_family[called].add(number)
        if len(name) == 1:
            return
        given, family = name[0], name[-1]
        if len(name) > 2:
            self._longest.setdefault(number, name)
        if len(given) == 1:
            if (family, given) not in self._by_initial:
                self._initial_only[family, given] = number
        else:
            self._by_initial[family, given[0]] = number
            self._initial_only.pop((family, given[0]), None)
            for word in name[1:]:
                self._by_given[word, given] = number
            self._given[given].add(number)
