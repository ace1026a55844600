"""Clusters of one story's texts: connected components over verified edges, leaves for parts, a second look at each member."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from transforms.text.candidates import pair_keys
from transforms.text.canonical import UNDATED, Traits, centrality, choose, peers
from transforms.text.duplicates import DuplicateSettings
from transforms.text.nearest import nearest_rows
from transforms.text.normalise import U64
from transforms.text.verify import Figures

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_ROUNDS = 100
_COHERENT = 0.30  # parts of one text that share less than this with its largest part are different stories
_PART = 0.40  # a part this large belongs to the whole, wherever in it it stands
_HEAD = 3  # long sentences that count as a text's beginning
_NEARLY_WHOLE = 0.80
_TEMPLATE_NUMBERS = 4  # distinct numbers that both texts must have before they can be told to be templates
_DAY = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Rows:
    """What clustering knows of each row, earlier runs' rows first, then this run's in stable order."""

    article: I64  # code of the article; versions of one article have one
    latest: Bools  # the version of its article that is newest by its time
    text: I64  # code of the normalised text: equal codes are exact copies
    known_cluster: I64  # code of the cluster that an earlier run put it in; -1: a row of this run
    seen: I64  # microseconds: when its run took place
    evidence: Bools
    domain: I64  # -1: none
    traits: Traits

    def __len__(self) -> int:
        return len(self.article)


@dataclass(frozen=True, slots=True)
class Clustering:
    """`label[i]` is the cluster of row i, from 0; `canonical[c]` the row that stands for cluster c."""

    label: I64
    canonical: I64
    edges: tuple[I64, I64]  # rows with accepted texts, of each text the row that is nearest to the other in time
    checked: Figures  # edges, members against their canonical row, new versions against the first; one row for each text


# Distinct pairs of rows -> their figures.
Measure = Callable[[U64], Figures]


def cluster(
    rows: Rows, figures: Figures, sentences: Callable[[int], U64], measure: Measure, settings: DuplicateSettings
) -> Clustering:
    """Clusters all rows from the figures of the candidate pairs (of any one row for each text)."""
    held, text = links(rows), first_of(rows.text)
    figures = figures.renamed(text)
    a, b = nearest_rows(rows.text, rows.traits.published, rows.seen, figures.a, figures.b)
    accept = accepted(rows, replace(figures, a=a, b=b), settings)
    edges = figures.take(accept)
    near = edges.larger >= settings.near
    roundups = _roundups(edges, measure)
    whole = near & ~_into(edges, roundups)
    strong = pair_keys(edges.a[whole], edges.b[whole])
    label = components(len(rows), np.concatenate((held, strong)))
    label = _attach(rows, label, edges.take(~near & ~_into(edges, roundups)), sentences)
    units = components(len(rows), held)
    label, canonical, checked = _recheck(rows, label, units, np.concatenate((held, strong)), measure, settings)
    new = rows.known_cluster < 0
    versions = pair_keys(text[new], text[first_of(rows.article)[new]])
    checked = checked.joined(measure(np.setdiff1d(versions, checked.keys()))).joined(edges)
    return Clustering(label, canonical, (a[accept], b[accept]), checked)


def links(rows: Rows) -> U64:
    """Pairs that belong together without being measured: versions, exact copies, members of an earlier cluster."""
    every = np.arange(len(rows), dtype=np.int64)
    pairs = [pair_keys(every, first_of(codes)) for codes in (rows.article, rows.text)]
    known = np.flatnonzero(rows.known_cluster >= 0).astype(np.int64)
    pairs.append(pair_keys(known, known[first_of(rows.known_cluster[known])]))
    return np.unique(np.concatenate(pairs))


def accepted(rows: Rows, figures: Figures, settings: DuplicateSettings) -> Bools:
    """Which pairs are copies: enough shared, within the lookback, no templates."""
    evidence = rows.evidence[figures.a] | rows.evidence[figures.b]
    domain, other = rows.domain[figures.a], rows.domain[figures.b]
    apart = (domain >= 0) & (other >= 0) & (domain != other)
    # Two outlets have no furniture and no templates in common; without a domain nobody knows.
    least = np.where(
        evidence | apart if settings.strip_boilerplate else evidence,
        np.where(apart, settings.containment_apart, settings.containment),
        settings.containment_cold,
    )
    published = rows.traits.published
    dated = (published[figures.a] != UNDATED) & (published[figures.b] != UNDATED)
    # Where one is undated, when they came in tells whether they can be one story.
    between = np.where(dated, published[figures.a] - published[figures.b], rows.seen[figures.a] - rows.seen[figures.b])
    within = np.abs(between) <= settings.lookback_days * _DAY
    accept: Bools = (figures.smaller >= least) & within & ~_templates(figures, ~apart)
    return accept


def _templates(figures: Figures, one_domain: Bools) -> Bools:
    """Texts with the same words around other numbers (results, prices); stricter within a domain, where templates live."""
    fewer = np.minimum(figures.numbers_a, figures.numbers_b)
    other_way = fewer - figures.numbers
    unlike = 2 * figures.numbers < fewer
    unlike |= one_domain & (other_way >= 2) & (3 * figures.numbers <= 2 * fewer)
    result: Bools = (fewer >= _TEMPLATE_NUMBERS) & unlike
    return result


def components(count: int, pairs: U64) -> I64:
    """Connected components to convergence: a label from 0 for each of `count` rows."""
    a, b = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    graph = coo_array((np.ones(len(a), np.uint8), (a, b)), shape=(count, count))
    labels: I64 = connected_components(graph, directed=False)[1].astype(np.int64)
    return labels


def first_of(codes: I64) -> I64:
    """For each position that of the first one with the same code."""
    _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    return first[inverse].astype(np.int64)


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
    own = np.minimum(largest, others).astype(np.uint64) << np.uint64(32) | np.maximum(largest, others).astype(np.uint64)
    differ = largest != others
    unlike = known.smaller[np.searchsorted(known.keys(), own[differ])] < _COHERENT
    return set(wholes[differ][unlike].tolist())


def _attach(rows: Rows, label: I64, contained: Figures, sentences: Callable[[int], U64]) -> I64:
    """Makes a component of parts a leaf of the one component whose text contains it best."""
    small, large = _oriented(contained)
    longest = np.zeros(int(label.max()) + 1 if len(label) else 0, np.int64)
    np.maximum.at(longest, label, rows.traits.words)
    known = np.zeros(len(longest), bool)
    known[label[rows.known_cluster >= 0]] = True
    best: dict[int, tuple[float, float, float, int]] = {}
    share, jaccard, ratio = contained.smaller, contained.jaccard, contained.larger / np.maximum(1e-9, contained.smaller)
    for at, (part, whole) in enumerate(zip(small.tolist(), large.tolist(), strict=True)):
        leaf, home = int(label[part]), int(label[whole])
        if leaf == home or longest[leaf] >= rows.traits.words[whole] or (known[leaf] and known[home]):
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
    rows: Rows, label: I64, units: I64, pairs: U64, measure: Measure, settings: DuplicateSettings
) -> tuple[I64, I64, Figures]:
    """Splits off members that share too little with their cluster's canonical text; what is split off clusters anew.

    `units` are split as wholes, and an earlier cluster lies in one of them. Components without a new row stay as they are. Raises
    RuntimeError where no end is reached, rather than stopping early.
    """
    a, b = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    checked = measure(np.empty(0, np.uint64))
    every = np.arange(len(rows), dtype=np.int64)
    first_text = first_of(rows.text)
    for _ in range(_ROUNDS):
        _, label = np.unique(label, return_inverse=True)
        fresh = np.zeros(int(label.max()) + 1 if len(label) else 0, bool)
        fresh[label[rows.known_cluster < 0]] = True
        pairs_of_peers = peers(rows.text, label, np.flatnonzero(fresh[label] & (first_text == every)))
        checked = checked.joined(measure(np.setdiff1d(pair_keys(*pairs_of_peers), checked.keys())))
        canonical = _canonical(rows, label, centrality(len(rows), checked, *pairs_of_peers)[first_text])
        against = canonical[label]
        differ = (first_text != first_text[against]) & fresh[label]
        wanted = pair_keys(first_text[differ], first_text[against[differ]])
        checked = checked.joined(measure(np.setdiff1d(wanted, checked.keys())))
        passed = ~differ | (rows.article == rows.article[against])
        passed[differ] |= checked.smaller[checked.find(first_text[differ], first_text[against[differ]])] >= settings.recheck
        kept = np.zeros(int(units.max()) + 1 if len(units) else 0, bool)
        np.logical_or.at(kept, units, passed)
        out = ~kept[units]
        if not out.any():
            return label, canonical, checked
        inside = out[a] & out[b] & (label[a] == label[b])
        apart = components(len(rows), pair_keys(a[inside], b[inside]))
        label = np.where(out, len(rows) + apart, label[every])
    raise RuntimeError(f"clusters did not settle in {_ROUNDS} rounds")


def _canonical(rows: Rows, label: I64, central: npt.NDArray[np.float64]) -> I64:
    """The canonical row of each cluster, among the latest versions of its articles."""
    latest = np.flatnonzero(rows.latest)
    traits = rows.traits
    chosen = Traits(*(getattr(traits, name)[latest] for name in traits.__slots__))
    return latest[choose(chosen, central[latest], label[latest])].astype(np.int64)
