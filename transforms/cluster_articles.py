"""ClusterArticles: the sketches of all units in, one assignment file for each out, and the tables that say why."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

import apache_beam as beam
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms import files
from transforms.cluster_decisions import Decisions, decide
from transforms.cluster_earlier import Earlier, locate
from transforms.cluster_inputs import Inputs, load
from transforms.cluster_outputs import tables
from transforms.cluster_rows import codes, rows_of
from transforms.schemas.steps import Assigned, RunContext, Sketched, StateFiles, TableFile
from transforms.schemas.tables import ASSIGNMENT
from transforms.sketch_files import HeldSignatures, HeldTexts
from transforms.text.candidates import Counters, band_pairs, band_pairs_of, likely, sentence_pairs, sharing
from transforms.text.canonical import UNDATED
from transforms.text.clusters import Clustering, Rows, cluster, first_of
from transforms.text.columns import distinct
from transforms.text.duplicates import DuplicateSettings
from transforms.text.nearest import within
from transforms.text.normalise import U32, U64
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
    versions = _versions(inputs, settings)
    nodes = np.empty(len(inputs), np.int64)
    nodes[inputs.rank] = np.arange(len(inputs))
    nodes = nodes[versions.repeats[nodes] < 0]
    rows = rows_of(inputs, versions, nodes, settings)
    met = np.isin(nodes, versions.repeats[inputs.old :]) if (versions.repeats >= 0).any() else np.zeros(len(nodes), bool)
    clustering = _cluster(inputs, nodes, rows, met, settings, counters)
    nodes, rows = nodes[clustering.kept], rows.take(clustering.kept)
    decisions = decide(inputs, versions, nodes, rows, clustering, settings)
    published = np.concatenate((np.ones(inputs.old, bool), decisions.outcome == 0))
    earlier = locate(inputs, versions, published, sketched, state)
    attempt = uuid.uuid4().hex
    assigned = [
        _write_assignment(s, inputs, decisions, earlier, len(state.sketches) + n, staging, attempt)
        for n, s in enumerate(sketched)
    ]
    return assigned, tables(
        inputs, versions, nodes, rows, clustering, decisions, staging, settings, run, counters, state.replaced
    )


def _versions(inputs: Inputs, settings: DuplicateSettings) -> Versions:
    """Of earlier runs' rows only those matter that have an identity of one of this run's."""
    old = inputs.old
    new = np.arange(len(inputs)) >= old
    halves = inputs.article_key.view(np.uint64)[:, 0]
    rows = np.sort(sharing(halves, new))
    met = rows[rows < old]
    found = assign_versions(
        codes(inputs.article_key[rows]),
        codes(inputs.raw_key[rows]),
        inputs.article_key[rows],
        inputs.raw_key[rows],
        inputs.order_time[rows],
        inputs.old_ids[met],
        inputs.old_versions[met],
        lambda some: inputs.where.samples(rows[some]),
        settings.version,
    )
    repeats = np.where(found.repeats >= 0, rows[found.repeats], -1) if len(rows) else rows
    return Versions(
        np.concatenate((inputs.old_ids, found.article_id[len(met) :])),
        np.concatenate((inputs.old_versions, found.version[len(met) :])),
        np.concatenate((np.full(old, -1, np.int64), repeats[len(met) :])),
    )


def _cluster(
    inputs: Inputs, nodes: I64, rows: Rows, met: npt.NDArray[np.bool_], settings: DuplicateSettings, counters: Counters
) -> Clustering:
    """Candidates among distinct texts, their figures, and the clusters they make. `met`: rows that this run saw again."""
    texts = int(rows.text.max()) + 1 if len(rows) else 0
    wanted = np.zeros(texts, bool)
    wanted[rows.text[_near_in_time(inputs, nodes, rows, settings)]] = True
    # One row for each text that has a row within the lookback: which of its rows is judged is for later.
    usable = np.flatnonzero(inputs.comparable[nodes] & wanted[rows.text])
    compared = usable[first_of(rows.text[usable]) == np.arange(len(usable))].astype(np.int64)
    compared = compared[inputs.where.stored_order(nodes[compared])]
    text, place = rows.text[compared], np.full(texts, -1, np.int64)
    place[text] = np.arange(len(compared))
    offsets, hashes = inputs.where.sentences(nodes[compared])
    holder = np.repeat(np.arange(len(compared)), np.diff(offsets))
    words = rows.traits.words[compared]
    days = np.where(inputs.published == UNDATED, -1, inputs.published // _DAY)[nodes][compared]
    signatures = HeldSignatures(inputs.where, nodes[compared], settings.num_perm)
    bands = (settings.bands, settings.rows, settings.bucket_cap)
    least = min(settings.containment, settings.containment_apart)
    fetch = HeldTexts(inputs.where, nodes, _BLOCK_ROWS)
    sums: list[U32] = []

    def search(asking: npt.NDArray[np.bool_]) -> U64:
        of_text = np.zeros(texts, bool)
        of_text[rows.text[asking]] = True
        chosen = of_text[text]
        some = not chosen.all()
        if some and not sums:
            sums.append(signatures.sums(settings.bands, settings.rows))
        columns = (compared, words, days, bands, counters)
        pairs = band_pairs_of(chosen, sums[0], signatures, *columns) if some else band_pairs(signatures.all(), *columns)
        counters.add("band_pairs", len(pairs))
        pairs = likely(pairs, signatures, compared, words, least)
        by_sentence = sentence_pairs(hashes, holder, compared, words, counters, chosen if some else None)
        pairs = distinct(np.concatenate((pairs, by_sentence)))
        counters.add("candidates", len(pairs))
        return pairs

    def measure(pairs: U64) -> Figures:
        counters.add("compared", len(pairs))
        return verify(pairs, fetch, _BLOCK_ROWS)

    def sentences_of(row: int) -> U64:
        at = place[rows.text[row]]
        return hashes[offsets[at] : offsets[at + 1]] if at >= 0 else hashes[:0]

    return cluster(rows, search, place[rows.text] >= 0, sentences_of, measure, settings, met)


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
