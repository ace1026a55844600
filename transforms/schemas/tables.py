"""Arrow schemas of the dataset's tables and of the staged files between the pipeline's steps.

Every column is always there. Columns are described in docs/data-dictionary.md.
"""

from __future__ import annotations

import pyarrow as pa

SCHEMA_VERSION = 1

TIME = pa.timestamp("us", tz="UTC")
STRINGS = pa.list_(pa.string())
BOILERPLATE = pa.list_(pa.struct([("kind", pa.string()), ("text", pa.string())]))
MENTIONS = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32()), ("text", pa.string())]))

# An extracted article on its way: the fields of `Article`, in one staged file for each work unit.
STAGED = pa.schema(
    [
        pa.field("identity", pa.string(), nullable=False),
        pa.field("raw_hash", pa.string(), nullable=False),
        ("external_id", pa.string()),
        ("url", pa.string()),
        ("canonical_url", pa.string()),
        ("domain", pa.string()),
        ("publisher", pa.string()),
        ("title", pa.string()),
        pa.field("text", pa.string(), nullable=False),
        ("description", pa.string()),
        ("authors", STRINGS),
        ("dateline", pa.string()),
        ("section", pa.string()),
        ("keywords", STRINGS),
        ("published_at", TIME),
        ("published_source", pa.string()),
        ("published_precision", pa.string()),
        ("utc_offset_minutes", pa.int32()),
        ("modified_at", TIME),
        ("fetched_at", TIME),
        ("language", pa.string()),
        ("language_score", pa.float32()),
        ("language_declared", pa.string()),
        ("quality_flags", STRINGS),
        ("is_free", pa.bool_()),
        ("rights", pa.string()),
        ("directives", STRINGS),
        ("agency", pa.string()),
        ("agency_evidence", pa.string()),
        ("origin", pa.string()),
        ("origin_evidence", pa.string()),
        ("encoding", pa.string()),
        ("replacement_chars", pa.int32()),
        ("metadata_sources", pa.map_(pa.string(), pa.string())),
        ("extractor", pa.string()),
        pa.field("input_uri", pa.string(), nullable=False),
        pa.field("input_record", pa.int64(), nullable=False),
    ]
)

# What clustering decided of each staged row: row i of an assignment file speaks of row i of its staged file.
ASSIGNMENT = pa.schema(
    [
        pa.field("publish", pa.bool_(), nullable=False),  # false: seen again, or dropped by policy
        pa.field("outcome", pa.string(), nullable=False),  # published, seen_again, dropped
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("version", pa.int32(), nullable=False),
        pa.field("cluster_id", pa.string(), nullable=False),
        pa.field("relation", pa.string(), nullable=False),  # original, exact, near, contained, version
        ("duplicate_of", pa.string()),
        ("containment", pa.float32()),
        ("jaccard", pa.float32()),
        pa.field("is_canonical", pa.bool_(), nullable=False),
        ("copied_domain", pa.string()),  # of the article that an exact copy is a copy of
        ("supersedes", pa.int32()),  # the version that this one replaces; null: there is no older one
        ("earlier_paths", STRINGS),  # where that version lies: a staged file, or one of these files of the table `articles`
        ("earlier_batch", pa.int32()),  # in a staged file its record batch, and its row in that; else null
        ("earlier_row", pa.int32()),
    ]
)

# What a version did to the one that it replaces.
VERSION_CHANGES = pa.schema(
    [
        ASSIGNMENT.field("supersedes"),
        ("chars_added", pa.int32()),  # over `text`
        ("chars_removed", pa.int32()),
        ("title_changed", pa.bool_()),
    ]
)

ARTICLES = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("version", pa.int32(), nullable=False),
        *(STAGED.field(n) for n in ("external_id", "url", "canonical_url", "domain", "publisher", "title", "text")),
        *(STAGED.field(n) for n in ("description", "authors", "dateline", "section", "keywords")),
        *(STAGED.field(n) for n in ("published_at", "published_source", "published_precision", "utc_offset_minutes")),
        *(STAGED.field(n) for n in ("modified_at", "fetched_at")),
        pa.field("ingested_at", TIME, nullable=False),
        *(STAGED.field(n) for n in ("language", "language_score", "language_declared")),
        pa.field("word_count", pa.int32(), nullable=False),
        ("boilerplate", BOILERPLATE),
        *(STAGED.field(n) for n in ("quality_flags", "is_free", "rights", "directives", "metadata_sources")),
        pa.field("content_hash", pa.string(), nullable=False),
        *VERSION_CHANGES,
        *(ASSIGNMENT.field(n) for n in ("cluster_id", "relation", "duplicate_of", "containment", "jaccard", "is_canonical")),
        *(STAGED.field(n) for n in ("agency", "agency_evidence", "origin", "origin_evidence")),
        *(STAGED.field(n) for n in ("encoding", "replacement_chars", "extractor")),
        *(STAGED.field(n) for n in ("input_uri", "input_record")),
        pa.field("run_id", pa.string(), nullable=False),
        pa.field("schema_version", pa.int32(), nullable=False),
    ]
)

ENTITIES = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("version", pa.int32(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("type", pa.string(), nullable=False),  # PERSON, ORG, LOC
        pa.field("mentions", MENTIONS, nullable=False),
        ("salience", pa.float32()),
        ("country", pa.string()),  # ISO 3166-1 alpha-2
        ("geonames_id", pa.int64()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        pa.field("method", pa.string(), nullable=False),
        pa.field("run_id", pa.string(), nullable=False),
    ]
)

DUPLICATES = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("version", pa.int32(), nullable=False),
        pa.field("other_id", pa.string(), nullable=False),  # the one it is a copy of
        pa.field("other_version", pa.int32(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),  # exact, near, contained, version
        ("containment", pa.float32()),  # share of article_id's shingles found in other_id
        ("other_containment", pa.float32()),  # and the other way
        ("jaccard", pa.float32()),
        ("other_run_id", pa.string()),  # the earlier run that `other_id` came from; null: this run
        pa.field("run_id", pa.string(), nullable=False),
    ]
)

