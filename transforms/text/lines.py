"""Which lines are furniture of a domain: those that recur in several documents that are not copies of one another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transforms.text.columns import distinct, first_of_runs
from transforms.text.normalise import SHINGLE, U32, U64, Tokens, mix, shingles

SAMPLE = 64  # shingles kept of each document, those with the smallest hashes: enough to tell copies from others
_GLUED = 6  # lines, from the last, whose last sentence is counted too
_COMPARED = 24  # documents of a line that are looked at, the longest first
_UNLIKE = 0.40  # below this share of the smaller sample two documents are different stories
_STRONG_DOCUMENTS, _STRONG_SHARE = 5, 0.25

I64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DocumentLines:
    """The distinct lines of one document as hashes, and a bottom-k sample of its 3-word shingles with the line of each."""

    lines: U64
    sample: U32  # ascending
    sample_lines: U64  # the line hash that each sampled shingle begins in
    words: int


@dataclass(frozen=True, slots=True)
class Recurring:
    """Columns of one length: `line` recurs in `documents` documents of `domain`; `strong` ones are furniture anywhere in a text.

    Line 0 stands for the domain itself, with the number of its documents.
    """

    domain: list[str]
    line: U64
    documents: I64
    strong: npt.NDArray[np.bool_]


def line_hashes(tokens: Tokens) -> tuple[U64, npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The hash of each line that has words, the index of its first token, and its number in the text."""
    if not len(tokens.hashes):
        empty = np.empty(0, np.intp)
        return np.empty(0, np.uint64), empty, empty
    first = np.flatnonzero(np.concatenate(([True], tokens.lines[1:] != tokens.lines[:-1])))
    position = np.arange(len(tokens.hashes), dtype=np.uint64) - np.repeat(
        first, np.diff(np.append(first, len(tokens.hashes)))
    ).astype(np.uint64)
    summed = np.add.reduceat(mix(tokens.hashes + position * np.uint64(0x9E3779B97F4A7C15)), first)
    return mix(summed) | np.uint64(1), first, tokens.lines[first].astype(np.intp)


def last_sentences(tokens: Tokens) -> U64:
    """Hashes, as if they were lines, of the last sentence of each of the last lines: furniture may be glued to a paragraph."""
    changes = np.flatnonzero(tokens.lines[1:] != tokens.lines[:-1]) + 1
    ends = np.append(changes, len(tokens.hashes))[-_GLUED:] if len(tokens.hashes) else np.empty(0, np.intp)
    found = []
    for end in ends.tolist():
        start = int(np.searchsorted(tokens.sentences, tokens.sentences[end - 1]))
        if start and tokens.lines[start - 1] == tokens.lines[start]:
            found.append(line_hash(tokens.hashes[start:end]))
    return np.array(found, np.uint64)


def line_hash(hashes: U64) -> int:
    """The hash of one line's (or sentence's) tokens."""
    position = np.arange(len(hashes), dtype=np.uint64)
    summed = mix(hashes + position * np.uint64(0x9E3779B97F4A7C15)).sum(keepdims=True)
    return int(mix(summed)[0] | np.uint64(1))


def document_lines(tokens: Tokens, words: U64 | None = None) -> DocumentLines:
    """What counting needs to know of one document. `words` are its shingles, where at hand."""
    hashes, first, _ = line_hashes(tokens)
    if words is None:
        words = shingles(tokens.hashes, SHINGLE)
    # A value and where it first stands make one number: numbers sort faster than values with their places.
    upper = words >> np.uint64(32)
    packed = np.sort(upper << np.uint64(32) | np.arange(len(words), dtype=np.uint64))
    values = (packed >> np.uint64(32)).astype(np.uint32)
    fresh = first_of_runs(values)
    values = values[fresh][:SAMPLE]
    order = (packed[fresh][:SAMPLE] & np.uint64(0xFFFFFFFF)).astype(np.intp)
    owner = hashes[np.searchsorted(first, order, side="right") - 1] if len(values) else np.empty(0, np.uint64)
    return DocumentLines(distinct(np.concatenate((hashes, last_sentences(tokens)))), values, owner, tokens.words)


