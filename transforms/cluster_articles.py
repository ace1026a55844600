"""ClusterArticles: the sketches of all units in, one assignment file for each out, and the tables that say why."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms import files
from transforms.cluster_decisions import Decisions, decide
from transforms.cluster_earlier import Earlier, locate
from transforms.cluster_inputs import Inputs, load
from transforms.cluster_outputs import tables
from transforms.schemas.steps import Assigned, RunContext, Sketched, StateFiles, TableFile
from transforms.schemas.tables import ASSIGNMENT
from transforms.text.candidates import Counters, band_pairs, likely, sentence_pairs
from transforms.text.canonical import UNDATED, Traits
from transforms.text.clusters import Clustering, Rows, cluster, first_of
from transforms.text.columns import distinct, first_of_runs
from transforms.text.duplicates import DuplicateSettings
from transforms.text.nearest import within
from transforms.text.normalise import U64
from transforms.text.verify import Figures, verify
from transforms.text.versions import Versions, assign_versions

I64 = npt.NDArray[np.int64]

_DAY = 86_400_000_000
_BLOCK_ROWS = 100_000  # texts whose shingles are held at once: some 200 MB


@dataclass
class ClusterArticles(beam.PTransform):  # type: ignore[misc]  # Beam's base class is untyped
    """PCollection[Sketched] -> (PCollection[Assigned], PCollection[TableFile]); also where nothing was sketched.

    One process works on columns of all articles: signatures are held, shingles only of the candidates at hand.
    """

    staging: str
    settings: DuplicateSettings
    run: RunContext
    state: StateFiles

    def expand(self, sketched: beam.PCollection) -> tuple[beam.PCollection, beam.PCollection]:
        both = (
            sketched.pipeline
            | "Once" >> beam.Impulse()
            | "ClusterAll"
            >> beam.ParDo(
                _ClusterAll(self.staging, self.settings, self.run, self.state), beam.pvalue.AsList(sketched)
            ).with_outputs("tables", main="assigned")
        )
        return both.assigned, both.tables


class _ClusterAll(beam.DoFn):  # type: ignore[misc]
    def __init__(self, staging: str, settings: DuplicateSettings, run: RunContext, state: StateFiles) -> None:
        self._arguments = (staging, settings, run, state)

    def process(self, _: bytes, sketched: list[Sketched]) -> Iterable[Assigned | beam.pvalue.TaggedOutput]:
        assigned, written = cluster_files(sketched, *self._arguments)
        yield from assigned
        for table in written:
            yield beam.pvalue.TaggedOutput("tables", table)


def cluster_files(
    sketched: Iterable[Sketched], staging: str, settings: DuplicateSettings, run: RunContext, state: StateFiles
) -> tuple[list[Assigned], list[TableFile]]:
    """Clusters all sketches together with the state's; writes assignment files and tables."""
    sketched = sorted(sketched, key=lambda s: s.unit)
    counters = Counters()
    inputs = load(sketched, state, run, settings.num_perm)
    counters.add("sketches_of_another_num_perm", inputs.incomparable)
    versions = assign_versions(
        codes(inputs.article_key),
        codes(inputs.raw_key),
        inputs.article_key,
        inputs.raw_key,
        inputs.order_time,
        inputs.old_ids,
        inputs.old_versions,
        inputs.where.samples,
        settings.version,
    )
    nodes = np.flatnonzero(versions.repeats < 0).astype(np.int64)
    nodes = nodes[np.argsort(inputs.rank[nodes])]
    rows = _rows(inputs, versions, nodes, settings)
    clustering = _cluster(inputs, nodes, rows, settings, counters)
    decisions = decide(inputs, versions, nodes, rows, clustering, settings)
    published = (np.arange(len(inputs)) < inputs.old) | (decisions.outcome == 0)
    earlier = locate(inputs, versions, published, sketched, state)
    attempt = uuid.uuid4().hex
    assigned = [
        _write_assignment(s, inputs, decisions, earlier, len(state.sketches) + n, staging, attempt)
        for n, s in enumerate(sketched)
    ]
    return assigned, tables(
        inputs, versions, nodes, rows, clustering, decisions, staging, settings, run, counters, state.replaced
    )