CLUSTERS = pa.schema(
    [
        pa.field("cluster_id", pa.string(), nullable=False),
        pa.field("canonical_article_id", pa.string(), nullable=False),
        pa.field("canonical_version", pa.int32(), nullable=False),
        ("canonical_reason", pa.string()),
        ("agency", pa.string()),
        ("first_seen", TIME),  # published_at of the members, ingested_at where they have none
        ("last_seen", TIME),
        pa.field("size", pa.int32(), nullable=False),  # articles, each counted once however many versions it has
        ("domains", STRINGS),
        ("merged_into", pa.string()),
        ("moved", STRINGS),  # earlier articles that came here out of a cluster that went on without them
        pa.field("run_id", pa.string(), nullable=False),
    ]
)

REJECTS = pa.schema(
    [
        pa.field("input_uri", pa.string(), nullable=False),
        pa.field("input_record", pa.int64(), nullable=False),
        ("url", pa.string()),
        pa.field("stage", pa.string(), nullable=False),
        pa.field("code", pa.string(), nullable=False),
        pa.field("message", pa.string(), nullable=False),
        ("payload_hash", pa.string()),
        pa.field("run_id", pa.string(), nullable=False),
    ]
)

# One row a run. Sums hold: read = published + seen_again + dropped + rejected.
RUNS = pa.schema(
    [
        pa.field("run_id", pa.string(), nullable=False),
        pa.field("run_key", pa.string(), nullable=False),  # from window, inventory of inputs and config
        ("run_date", pa.date32()),
        pa.field("started_at", TIME, nullable=False),
        pa.field("finished_at", TIME, nullable=False),
        pa.field("read", pa.int64(), nullable=False),
        pa.field("published", pa.int64(), nullable=False),
        pa.field("seen_again", pa.int64(), nullable=False),
        pa.field("dropped", pa.int64(), nullable=False),
        pa.field("rejected", pa.int64(), nullable=False),
        pa.field("articles", pa.int64(), nullable=False),  # rows added to each table
        pa.field("entities", pa.int64(), nullable=False),
        pa.field("duplicates", pa.int64(), nullable=False),
        pa.field("clusters", pa.int64(), nullable=False),
        ("rejected_by_code", pa.map_(pa.string(), pa.int64())),
        ("articles_by_relation", pa.map_(pa.string(), pa.int64())),
        ("articles_by_language", pa.map_(pa.string(), pa.int64())),
        ("seconds_by_step", pa.map_(pa.string(), pa.float64())),
        pa.field("seconds", pa.float64(), nullable=False),
        ("docs_per_second", pa.float64()),
        pa.field("runner", pa.string(), nullable=False),
        pa.field("newsbeam_version", pa.string(), nullable=False),
        pa.field("beam_version", pa.string(), nullable=False),
        pa.field("python_version", pa.string(), nullable=False),
        pa.field("config_hash", pa.string(), nullable=False),
        pa.field("config", pa.string(), nullable=False),  # the resolved config as JSON
        ("replaces", STRINGS),
        pa.field("schema_version", pa.int32(), nullable=False),
    ]
)

# One row for each run, domain and day of fetching.
SOURCE_HEALTH = pa.schema(
    [
        ("domain", pa.string()),
        pa.field("date", pa.date32(), nullable=False),  # UTC day of fetched_at, else of ingested_at
        pa.field("articles", pa.int64(), nullable=False),
        pa.field("copies", pa.int64(), nullable=False),  # of these, relation exact, near or contained
        pa.field("rejected", pa.int64(), nullable=False),  # refused records whose URL is of the domain
        ("median_words", pa.float64()),
        ("share_with_date", pa.float64()),  # in [0, 1]; null without articles
        ("share_with_author", pa.float64()),
        ("languages", STRINGS),
        pa.field("run_id", pa.string(), nullable=False),
    ]
)

# What the runs that a forced run took the place of had published: the only trace that they leave.
REPLACED = pa.schema(
    [
        ("article_id", pa.string()),
        ("version", pa.int32()),
        ("cluster_id", pa.string()),
        pa.field("replaced_run_id", pa.string(), nullable=False),
        pa.field("replaced_at", TIME, nullable=False),  # when the replaced run had been published
        pa.field("run_id", pa.string(), nullable=False),
    ]
)

# The tables that readers see, and those of them that lie in folders by day of publication.
TABLES: dict[str, pa.Schema] = {
    "articles": ARTICLES,
    "entities": ENTITIES,
    "duplicates": DUPLICATES,
    "clusters": CLUSTERS,
    "rejects": REJECTS,
    "runs": RUNS,
    "source_health": SOURCE_HEALTH,
    "replaced": REPLACED,
}
PARTITION_COLUMN = "published_date"
PARTITIONED = frozenset({"articles", "entities"})

# State: one row an input file of a run, with what became of its records.
INPUTS = pa.schema(
    [
        pa.field("input_uri", pa.string(), nullable=False),
        pa.field("fingerprint", pa.string(), nullable=False),
        pa.field("read", pa.int64(), nullable=False),
        pa.field("published", pa.int64(), nullable=False),
        pa.field("seen_again", pa.int64(), nullable=False),
        pa.field("dropped", pa.int64(), nullable=False),
        pa.field("rejected", pa.int64(), nullable=False),
        pa.field("run_id", pa.string(), nullable=False),
    ]
)
