"""What clustering decided of every row: its cluster, what it is to the canonical article, whether it is published."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import xxhash

from transforms.cluster_earlier import Earlier
from transforms.cluster_inputs import Inputs
from transforms.cluster_known import id_keys
from transforms.schemas.tables import ASSIGNMENT
from transforms.text.candidates import packed, sharing
from transforms.text.clusters import Clustering, Rows, first_of
from transforms.text.duplicates import DuplicateSettings
from transforms.text.verify import Figures
from transforms.text.versions import Versions

I64 = npt.NDArray[np.int64]
Ids = npt.NDArray[np.bytes_]

RELATIONS = np.array(["original", "exact", "near", "contained", "version"])
ORIGINAL, EXACT, NEAR, CONTAINED, VERSION = range(5)
OUTCOMES = np.array(["published", "seen_again", "dropped"])


@dataclass(frozen=True, slots=True)
class Decisions:
    """Columns over this run's rows, and what `cluster_ids` says."""

    first: int  # the number in `Inputs` of the first of these rows
    outcome: I64  # index into OUTCOMES
    article_id: Ids
    version: I64
    cluster: I64  # its label
    cluster_id: Ids
    relation: I64  # index into RELATIONS
    duplicate_of: Ids  # empty: of none
    containment: npt.NDArray[np.float64]  # NaN: not compared
    jaccard: npt.NDArray[np.float64]
    canonical: npt.NDArray[np.bool_]
    copied_domain: npt.NDArray[np.int32]  # code in `domains`: whose article an exact copy is a copy of; -1: of none
    domains: list[str]
    ids: Ids  # of each cluster
    home: I64  # where each earlier cluster is now

    def batch(self, rows: I64, earlier: Earlier) -> pa.RecordBatch:
        """A record batch of schema ASSIGNMENT; `rows` are rows of `Inputs`."""
        given, rows = rows, rows - self.first
        other = self.duplicate_of[rows]
        columns = [
            pa.array(self.outcome[rows] == 0),
            pa.array(OUTCOMES[self.outcome[rows]]),
            strings(self.article_id[rows]),
            pa.array(self.version[rows], pa.int32()),
            strings(self.cluster_id[rows]),
            pa.array(RELATIONS[self.relation[rows]]),
            strings(other, other == b""),
            pa.array(self.containment[rows], pa.float32(), from_pandas=True),
            pa.array(self.jaccard[rows], pa.float32(), from_pandas=True),
            pa.array(self.canonical[rows]),
            pa.array(self.domains, pa.string()).take(pa.array(self.copied_domain[rows], mask=self.copied_domain[rows] < 0)),
            *earlier.columns(given),
        ]
        return pa.record_batch(columns, schema=ASSIGNMENT)