def pair_codes(one: npt.NDArray[np.integer[Any]], other: npt.NDArray[np.integer[Any]]) -> I64:
    """Equal codes, from 0, for equal pairs of values."""
    order = np.lexsort((other, one))
    fresh = first_of_runs(one[order]) | first_of_runs(other[order])
    result = np.empty(len(one), np.int64)
    result[order] = np.cumsum(fresh) - 1
    return result


def codes(keys: npt.NDArray[np.uint8]) -> I64:
    """Equal codes for equal keys, in order of their first places; (n, bytes) -> (n,)."""
    if not len(keys):
        return np.empty(0, np.int64)
    buffer = pa.py_buffer(np.ascontiguousarray(keys))
    array = pa.FixedSizeBinaryArray.from_buffers(pa.binary(keys.shape[1]), len(keys), [None, buffer])
    result: I64 = array.dictionary_encode().indices.to_numpy().astype(np.int64)
    return result


def _rows(inputs: Inputs, versions: Versions, nodes: I64, settings: DuplicateSettings) -> Rows:
    article = codes(versions.article_id[nodes].view(np.uint8).reshape(-1, 32))
    first = np.lexsort((nodes, versions.version[nodes], article))
    first_version = first[np.flatnonzero(first_of_runs(article[first]))][article] if len(nodes) else nodes
    # Not the last version given out: an older text may be read later. Without a time the time of its run stands for it.
    time = np.where(inputs.order_time == UNDATED, inputs.seen, inputs.order_time)[nodes]
    newest = np.lexsort((np.arange(len(nodes)), versions.version[nodes], time, article))
    last = np.concatenate((article[newest][1:] != article[newest][:-1], [True])) if len(nodes) else np.empty(0, bool)
    latest = np.zeros(len(nodes), bool)
    latest[newest[last]] = True
    known = np.full(len(nodes), -1, np.int64)
    is_old = nodes < inputs.old
    known[is_old] = inputs.old_cluster[nodes[is_old]]
    incumbent = np.zeros(len(nodes), bool)
    incumbent[is_old] = inputs.old_canonical[nodes[is_old]]
    # The current version of a canonical article stands for it.
    standing = np.zeros(int(article.max()) + 1 if len(article) else 0, bool)
    np.logical_or.at(standing, article, incumbent)
    earliest = np.full(len(standing), UNDATED)
    np.minimum.at(earliest, article, inputs.published[nodes])
    return Rows(
        article=article,
        latest=latest,
        text=_text_codes(inputs, nodes, settings),
        first_version=first_version,
        known_cluster=known,
        seen=inputs.seen[nodes],
        evidence=inputs.evidence[nodes],
        domain=inputs.domain[nodes].astype(np.int64),
        traits=Traits(
            published=earliest[article],
            words=inputs.words[nodes],
            quotes=inputs.quotes[nodes],
            boilerplate=inputs.boilerplate[nodes],
            truncated=inputs.truncated[nodes],
            agency=inputs.agency[nodes] >= 0,
            incumbent=standing[article],
        ),
        stale=_stale(inputs, known, article, incumbent, settings),
    )


def _stale(
    inputs: Inputs, known: I64, article: I64, incumbent: npt.NDArray[np.bool_], settings: DuplicateSettings
) -> npt.NDArray[np.bool_]:
    """Rows of earlier clusters that are not what they were: a run was replaced by one that lost some of their articles."""
    count = len(inputs.cluster_ids)
    changed = np.ones(count, bool)
    changed[known[incumbent]] = False
    if settings.policy == "mark":  # else articles that were dropped are missing
        pairs = distinct((known << 32 | article)[known >= 0])
        changed |= np.bincount(pairs >> 32, minlength=count) != inputs.old_size
    result: npt.NDArray[np.bool_] = np.append(changed, False)[known]
    return result


def _text_codes(inputs: Inputs, nodes: I64, settings: DuplicateSettings) -> I64:
    """Equal codes for exact copies; short texts are copies only within one domain, texts without words never."""
    text = codes(inputs.norm_key[nodes])
    short = inputs.words[nodes] < settings.min_words
    scope = np.where(short, inputs.domain[nodes].astype(np.int64) + 1, 0)
    alone = ~inputs.has_norm[nodes] | (short & (inputs.domain[nodes] < 0))
    scope = np.where(alone, len(inputs.domains) + 1 + np.arange(len(nodes)), scope)
    return pair_codes(text, scope)


