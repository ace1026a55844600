"""Arrow schemas of the files between counting and clustering, and of the state that the next run needs."""

from __future__ import annotations

import pyarrow as pa

from transforms.schemas.tables import TIME

KEY = pa.binary(16)  # an xxh3-128
BATCH_ROWS = 1_000  # rows of one record batch of a sketch file: what is read at once when shingles are fetched
NUM_PERM = 128
HASHES = ("signature", "shingles", "numbers", "sentences", "sample")  # columns that are read for some rows, and never get smaller
# What the state's files say of their making; to be raised where a text comes to have other hashes, or a column another type.
STATE_FORMAT = {b"newsbeam.sketches": b"2"}
BATCHES_OF = b"newsbeam.batch_rows"  # the rows of all record batches of a file but the last

# One document's lines, for the domain's profile (`transforms.text.lines.DocumentLines`).
LINES = pa.schema(
    [
        pa.field("domain", pa.string(), nullable=False),
        pa.field("words", pa.int32(), nullable=False),
        pa.field("lines", pa.list_(pa.uint64()), nullable=False),
        pa.field("sample", pa.list_(pa.uint32()), nullable=False),
        pa.field("sample_lines", pa.list_(pa.uint64()), nullable=False),
    ]
)

# What recurs on each domain (`transforms.text.lines.Recurring`); line 0 is the domain itself.
PROFILE = pa.schema(
    [
        pa.field("domain", pa.string(), nullable=False),
        pa.field("line", pa.uint64(), nullable=False),
        pa.field("documents", pa.int64(), nullable=False),
        pa.field("strong", pa.bool_(), nullable=False),
    ]
)


def sketch_schema(num_perm: int = NUM_PERM) -> pa.Schema:
    """One staged article as clustering sees it, row for row with its staged file."""
    return pa.schema(
        [
            pa.field("article_key", KEY, nullable=False),  # of the identity
            pa.field("raw_key", KEY, nullable=False),  # of the text before boilerplate removal
            ("norm_key", KEY),  # of the normalised text; null where it has no words
            ("domain", pa.string()),
            ("published_at", TIME),
            ("modified_at", TIME),
            ("fetched_at", TIME),
            pa.field("words", pa.int32(), nullable=False),
            pa.field("boilerplate", pa.float32(), nullable=False),  # share of the words that were removed
            pa.field("quotes", pa.int32(), nullable=False),
            ("agency", pa.string()),
            pa.field("truncated", pa.bool_(), nullable=False),
            pa.field("evidence", pa.bool_(), nullable=False),  # its domain was known well enough to show furniture
            pa.field("comparable", pa.bool_(), nullable=False),  # long enough, and no consent wall
            pa.field("input_uri", pa.string(), nullable=False),
            pa.field("input_record", pa.int64(), nullable=False),
            pa.field("signature", pa.binary(4 * num_perm), nullable=False),  # uint32, little-endian: read far faster than a list
            pa.field("shingles", pa.list_(pa.uint32()), nullable=False),  # distinct 3-word shingles, ascending
            pa.field("numbers", pa.list_(pa.uint32()), nullable=False),  # distinct, ascending
            pa.field("sentences", pa.list_(pa.uint64()), nullable=False),  # the first long ones, in order
            pa.field("lines", pa.list_(pa.uint64()), nullable=False),
            pa.field("sample", pa.list_(pa.uint32()), nullable=False),
            pa.field("sample_lines", pa.list_(pa.uint64()), nullable=False),
        ]
    )


def hashes_schema(num_perm: int = NUM_PERM) -> pa.Schema:
    """The hashes of a published article version, row for row with its row of `state_schema`."""
    made = STATE_FORMAT | {BATCHES_OF: str(BATCH_ROWS).encode()}
    return pa.schema([sketch_schema(num_perm).field(name) for name in HASHES], made)


def state_schema() -> pa.Schema:
    """A published article version as later runs meet it: the small columns of its sketch, and what was decided of it."""
    kept = [field for field in sketch_schema() if field.name not in (*HASHES, "lines", "sample_lines")]
    return pa.schema(
        [
            *kept,
            pa.field("article_id", pa.string(), nullable=False),
            pa.field("version", pa.int32(), nullable=False),
            pa.field("cluster_id", pa.string(), nullable=False),
            pa.field("cluster_row", pa.int32(), nullable=False),  # where the cluster stands in the run's `clusters`
            pa.field("ingested_at", TIME, nullable=False),
            pa.field("run_id", pa.string(), nullable=False),
        ],
        STATE_FORMAT,
    )
