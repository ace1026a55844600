"""The views that analysts query, as SQL made from the Arrow schemas; docs/views.sql is this text, printed.

    python -m pipeline.views > docs/views.sql

`FIND_FILES` lists the files of the published runs from the manifests, in SQL alone; `pipeline.dataset` fills the same table
`dataset_files` itself (any file system, checked manifests) and then runs the same `views()`.
"""

from __future__ import annotations

import pyarrow as pa

from transforms.schemas.tables import PARTITION_COLUMN, PARTITIONED, TABLES

FIND_FILES = r"""-- The dataset's views in plain SQL, for DuckDB 1.3 or later; `newsbeam sql` runs the same ones.
--
--   $ duckdb
--   D SET VARIABLE root = '/data/news';
--   D .read docs/views.sql
--   D SELECT language, count(*) FROM current_articles GROUP BY ALL;
--
-- Run it again to see runs published since. The root is a local folder (for gs:// and s3:// DuckDB needs its httpfs extension),
-- and no folder above it is called published_date=... Made by `python -m pipeline.views`: change it there.

-- Which files count: those that the manifests name, but for runs that a later run replaced.
CREATE OR REPLACE TEMP TABLE dataset_files AS
WITH manifests AS (
    FROM read_json(
        -- [*] and the like in a folder's name are no pattern.
        regexp_replace(rtrim(getvariable('root'), '/'), '([*?\[])', '[\1]', 'g') || '/manifests/*.json',
        columns = {
            run_id: 'VARCHAR', created_at: 'TIMESTAMPTZ', replaces: 'VARCHAR[]',
            files: 'STRUCT("table" VARCHAR, path VARCHAR)[]'
        },
        maximum_object_size = 134217728
    )
),
replaced AS (
    SELECT DISTINCT r.run_id FROM (SELECT run_id AS by_run, unnest(replaces) AS run_id FROM manifests) r WHERE r.run_id <> by_run
),
published AS (
    SELECT *, row_number() OVER (ORDER BY created_at, run_id) AS position FROM manifests ANTI JOIN replaced USING (run_id)
)
SELECT run_id, position, file."table" AS "table", rtrim(getvariable('root'), '/') || '/' || file.path AS path
FROM (SELECT run_id, position, unnest(files) AS file FROM published);
"""

_CURRENT = """
-- Clusters as of now: each cluster's row from the latest run that wrote one.
CREATE OR REPLACE TEMP VIEW latest_clusters AS
SELECT c.*
FROM clusters c JOIN (SELECT DISTINCT run_id, position FROM dataset_files) r USING (run_id)
QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY r.position DESC) = 1;

CREATE OR REPLACE TEMP VIEW current_clusters AS
FROM latest_clusters WHERE merged_into IS NULL;

-- For each cluster that was merged into another the one where that way ends.
CREATE OR REPLACE TEMP VIEW merged_clusters AS
WITH RECURSIVE way AS (
    SELECT cluster_id, merged_into FROM latest_clusters WHERE merged_into IS NOT NULL
    UNION  -- not UNION ALL: a ring, which should not be, would never end
    SELECT way.cluster_id, next.merged_into
    FROM way JOIN latest_clusters next ON next.cluster_id = way.merged_into
    WHERE next.merged_into IS NOT NULL
)
SELECT cluster_id, merged_into AS current_cluster_id
FROM way ANTI JOIN (SELECT cluster_id FROM latest_clusters WHERE merged_into IS NOT NULL) m ON m.cluster_id = way.merged_into;

-- The newest version of each article by its own time: an older text that was read later has a higher version, and is not current.
CREATE OR REPLACE TEMP VIEW latest_versions AS
SELECT article_id, arg_max(version, ROW(coalesce(fetched_at, modified_at, published_at, ingested_at), version)) AS version
FROM articles
GROUP BY article_id;

-- Articles as of now: the newest version of each, in the cluster where it is today, beside that cluster's canonical article.
CREATE OR REPLACE TEMP VIEW current_articles AS
SELECT
    a.* REPLACE (
        coalesce(m.current_cluster_id, a.cluster_id) AS cluster_id,
        coalesce(c.canonical_article_id = a.article_id, a.is_canonical) AS is_canonical
    ),
    coalesce(c.canonical_article_id, if(a.is_canonical, a.article_id, a.duplicate_of)) AS canonical_article_id
FROM articles a
SEMI JOIN latest_versions USING (article_id, version)
LEFT JOIN merged_clusters m ON m.cluster_id = a.cluster_id
LEFT JOIN current_clusters c ON c.cluster_id = coalesce(m.current_cluster_id, a.cluster_id);

CREATE OR REPLACE TEMP VIEW current_entities AS
FROM entities
SEMI JOIN latest_versions USING (article_id, version);
"""