def _cluster(inputs: Inputs, nodes: I64, rows: Rows, settings: DuplicateSettings, counters: Counters) -> Clustering:
    """Candidates among distinct texts, their figures, and the clusters they make."""
    texts = int(rows.text.max()) + 1 if len(rows) else 0
    wanted = np.zeros(texts, bool)
    wanted[rows.text[_near_in_time(inputs, nodes, rows, settings)]] = True
    # One row for each text that has a row within the lookback: which of its rows is judged is for later.
    usable = np.flatnonzero(inputs.comparable[nodes] & wanted[rows.text])
    compared = usable[first_of(rows.text[usable]) == np.arange(len(usable))].astype(np.int64)
    place = np.full(texts, -1, np.int64)
    place[rows.text[compared]] = np.arange(len(compared))
    offsets, hashes = inputs.where.sentences(nodes[compared])
    holder = np.repeat(np.arange(len(compared)), np.diff(offsets))
    words = rows.traits.words[compared]
    days = np.where(inputs.published == UNDATED, -1, inputs.published // _DAY)[nodes][compared]
    signatures = inputs.where.signatures(nodes[compared], settings.num_perm)
    bands = (settings.bands, settings.rows, settings.bucket_cap)
    least = min(settings.containment, settings.containment_apart)

    def search(asking: npt.NDArray[np.bool_]) -> U64:
        of_text = np.zeros(texts, bool)
        of_text[rows.text[asking]] = True
        chosen = of_text[rows.text[compared]]
        mask = None if chosen.all() else chosen
        pairs = band_pairs(signatures, compared, words, days, bands, counters, mask)
        counters.add("band_pairs", len(pairs))
        pairs = likely(pairs, signatures, compared, words, least)
        by_sentence = sentence_pairs(hashes, compared[holder], words[holder], counters, None if mask is None else mask[holder])
        pairs = distinct(np.concatenate((pairs, by_sentence)))
        counters.add("candidates", len(pairs))
        return pairs

    def measure(pairs: U64) -> Figures:
        counters.add("compared", len(pairs))
        return verify(pairs, lambda some: inputs.where.texts(nodes[some]), _BLOCK_ROWS)

    def sentences_of(row: int) -> U64:
        at = place[rows.text[row]]
        return hashes[offsets[at] : offsets[at + 1]] if at >= 0 else hashes[:0]

    return cluster(rows, search, place[rows.text] >= 0, sentences_of, measure, settings)


def _near_in_time(inputs: Inputs, nodes: I64, rows: Rows, settings: DuplicateSettings) -> npt.NDArray[np.bool_]:
    """Rows within the lookback, and all others of an earlier cluster that reaches into it."""
    near = within_lookback(inputs, nodes, settings)
    reached = np.zeros(len(inputs.cluster_ids) + 1, bool)
    reached[rows.known_cluster[near]] = True
    reached[-1] = False  # of no earlier cluster
    result: npt.NDArray[np.bool_] = near | reached[rows.known_cluster]
    return result


def within_lookback(inputs: Inputs, nodes: I64, settings: DuplicateSettings) -> npt.NDArray[np.bool_]:
    """This run's rows, and the earlier ones near enough in time to one of them; by their runs where one of both is undated."""
    new = np.arange(len(inputs)) >= inputs.old
    dated = inputs.published != UNDATED
    span = settings.lookback_days * _DAY
    inside = new | (dated & within(inputs.published, inputs.published[new & dated], span))
    recent = within(inputs.seen, inputs.seen[new], span)
    inside |= recent if (new & ~dated).any() else recent & ~dated
    result: npt.NDArray[np.bool_] = inside[nodes]
    return result


def _write_assignment(
    sketched: Sketched, inputs: Inputs, decisions: Decisions, earlier: Earlier, number: int, staging: str, attempt: str
) -> Assigned:
    mine = np.flatnonzero(inputs.where.file == number)
    mine = mine[np.argsort(inputs.where.row[mine])]
    if len(mine) != sketched.rows:
        raise RuntimeError(f"{sketched.path}: {len(mine)} rows were clustered of {sketched.rows}")
    path = files.join(staging, "assignments", f"{sketched.unit:06d}-{attempt}.arrow")
    with files.arrow_writer(path, ASSIGNMENT) as writer:
        for start in range(0, len(mine), 10_000):
            writer.write_table(pa.Table.from_batches([decisions.batch(mine[start : start + 10_000], earlier)]))
    return Assigned(sketched.staged, path)
