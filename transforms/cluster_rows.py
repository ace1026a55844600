"""The rows that are clustered: articles, texts and what speaks for each, out of the columns of all inputs."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.cluster_inputs import Inputs
from transforms.text.canonical import UNDATED, Traits
from transforms.text.clusters import Rows, first_of
from transforms.text.columns import distinct, first_of_runs, ordered
from transforms.text.duplicates import DuplicateSettings
from transforms.text.versions import Versions

I64 = npt.NDArray[np.int64]


def rows_of(inputs: Inputs, versions: Versions, nodes: I64, settings: DuplicateSettings) -> Rows:
    article = codes(versions.article_id[nodes].view(np.uint8).reshape(-1, 32))
    several = np.flatnonzero(np.bincount(article, minlength=1)[article] > 1)  # rows of articles with several versions
    first_version = np.arange(len(nodes), dtype=np.int64)
    if len(several):
        first = several[ordered(article[several], versions.version[nodes[several]], nodes[several])]
        begins = first_of_runs(article[first])
        first_version[first] = first[begins][np.cumsum(begins) - 1]
    # Not the last version given out: an older text may be read later. Without a time the time of its run stands for it.
    time = np.where(inputs.order_time == UNDATED, inputs.seen, inputs.order_time)[nodes]
    latest = np.ones(len(nodes), bool)
    if len(several):
        newest = several[ordered(article[several], time[several], versions.version[nodes[several]])]
        latest[newest[:-1][article[newest][1:] == article[newest][:-1]]] = False
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


def pair_codes(one: npt.NDArray[np.integer[Any]], other: npt.NDArray[np.integer[Any]]) -> I64:
    """Equal codes, from 0, for equal pairs of values."""
    order = ordered(one, other) if len(one) else one
    fresh = first_of_runs(one[order]) | first_of_runs(other[order])
    result = np.empty(len(one), np.int64)
    result[order] = np.cumsum(fresh) - 1
    return result


def codes(keys: npt.NDArray[np.uint8]) -> I64:
    """For each of `keys`, (n, 16) or (n, 32), the place of the first one that is equal."""
    result = np.arange(len(keys), dtype=np.int64)
    beginnings = np.ascontiguousarray(keys).view(np.uint64)[:, 0]
    order = np.argsort(beginnings)
    tied = ~first_of_runs(beginnings[order])
    if tied.any():  # most keys are alone with their beginning
        tied[:-1] |= tied[1:]
        rows = np.sort(order[tied])
        some = np.ascontiguousarray(keys[rows])
        array = pa.FixedSizeBinaryArray.from_buffers(pa.binary(keys.shape[1]), len(rows), [None, pa.py_buffer(some)])
        result[rows] = rows[first_of(array.dictionary_encode().indices.to_numpy().astype(np.int64))]
    return result