def strings(values: Ids, null: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    return pa.array(values, pa.binary(), mask=null).cast(pa.string())


def shares(figures: Figures, text: I64, a: I64, b: I64) -> tuple[npt.NDArray[np.float64], ...]:
    """Containment of each `a` in its `b`, the other way, and the Jaccard index; 1 for equal texts, NaN where not measured."""
    one, other = text[a], text[b]
    keys = packed(one, other)
    known = figures.keys()
    at = np.minimum(np.searchsorted(known, keys), max(0, len(known) - 1))
    if not len(known):
        nothing = np.where(one == other, 1.0, np.nan)
        return nothing, nothing, nothing
    found = figures.take(at)
    size_a = np.where(one == found.a, found.size_a, found.size_b)
    size_b = np.where(one == found.a, found.size_b, found.size_a)
    measured = (known[at] == keys) & (one != other)
    values = (found.shared / np.maximum(1, size_a), found.shared / np.maximum(1, size_b), found.jaccard)
    return tuple(np.where(one == other, 1.0, np.where(measured, value, np.nan)) for value in values)


def decide(
    inputs: Inputs, versions: Versions, nodes: I64, rows: Rows, clustering: Clustering, settings: DuplicateSettings
) -> Decisions:
    """Settles each row of this run: its cluster, what it is to that one's canonical article, and whether it is published."""
    count, label = len(inputs), clustering.label
    text = first_of(rows.text)
    every = np.arange(len(nodes), dtype=np.int64)
    against = clustering.canonical[label] if len(nodes) else every
    is_version = versions.version[nodes] > 1
    against = np.where(is_version, rows.first_version, against)
    containment, other, jaccard = shares(clustering.checked, text, every, against)
    same_article = rows.article == rows.article[against]
    relation = np.where(
        is_version,
        VERSION,
        np.where(
            same_article,
            ORIGINAL,
            np.where(text == text[against], EXACT, np.where((other < settings.near) & (containment > other), CONTAINED, NEAR)),
        ),
    )
    compared = relation != ORIGINAL
    ids, home = cluster_ids(inputs, versions, nodes, rows, label)
    copies = (relation == EXACT) | (relation == NEAR) | (relation == CONTAINED)
    is_canonical = every == clustering.canonical[label] if len(nodes) else np.empty(0, bool)
    dropped = copies & ~is_canonical if settings.policy == "drop" else np.zeros(len(nodes), bool)

    # Rows seen again repeat what was decided of the row that they repeat.
    repeats = versions.repeats[inputs.old :]
    again = repeats >= 0
    place = np.zeros(count, np.int64)
    place[nodes] = every
    at = place[np.where(again, repeats, np.arange(inputs.old, count))]
    nowhere = np.zeros(len(nodes), "S32")
    return Decisions(
        first=inputs.old,
        outcome=np.where(again, 1, np.where(dropped[at], 2, 0)) if len(at) else np.empty(0, np.int64),
        article_id=versions.article_id[inputs.old :],
        version=versions.version[inputs.old :],
        cluster=label[at] if len(at) else np.empty(0, np.int64),
        cluster_id=ids[label][at] if len(at) else np.empty(0, "S32"),
        relation=relation[at],
        duplicate_of=np.where(compared, versions.article_id[nodes][against], nowhere)[at],
        containment=np.where(compared, containment, np.nan)[at],
        jaccard=np.where(compared, jaccard, np.nan)[at],
        canonical=is_canonical[at] & ~again,
        copied_domain=np.where(relation == EXACT, inputs.domain[nodes][against], -1)[at],
        domains=inputs.domains,
        ids=ids,
        home=home,
    )


def cluster_ids(inputs: Inputs, versions: Versions, nodes: I64, rows: Rows, label: I64) -> tuple[Ids, I64]:
    """The id of each cluster, and where each earlier cluster is now (-1: none of its rows is left).

    An earlier cluster is where the article is that stood for it. A cluster keeps the id of the first earlier one that is in it;
    one without any gets the article id of its first member. An earlier cluster may have that id without having that member any
    more: its row was dropped as a copy, was replaced, or went to another cluster. Then a hash of the id and the member's text is
    taken. Raises RuntimeError where two clusters would have one id.
    """
    count = int(label.max()) + 1 if len(label) else 0
    first = np.full(count, len(nodes), np.int64)
    np.minimum.at(first, label, np.arange(len(nodes)))
    ids = versions.article_id[nodes][first] if count else np.empty(0, "S32")
    earlier = np.flatnonzero(rows.known_cluster >= 0)
    # By age, so that the oldest of several clusters gives its id; then who stood for it comes first.
    earlier = earlier[np.argsort(nodes[earlier], kind="stable")]
    home = np.full(len(inputs.cluster_ids), -1, np.int64)
    stood = earlier[inputs.old_canonical[nodes[earlier]]]
    for some in (earlier[::-1], stood[::-1]):
        home[rows.known_cluster[some]] = label[some]
    oldest = np.full(count, -1, np.int64)
    with_home = earlier[home[rows.known_cluster[earlier]] == label[earlier]][::-1]
    oldest[label[with_home]] = rows.known_cluster[with_home]
    result: Ids = np.where(oldest >= 0, inputs.cluster_ids[oldest], ids) if len(inputs.cluster_ids) else ids
    fresh = np.flatnonzero(oldest < 0)
    taken = set(inputs.cluster_ids.tolist()) if (clash := _among(ids[fresh], inputs.cluster_ids)).any() else set()
    for at in fresh[clash].tolist():
        name = bytes(result[at])
        while name in taken:
            name = xxhash.xxh3_128_hexdigest(name + inputs.raw_key[nodes[first[at]]].tobytes()).encode()
        result[at] = name
    if len(pc.unique(pa.array(result, pa.binary()))) != count:
        raise RuntimeError("two clusters would have one id")
    return result, home


def _among(ids: Ids, names: Ids) -> npt.NDArray[np.bool_]:
    """Which of a few ids are among many names."""
    both = np.concatenate((names, ids))
    some = both[sharing(id_keys(both), np.arange(len(both)) >= len(names))[len(ids) :]]
    found: npt.NDArray[np.bool_] = np.isin(ids, some)
    return found
