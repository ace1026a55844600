"""Sketches as real texts would leave them, a million in a minute, with the truth about which are copies.

    python -m benchmarks.sketches --count 100000 --output FOLDER

A text is a list of shingle hashes; no words are made up. Its MinHash values are drawn from the distribution that real ones have:
the least of N values that are spread evenly, and the place in the text where each lies, so that a copy keeps exactly those whose
place it keeps. Common shingles and hub lines, which unlike texts share, are hashed as they would be. Everything in columns.
"""

from __future__ import annotations

import argparse
import multiprocessing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from benchmarks.families import CUT, DOMAINS, EXACT, HUBS, PADDED, TEMPLATE, Corpus, Plan
from transforms import files
from transforms.schemas.sketches import BATCH_ROWS, NUM_PERM, sketch_schema
from transforms.schemas.steps import Sketched, Staged
from transforms.text.columns import distinct
from transforms.text.lines import SAMPLE
from transforms.text.minhash import signature
from transforms.text.normalise import U32, U64, mix

I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]

AGENCY_SHARE = 0.1
FILE_ROWS = 25_000
COMMON_POOL, COMMON_SHARE = 20_000, 0.02  # shingles that many texts have; gives unlike texts a Jaccard index of about .0005
HUB_SIZE = 40
LINE_WORDS = 40


def write_files(folder: Path, corpus: Corpus, first: int, count: int, processes: int = 2) -> list[Sketched]:
    """Sketch files of `FILE_ROWS` rows for rows of the corpus; a file that is there already is kept."""
    starts = range(first, first + count, FILE_ROWS)
    jobs = [(folder, corpus, start, min(FILE_ROWS, first + count - start)) for start in starts]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        return pool.starmap(write_file, jobs)


def write_file(folder: Path, corpus: Corpus, first: int, count: int) -> Sketched:
    """One sketch file, written under another name and put into place whole."""
    path = folder / f"sketches-{corpus.lookback}-{corpus.new}-{first:09d}-{count}.arrow"
    if not path.exists():
        part = path.with_suffix(".part")
        with files.arrow_writer(str(part), sketch_schema()) as writer:
            rows = corpus.plan(first, count)
            for start in range(0, count, BATCH_ROWS):
                writer.write_batch(_batch(rows.part(start, start + BATCH_ROWS)))
        part.rename(path)
    unit = first // FILE_ROWS
    return Sketched(Staged(unit, f"unit-{unit}", count, "", 0, (), datetime.now(UTC)), str(path), count)


