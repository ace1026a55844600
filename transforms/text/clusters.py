"""Clusters of one story's texts: connected components over verified edges, leaves for parts, a second look at each member."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from transforms.text.candidates import packed, pair_keys, unpack
from transforms.text.canonical import UNDATED, Traits, centrality, choose, peers
from transforms.text.columns import connected, contains, distinct
from transforms.text.duplicates import DuplicateSettings
from transforms.text.nearest import nearest_rows
from transforms.text.normalise import U64
from transforms.text.verify import Figures

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_ROUNDS = 100
_COHERENT = 0.15  # parts of one text that share less than this with its largest part are different stories
_PART = 0.40  # a part this large belongs to the whole, wherever in it it stands
_HEAD = 3  # long sentences that count as a text's beginning
_NEARLY_WHOLE = 0.80
_TEMPLATE_NUMBERS = 4  # distinct numbers that both texts must have before they can be told to be templates
_TEMPLATE_LENGTH = 0.90
_TEMPLATE_WORDS = 16  # shingles that one number and the names about it change at most
_DAY = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Rows:
    """What clustering knows of each row, in an order that says nothing of runs: by date, place and text."""

    article: I64  # code of the article; versions of one article have one
    latest: Bools  # the version of its article that is newest by its time
    text: I64  # code of the normalised text: equal codes are exact copies
    first_version: I64  # the row that holds the first version of the row's article
    known_cluster: I64  # code of the cluster that an earlier run put it in; -1: a row of this run
    seen: I64  # microseconds: when its run took place
    evidence: Bools
    domain: I64  # -1: none
    traits: Traits
    stale: Bools | None = None  # rows of an earlier cluster that lost members since: what stands for it is chosen anew

    def __len__(self) -> int:
        return len(self.article)

    def take(self, kept: I64) -> Rows:
        """Some rows, ascending, with whole articles and texts."""
        return Rows(
            article=codes_of(self.article[kept]),
            latest=self.latest[kept],
            text=codes_of(self.text[kept]),
            first_version=np.searchsorted(kept, self.first_version[kept]),
            known_cluster=self.known_cluster[kept],
            seen=self.seen[kept],
            evidence=self.evidence[kept],
            domain=self.domain[kept],
            traits=self.traits.take(kept),
            stale=None if self.stale is None else self.stale[kept],
        )


@dataclass(frozen=True, slots=True)
class Clustering:
    """`label[i]` is the cluster of row i, from 0; `canonical[c]` the row that stands for cluster c."""

    label: I64
    canonical: I64
    edges: tuple[I64, I64]  # rows with accepted texts, of each text the row that is nearest to the other in time
    checked: Figures  # edges, members against their canonical row, new versions against the first; one row for each text
    decided: Bools  # the rows that were decided in this run; all others are in the clusters where they were
    kept: I64  # the rows that all of this is about, ascending; they are numbered by their places here


# Distinct pairs of rows -> their figures.
Measure = Callable[[U64], Figures]
# Which rows' texts to look for -> candidate pairs, at least one side of each among them; one row stands for each text.
Search = Callable[[Bools], U64]


def cluster(
    rows: Rows,
    search: Search,
    compared: Bools,
    sentences: Callable[[int], U64],
    measure: Measure,
    settings: DuplicateSettings,
    met: Bools | None = None,
) -> Clustering:
    """Clusters this run's rows and all that hangs together with them, as if all of them had come in one run.

    `compared`: the rows that `search` knows the text of. Earlier clusters that nothing new touches are not looked at; with `met`
    only those of them are told of that have such rows.
    """
    unit = components(len(rows), np.concatenate((links(rows), kept_whole(rows))))
    figures, edges, (a, b), decided = _reach(rows, unit, search, compared, measure, settings)
    kept = np.arange(len(rows), dtype=np.int64)
    if met is not None:
        told = np.zeros(int(unit.max()) + 1 if len(unit) else 0, bool)
        told[unit[decided | met]] = True
        kept = np.flatnonzero(told[unit]).astype(np.int64)
        place = np.full(len(rows), -1, np.int64)
        place[kept] = np.arange(len(kept))
        rows, compared, decided = rows.take(kept), compared[kept], decided[kept]
        figures, edges, a, b = figures.within(place), edges.within(place), place[a], place[b]
        measure, sentences = _renumbered(measure, kept, place), _of_kept(sentences, kept)
    text, held = first_of(rows.text), links(rows)
    stays = kept_whole(rows, ~decided | ~compared)
    label = components(len(rows), np.concatenate((held, stays)))
    units = label
    near = edges.larger >= settings.near
    roundups = _roundups(edges, measure)
    whole = near & ~_into(edges, roundups)
    joined = np.concatenate((held, stays, pair_keys(edges.a[whole], edges.b[whole])))
    label = components(len(rows), joined)
    label = _attach(rows, label, edges.take(~near & ~_into(edges, roundups)), sentences)
    label, canonical, checked = _recheck(rows, label, decided, units, joined, figures, measure, settings)
    new = rows.known_cluster < 0
    versions = pair_keys(text[new], text[rows.first_version[new]])
    checked = checked.joined(measure(missing(versions, checked)))
    return Clustering(label, canonical, (a, b), checked, decided, kept)


def _renumbered(measure: Measure, kept: I64, place: I64) -> Measure:
    """The same for pairs of rows that are numbered by their places."""
    return lambda pairs: measure(renamed(pairs, kept)).within(place)


def _of_kept(sentences: Callable[[int], U64], kept: I64) -> Callable[[int], U64]:
    return lambda row: sentences(int(kept[row]))


def _reach(
    rows: Rows, unit: I64, search: Search, compared: Bools, measure: Measure, settings: DuplicateSettings
) -> tuple[Figures, Figures, tuple[I64, I64], Bools]:
    """All figures measured; the accepted ones, with the rows that they were judged by; the rows that hang together with new ones.

    What hangs together does so by accepted pairs, equal texts, versions, or as an earlier cluster: a component of the graph
    that a single run over everything would see. All is decided anew in it, and nothing outside of it could change that.
    """
    text = first_of(rows.text)
    reached = np.zeros(int(unit.max()) + 1 if len(unit) else 0, bool)
    reached[unit[rows.known_cluster < 0]] = True
    if rows.stale is not None:
        reached[unit[rows.stale]] = True
    asked = np.zeros(len(rows), bool)
    figures = measure(np.empty(0, np.uint64))
    edges, judged = figures, np.empty((3, 0), np.int64)
    while (asking := reached[unit] & ~asked).any():
        asked |= asking
        found = search(asking)
        turned = renamed(found, text)
        fresh = ~contains(figures.keys(), turned)
        measured = measure(found[fresh]).renamed(text)
        figures = figures.joined(measured)
        a, b = nearest_rows(rows.text, rows.traits.published, rows.seen, measured.a, measured.b)
        accept = accepted(rows, replace(measured, a=a, b=b), settings)
        copies = measured.take(accept)
        judged = np.concatenate((judged, (copies.keys().astype(np.int64), a[accept], b[accept])), axis=1)
        edges = edges.joined(copies)
        reached[unit[copies.a]] = reached[unit[copies.b]] = True
    _, a, b = judged[:, np.argsort(judged[0])]
    return figures, edges, (a, b), asked


def links(rows: Rows) -> U64:
    """Pairs that belong together without being measured: versions and exact copies."""
    every = np.arange(len(rows), dtype=np.int64)
    return distinct(np.concatenate([pair_keys(every, first_of(codes)) for codes in (rows.article, rows.text)]))


def kept_whole(rows: Rows, members: Bools | None = None) -> U64:
    """Pairs that hold together those of the `members` (by default all) that an earlier run put into one cluster."""
    known = rows.known_cluster >= 0
    chosen = np.flatnonzero(known if members is None else known & members).astype(np.int64)
    first = np.full(int(rows.known_cluster.max()) + 1 if known.any() else 0, len(rows), np.int64)
    np.minimum.at(first, rows.known_cluster[known], np.flatnonzero(known))
    return pair_keys(chosen, first[rows.known_cluster[chosen]])


def renamed(pairs: U64, names: I64) -> U64:
    """Each pair with its rows `r` called `names[r]`, one for one; what has one name twice must not be among them."""
    a, b = unpack(pairs)
    return packed(names[a], names[b])


def missing(pairs: U64, figures: Figures) -> U64:
    """The pairs, distinct, that have no figures yet."""
    pairs = distinct(pairs)
    return pairs[~contains(figures.keys(), pairs)]


def accepted(rows: Rows, figures: Figures, settings: DuplicateSettings) -> Bools:
    """Which pairs are copies: enough shared, within the lookback, no templates."""
    evidence = rows.evidence[figures.a] | rows.evidence[figures.b]
    domain, other = rows.domain[figures.a], rows.domain[figures.b]
    apart = (domain >= 0) & (other >= 0) & (domain != other)
    least = least_shared(evidence, apart, settings)
    published = rows.traits.published
    dated = (published[figures.a] != UNDATED) & (published[figures.b] != UNDATED)
    # Where one is undated, when they came in tells whether they can be one story.
    between = np.where(dated, published[figures.a] - published[figures.b], rows.seen[figures.a] - rows.seen[figures.b])
    within = np.abs(between) <= settings.lookback_days * _DAY
    accept: Bools = (figures.smaller >= least) & within & ~templates(figures, ~apart)
    return accept


def least_shared(evidence: Bools, apart: Bools, settings: DuplicateSettings) -> npt.NDArray[np.float64]:
    """What the smaller of two texts must share; `apart`: they are of two domains, which share neither furniture nor templates."""
    least: npt.NDArray[np.float64] = np.where(
        evidence | apart if settings.strip_boilerplate else evidence,
        np.where(apart, settings.containment_apart, settings.containment),
        settings.containment_cold,
    )
    return least


def templates(figures: Figures, one_domain: Bools) -> Bools:
    """Texts with the same words around other numbers (results, prices); stricter within a domain, where templates live.

    Templates are about as long as one another, or differ in little beside their numbers, or share none of them. A part with
    headlines of other texts behind it has their numbers, too, and is no template.
    """
    fewer = np.minimum(figures.numbers_a, figures.numbers_b)
    other_way = fewer - figures.numbers
    unlike = 2 * figures.numbers < fewer
    unlike |= one_domain & (other_way >= 2) & (3 * figures.numbers <= 2 * fewer)
    smaller, larger = np.minimum(figures.size_a, figures.size_b), np.maximum(figures.size_a, figures.size_b)
    alike = (smaller >= _TEMPLATE_LENGTH * larger) | (smaller - figures.shared <= _TEMPLATE_WORDS * other_way)
    alike |= figures.numbers == 0
    result: Bools = (fewer >= _TEMPLATE_NUMBERS) & unlike & alike
    return result


def components(count: int, pairs: U64) -> I64:
    """Connected components to convergence: a label from 0 for each of `count` rows."""
    return connected(count, *unpack(pairs))


def first_of(codes: I64) -> I64:
    """For each position that of the first one with the same code; codes are not negative."""
    first = np.full(int(codes.max()) + 1 if len(codes) else 0, len(codes), np.int64)
    np.minimum.at(first, codes, np.arange(len(codes)))
    return first[codes]


def _oriented(edges: Figures) -> tuple[I64, I64]:
    """(smaller row, larger row) of each edge; of equal sizes the first row is the larger."""
    flip = edges.size_b > edges.size_a
    return np.where(flip, edges.a, edges.b), np.where(flip, edges.b, edges.a)


def _into(edges: Figures, wholes: set[int]) -> Bools:
    """Edges whose larger text is one of `wholes`."""
    return np.isin(_oriented(edges)[1], np.fromiter(wholes, np.int64, len(wholes)))


def _roundups(edges: Figures, measure: Measure) -> set[int]:
    """Texts with parts that are not alike: press reviews, live blogs. They join nothing."""
    small, large = _oriented(edges)
    partial = edges.larger < _NEARLY_WHOLE
    parts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    sizes = np.minimum(edges.size_a, edges.size_b)
    for part, whole, size in zip(small[partial].tolist(), large[partial].tolist(), sizes[partial].tolist(), strict=True):
        parts[whole].append((-size, part))
    pairs = [(whole, min(found)[1], part) for whole, found in parts.items() if len(found) > 1 for _, part in found]
    wholes, largest, others = (
        (np.array(column, np.int64) for column in zip(*pairs, strict=True)) if pairs else (np.empty(0, np.int64),) * 3
    )
    keys = pair_keys(largest, others)
    if not len(keys):
        return set()
    known = measure(keys)
    differ = largest != others
    unlike = known.smaller[known.find(largest[differ], others[differ])] < _COHERENT
    return set(wholes[differ][unlike].tolist())


def _attach(rows: Rows, label: I64, contained: Figures, sentences: Callable[[int], U64]) -> I64:
    """Makes a component of parts a leaf of the one component whose text contains it best."""
    small, large = _oriented(contained)
    longest = np.zeros(int(label.max()) + 1 if len(label) else 0, np.int64)
    np.maximum.at(longest, label, rows.traits.words)
    best: dict[int, tuple[float, float, float, int]] = {}
    share, jaccard, ratio = contained.smaller, contained.jaccard, contained.larger / np.maximum(1e-9, contained.smaller)
    for at, (part, whole) in enumerate(zip(small.tolist(), large.tolist(), strict=True)):
        leaf, home = int(label[part]), int(label[whole])
        if leaf == home or longest[leaf] >= rows.traits.words[whole]:
            continue
        head = bool(np.isin(sentences(whole)[:_HEAD], sentences(part)).any())
        if head or ratio[at] >= _PART:
            best[leaf] = max(
                best.get(leaf, (-1.0, 0.0, 0.0, 0)), (float(head), round(float(share[at]), 1), float(jaccard[at]), -whole)
            )
    # A leaf's home is longer than the leaf, so following homes ends.
    parent = np.arange(len(longest), dtype=np.int64)
    for leaf, (*_, whole) in best.items():
        parent[leaf] = label[-whole]
    while not np.array_equal(parent, parent[parent]):
        parent = parent[parent]
    return parent[label]


def _recheck(
    rows: Rows,
    label: I64,
    decided: Bools,
    units: I64,
    pairs: U64,
    figures: Figures,
    measure: Measure,
    settings: DuplicateSettings,
) -> tuple[I64, I64, Figures]:
    """Splits off members that share too little with their cluster's canonical text; what is split off clusters anew.

    `units` are split as wholes; what was not `decided` in this run stays as it is. Raises RuntimeError where no end is reached,
    rather than stopping early.
    """
    a, b = unpack(pairs)
    checked = figures
    every = np.arange(len(rows), dtype=np.int64)
    first_text = first_of(rows.text)
    # What stood before does not matter yet: the clusters would depend on the order of the runs.
    plain = replace(rows, traits=replace(rows.traits, incumbent=np.zeros(len(rows), bool)))
    for _ in range(_ROUNDS):
        label = codes_of(label)
        fresh = np.zeros(int(label.max()) + 1 if len(label) else 0, bool)
        fresh[label[decided]] = True
        pairs_of_peers = peers(rows.text, label, np.flatnonzero(fresh[label] & (first_text == every)))
        checked = checked.joined(measure(missing(pair_keys(*pairs_of_peers), checked)))
        central = centrality(len(rows), checked, *pairs_of_peers)[first_text]
        against = _canonical(plain, label, central, fresh)[label]
        differ = (first_text != first_text[against]) & fresh[label]
        checked = checked.joined(measure(missing(pair_keys(first_text[differ], first_text[against[differ]]), checked)))
        passed = ~differ | (rows.article == rows.article[against])
        passed[differ] |= checked.smaller[checked.find(first_text[differ], first_text[against[differ]])] >= settings.recheck
        kept = np.zeros(int(units.max()) + 1 if len(units) else 0, bool)
        np.logical_or.at(kept, units, passed)
        out = ~kept[units]
        if not out.any():
            canonical = _canonical(rows, label, central, fresh)
            differ = (first_text != first_text[canonical[label]]) & fresh[label]
            wanted = pair_keys(first_text[differ], first_text[canonical[label]][differ])
            return label, canonical, checked.joined(measure(missing(wanted, checked)))
        inside = out[a] & out[b] & (label[a] == label[b])
        apart = components(len(rows), pair_keys(a[inside], b[inside]))
        label = np.where(out, len(rows) + apart, label[every])
    raise RuntimeError(f"clusters did not settle in {_ROUNDS} rounds")


def codes_of(labels: I64) -> I64:
    """Labels numbered from 0, in their order."""
    used = np.zeros(int(labels.max()) + 1 if len(labels) else 0, bool)
    used[labels] = True
    codes: I64 = (np.cumsum(used) - 1)[labels]
    return codes


def _canonical(rows: Rows, label: I64, central: npt.NDArray[np.float64], fresh: Bools) -> I64:
    """The canonical row of each `fresh` cluster, among the latest versions of its articles; of the others any row."""
    result = np.full(len(fresh), len(rows), np.int64)
    np.minimum.at(result, label, np.arange(len(rows)))
    latest = np.flatnonzero(rows.latest & fresh[label])
    traits = rows.traits
    result[fresh] = latest[choose(traits.take(latest), central[latest], codes_of(label[latest]))]
    return result