def sample_containment(a: U32, b: U32, limit: int | None = None) -> float:
    """The estimated share of the smaller text's shingles that the other has too, from two bottom-k samples; in [0, 1].

    `limit` is the last value up to which both samples are whole; by default it is read off their lengths.
    """
    if limit is None:
        limit = min(_whole_up_to(a), _whole_up_to(b))
    a, b = a[: np.searchsorted(a, limit, side="right")], b[: np.searchsorted(b, limit, side="right")]
    smaller = min(len(a), len(b))
    return len(np.intersect1d(a, b, assume_unique=True)) / smaller if smaller else 0.0


def _whole_up_to(sample: U32) -> int:
    return int(sample[-1]) if len(sample) >= SAMPLE else 0xFFFFFFFF


def recurring(domains: list[str], documents: list[DocumentLines], least: int) -> Recurring:
    """Finds the recurring lines of each domain; the order of the documents does not matter.

    `least` unlike documents make a line recurring: documents that share much beyond the lines already found count as one, so that
    the updates of a story do not make its sentences furniture. Lines are tried from the most frequent down.
    """
    by_domain: dict[str, list[DocumentLines]] = {}
    for domain, document in zip(domains, documents, strict=True):
        by_domain.setdefault(domain, []).append(document)
    names: list[str] = []
    lines: list[int] = []
    counts: list[int] = []
    strong: list[bool] = []
    for domain in sorted(by_domain):
        members = sorted(by_domain[domain], key=_longest_first)
        found = _recurring_lines(members, least)
        total = len({d.sample.tobytes() for d in members})
        for line, count in [(0, total), *found]:
            names.append(domain)
            lines.append(line)
            counts.append(count)
            strong.append(count >= _STRONG_DOCUMENTS and count >= _STRONG_SHARE * total)
    return Recurring(names, np.array(lines, np.uint64), np.array(counts, np.int64), np.array(strong, bool))


def _longest_first(document: DocumentLines) -> tuple[int, bytes, bytes]:
    return -document.words, document.sample.tobytes(), document.lines.tobytes()


def _recurring_lines(members: list[DocumentLines], least: int) -> list[tuple[int, int]]:
    """(line, documents) of one domain's recurring lines."""
    if len(members) < least:
        return []
    keys = np.concatenate([d.lines for d in members])
    owners = np.repeat(np.arange(len(members)), [len(d.lines) for d in members])
    order = np.argsort(keys, kind="stable")  # stable: owners stay longest first within a line
    keys, owners = keys[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.empty(0, np.intp)
    counts = np.diff(np.append(starts, len(keys)))
    candidates = [(-int(counts[i]), int(keys[starts[i]]), int(starts[i])) for i in np.flatnonzero(counts >= least)]
    found: list[tuple[int, int]] = []
    known = np.empty(0, np.uint64)  # lines more frequent than the one at hand, ascending
    level = 0  # of the line at hand: minus its number of documents
    judged: dict[tuple[int, bytes], bool] = {}
    for negative, line, start in sorted(candidates):
        holders = owners[start : start - negative][:_COMPARED]
        # Lines of the same documents get the same answer as long as nothing more frequent was found between.
        ask = (negative, holders.tobytes())
        if negative != level:
            known, level = np.sort(np.array([one for one, _ in found], np.uint64)), negative
        if ask not in judged:
            judged[ask] = _unlike(members, holders, known, least)
        if judged[ask]:
            found.append((line, -negative))
    return found


def _unlike(members: list[DocumentLines], holders: npt.NDArray[np.intp], known: U64, least: int) -> bool:
    """Whether at least `least` of the holders are different stories, known furniture aside."""
    leaders: list[tuple[U32, int]] = []
    for holder in holders:
        document = members[holder]
        sample, limit = document.sample, _whole_up_to(document.sample)
        if len(known):
            at = np.minimum(np.searchsorted(known, document.sample_lines), len(known) - 1)
            sample = sample[known[at] != document.sample_lines]
        if all(_share(sample, other, min(limit, whole)) < _UNLIKE for other, whole in leaders):
            leaders.append((sample, limit))
            if len(leaders) >= least:
                return True
    return False


def _share(a: U32, b: U32, limit: int) -> float:
    # A document of furniture only says nothing about who is unlike whom.
    return sample_containment(a, b, limit) if min(len(a), len(b)) >= 4 else 1.0