def _batch(rows: Plan) -> pa.RecordBatch:
    count, number = len(rows.kind), rows.number
    # An exact copy has its source's text: nothing of it is its own.
    teller = np.where(rows.kind == EXACT, rows.source, number)
    offsets, shingles, signatures = _texts(rows, teller)
    words = np.diff(offsets) + 2
    own_numbers = rows.kind == TEMPLATE
    amounts = np.where(own_numbers, 8, 4 + (_uniform(rows.source, 11) * 8).astype(np.int64))
    values = _ragged_hashes(np.where(own_numbers, number, rows.source), amounts, 12)
    number_offsets, numbers = _sorted_rows(values >> np.uint64(32), amounts)
    sentence_counts = np.minimum(8, words // 25)
    from_source = rows.start == 0
    sentences = _ragged_hashes(np.where(from_source | (rows.kind == PADDED), rows.source, teller), sentence_counts, 13)
    line_counts = np.maximum(1, words // LINE_WORDS)
    lines = _ragged_hashes(teller, line_counts, 14)
    sampled = np.minimum(np.diff(offsets), SAMPLE)
    at = np.repeat(offsets[:-1] - np.concatenate(([0], np.cumsum(sampled)[:-1])), sampled) + np.arange(int(sampled.sum()))
    owner = lines[
        np.repeat(np.concatenate(([0], np.cumsum(line_counts)[:-1])), sampled)
        + np.arange(len(at)) % np.repeat(line_counts, sampled)
    ]
    schema = sketch_schema()
    agency = _uniform(rows.source, 15) < AGENCY_SHARE
    columns = {
        "article_key": _keys(number, 1),
        "raw_key": _keys(number, 2),
        "norm_key": _keys(teller, 3),
        "domain": pa.array([f"outlet{code}.example" for code in rows.domain.tolist()]),
        "published_at": pa.array(rows.published, pa.int64()).cast(schema.field("published_at").type),
        "agency": pa.array(np.where(agency, "Wire", ""), mask=~agency),
        "words": pa.array(words, pa.int32()),
        "boilerplate": pa.array((_uniform(number, 16) * 0.1).astype(np.float32)),
        "quotes": pa.array((_uniform(number, 17) * 20).astype(np.int32)),
        "truncated": pa.array((rows.kind == CUT) & (_uniform(number, 18) < 0.5)),
        "evidence": pa.array(rows.domain < DOMAINS // 2),
        "comparable": pa.array(np.ones(count, bool)),
        "input_uri": pa.array(["generated"] * count),
        "input_record": pa.array(number),
        "signature": pa.FixedSizeBinaryArray.from_buffers(
            schema.field("signature").type, count, [None, pa.py_buffer(np.ascontiguousarray(signatures))]
        ),
        "shingles": _lists(offsets, shingles),
        "numbers": _lists(number_offsets, numbers),
        "sentences": _lists(np.concatenate(([0], np.cumsum(sentence_counts))), sentences),
        "lines": _lists(np.concatenate(([0], np.cumsum(line_counts))), lines),
        "sample": _lists(np.concatenate(([0], np.cumsum(sampled))), shingles[at]),
        "sample_lines": _lists(np.concatenate(([0], np.cumsum(sampled))), owner),
    }
    return pa.record_batch(
        [columns[f.name].cast(f.type) if f.name in columns else pa.nulls(count, f.type) for f in schema], schema=schema
    )


def _texts(rows: Plan, teller: I64) -> tuple[I64, U32, U32]:
    """Offsets and shingles, ascending and distinct, of each row, and its MinHash values."""
    kept_row = np.repeat(np.arange(len(rows.kind)), rows.kept)
    inside = np.arange(len(kept_row)) - np.repeat(np.cumsum(rows.kept) - rows.kept, rows.kept)
    place = (rows.start[kept_row] + inside) % rows.size[kept_row]
    own_row = np.repeat(np.arange(len(rows.kind)), rows.own)
    own_place = 1_000_000 + np.arange(len(own_row)) - np.repeat(np.cumsum(rows.own) - rows.own, rows.own)
    row = np.concatenate((kept_row, own_row))
    text = np.concatenate((rows.source[kept_row], teller[own_row])).astype(np.uint64)
    draw = mix(mix(text * np.uint64(0x9E3779B97F4A7C15)) + np.concatenate((place, own_place)).astype(np.uint64))
    common = (draw & np.uint64(0xFFFF)).astype(np.int64) < COMMON_SHARE * 0x10000
    shared = np.minimum(
        COMMON_POOL - 1, np.exp((mix(draw[common]) >> np.uint64(40)).astype(np.float64) / 2**24 * np.log(COMMON_POOL))
    )
    pool, pool_values = _pool()
    shingle = draw
    shingle[common] = pool[shared.astype(np.int64)]
    with_hub = np.flatnonzero(rows.hub >= 0)
    hub_row = np.repeat(with_hub, HUB_SIZE)
    hubs, hub_values = _hubs()
    every_row = np.concatenate((row, hub_row))
    every = np.concatenate((shingle, hubs[rows.hub[with_hub]].reshape(-1)))
    keys = distinct(every_row.astype(np.uint64) << np.uint64(32) | every >> np.uint64(32))
    offsets = np.searchsorted(keys, np.arange(len(rows.kind) + 1, dtype=np.uint64) << np.uint64(32)).astype(np.int64)
    values = _minima(rows, teller)
    np.minimum.at(values, row[common], pool_values[shared.astype(np.int64)])
    values[with_hub] = np.minimum(values[with_hub], hub_values[rows.hub[with_hub]])
    return offsets, (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32), values


def _minima(rows: Plan, teller: I64) -> U32:
    """MinHash values of the kept and the own shingles, common ones aside; (n, NUM_PERM)."""
    column = np.arange(NUM_PERM, dtype=np.uint64)
    source = mix(mix(rows.source.astype(np.uint64))[:, None] + column)
    place = (source % rows.size[:, None].astype(np.uint64)).astype(np.int64)
    least = _least(mix(source + np.uint64(1)), rows.size[:, None])
    lost = (place - rows.start[:, None]) % rows.size[:, None] >= rows.kept[:, None]
    own = mix(mix(teller.astype(np.uint64) + np.uint64(1 << 40))[:, None] + column)
    # What lay lowest is gone: the others lie evenly above it.
    next_least = least + (1 - least) * _least(own, rows.kept[:, None])
    least = np.where(lost, next_least, least)
    added = np.where(rows.own[:, None] > 0, _least(mix(own), np.maximum(1, rows.own)[:, None]), 1.0)
    return np.minimum(np.minimum(least, added) * 2.0**32, 0xFFFFFFFF).astype(np.uint32)


def _least(draw: U64, count: I64) -> F64:
    """The least of `count` values spread evenly over [0, 1)."""
    uniform = ((draw >> np.uint64(11)).astype(np.float64) + 0.5) / 2**53
    result: F64 = -np.expm1(np.log(uniform) / count)
    return result


def _pool() -> tuple[U64, U32]:
    shingles = mix(np.arange(COMMON_POOL, dtype=np.uint64) + np.uint64(1 << 50))
    if "pool" not in _tables:
        _tables["pool"] = np.stack([signature(shingles[i : i + 1], NUM_PERM) for i in range(COMMON_POOL)])
    return shingles, _tables["pool"]


def _hubs() -> tuple[U64, U32]:
    shingles = mix(np.arange(HUBS * HUB_SIZE, dtype=np.uint64) + np.uint64(1 << 51)).reshape(HUBS, HUB_SIZE)
    if "hubs" not in _tables:
        _tables["hubs"] = np.stack([signature(hub, NUM_PERM) for hub in shingles])
    return shingles, _tables["hubs"]


_tables: dict[str, U32] = {}


def _uniform(values: I64, salt: int) -> F64:
    drawn: F64 = (mix(mix(values.astype(np.uint64)) + np.uint64(salt << 32)) >> np.uint64(11)).astype(np.float64) / 2**53
    return drawn


def _ragged_hashes(values: I64, counts: I64, salt: int) -> U64:
    """`counts[i]` hashes of `values[i]`, the same first ones whatever the count."""
    inside = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return mix(mix(np.repeat(values, counts).astype(np.uint64) + np.uint64(salt << 48)) + inside.astype(np.uint64))


def _sorted_rows(values: U64, counts: I64) -> tuple[I64, U32]:
    rows = np.repeat(np.arange(len(counts)), counts).astype(np.uint64)
    keys = distinct(rows << np.uint64(32) | values)
    offsets = np.searchsorted(keys, np.arange(len(counts) + 1, dtype=np.uint64) << np.uint64(32)).astype(np.int64)
    return offsets, (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def _keys(values: I64, salt: int) -> pa.Array:
    halves = np.stack([mix(values.astype(np.uint64) + np.uint64((salt * 2 + half) << 52)) for half in (0, 1)], axis=1)
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), len(values), [None, pa.py_buffer(halves.tobytes())])


def _lists(offsets: I64, values: npt.NDArray[np.generic]) -> pa.Array:
    return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), pa.array(values))


def main() -> None:
    parser = argparse.ArgumentParser(description="Generated sketch files, the same for the same numbers.")
    parser.add_argument("--count", type=int, default=100_000, help="rows of the lookback")
    parser.add_argument("--new", type=int, default=10_000, help="rows that meet it")
    parser.add_argument("--output", type=Path, required=True)
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    corpus = Corpus(given.count, given.new)
    written = write_files(given.output, corpus, 0, corpus.lookback + corpus.new)
    print(f"{corpus.lookback + corpus.new:,} sketches in {len(written)} files")


if __name__ == "__main__":
    main()