VIEWS = (*TABLES, "current_articles", "current_entities", "current_clusters")


def columns(table: str) -> dict[str, str]:
    """DuckDB type by column, as the view shows them: the partition's date stands behind the keys."""
    types = {field.name: duckdb_type(field.type) for field in TABLES[table]}
    if table not in PARTITIONED:
        return types
    first = [n for n in ("article_id", "version") if n in types]
    return {n: types[n] for n in first} | {PARTITION_COLUMN: "DATE"} | types


def duckdb_type(kind: pa.DataType) -> str:
    """The DuckDB type that reads a column of this Arrow type. Raises KeyError for types that no table uses."""
    if pa.types.is_list(kind):
        return f"{duckdb_type(kind.value_type)}[]"
    if pa.types.is_struct(kind):
        return "STRUCT(" + ", ".join(f'"{f.name}" {duckdb_type(f.type)}' for f in kind) + ")"
    if pa.types.is_map(kind):
        return f"MAP({duckdb_type(kind.key_type)}, {duckdb_type(kind.item_type)})"
    if pa.types.is_timestamp(kind):
        return "TIMESTAMPTZ"
    return {
        pa.string(): "VARCHAR",
        pa.int32(): "INTEGER",
        pa.int64(): "BIGINT",
        pa.float32(): "FLOAT",
        pa.float64(): "DOUBLE",
        pa.bool_(): "BOOLEAN",
        pa.date32(): "DATE",
    }[kind]


def _table_view(table: str) -> str:
    kinds = columns(table)
    typed = ",\n        ".join(f"NULL::{kind} AS {name}" for name, kind in kinds.items())
    hive = f"true, hive_types = {{{PARTITION_COLUMN}: DATE}}" if table in PARTITIONED else "false"
    # Not union_by_name: it opens every file to learn its columns, each time a query is planned (10 times slower at 2,000 files).
    read = f"FROM read_parquet(getvariable(''{table}_files''), hive_partitioning = {hive})"
    return f"""
SET VARIABLE {table}_files = (SELECT list(path ORDER BY position, path) FROM dataset_files WHERE "table" = '{table}');
CREATE OR REPLACE TEMP VIEW {table} AS
SELECT {", ".join(kinds)}
FROM (
    SELECT
        {typed}
    WHERE false
    UNION ALL BY NAME
    FROM query(if(len(getvariable('{table}_files')) > 0, '{read}', 'SELECT NULL::VARCHAR AS run_id WHERE false'))
);
"""


def views() -> str:
    """Statements that make every view from the temporary table `dataset_files` (run_id, position, table, path)."""
    head = """
SET TimeZone = 'UTC';

-- The tables as stored. The first half of each gives a column its type where no file has it (yet); naming the columns keeps
-- out those that DuckDB makes of a folder called "name=value" above the dataset.
"""
    return head + "".join(_table_view(table) for table in TABLES) + _CURRENT


if __name__ == "__main__":
    print(FIND_FILES + views(), end="")
