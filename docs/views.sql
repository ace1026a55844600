-- The dataset's views in plain SQL, for DuckDB 1.3 or later; `newsbeam sql` runs the same ones.
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

SET TimeZone = 'UTC';

-- The tables as stored. The first half of each gives a column its type where no file has it (yet); naming the columns keeps
-- out those that DuckDB makes of a folder called "name=value" above the dataset.

SET VARIABLE articles_files = (SELECT list(path ORDER BY position, path) FROM dataset_files WHERE "table" = 'articles');
CREATE OR REPLACE TEMP VIEW articles AS
SELECT article_id, version, published_date, external_id, url, canonical_url, domain, publisher, title, text, description, authors, dateline, section, keywords, published_at, published_source, published_precision, utc_offset_minutes, modified_at, fetched_at, ingested_at, language, language_score, language_declared, word_count, boilerplate, quality_flags, is_free, rights, content_hash, cluster_id, relation, duplicate_of, containment, jaccard, is_canonical, agency, agency_evidence, encoding, replacement_chars, extractor, input_uri, input_record, run_id, schema_version
FROM (
    SELECT
        NULL::VARCHAR AS article_id,
        NULL::INTEGER AS version,
        NULL::DATE AS published_date,
        NULL::VARCHAR AS external_id,
        NULL::VARCHAR AS url,
        NULL::VARCHAR AS canonical_url,
        NULL::VARCHAR AS domain,
        NULL::VARCHAR AS publisher,
        NULL::VARCHAR AS title,
        NULL::VARCHAR AS text,
        NULL::VARCHAR AS description,
        NULL::VARCHAR[] AS authors,
        NULL::VARCHAR AS dateline,
        NULL::VARCHAR AS section,
        NULL::VARCHAR[] AS keywords,
        NULL::TIMESTAMPTZ AS published_at,
        NULL::VARCHAR AS published_source,
        NULL::VARCHAR AS published_precision,
        NULL::INTEGER AS utc_offset_minutes,
        NULL::TIMESTAMPTZ AS modified_at,
        NULL::TIMESTAMPTZ AS fetched_at,
        NULL::TIMESTAMPTZ AS ingested_at,
        NULL::VARCHAR AS language,
        NULL::FLOAT AS language_score,
        NULL::VARCHAR AS language_declared,
        NULL::INTEGER AS word_count,
        NULL::STRUCT("kind" VARCHAR, "text" VARCHAR)[] AS boilerplate,
        NULL::VARCHAR[] AS quality_flags,
        NULL::BOOLEAN AS is_free,
        NULL::VARCHAR AS rights,
        NULL::VARCHAR AS content_hash,
        NULL::VARCHAR AS cluster_id,
        NULL::VARCHAR AS relation,
        NULL::VARCHAR AS duplicate_of,
        NULL::FLOAT AS containment,
        NULL::FLOAT AS jaccard,
        NULL::BOOLEAN AS is_canonical,
        NULL::VARCHAR AS agency,
        NULL::VARCHAR AS agency_evidence,
        NULL::VARCHAR AS encoding,
        NULL::INTEGER AS replacement_chars,
        NULL::VARCHAR AS extractor,
        NULL::VARCHAR AS input_uri,
        NULL::BIGINT AS input_record,
        NULL::VARCHAR AS run_id,
        NULL::INTEGER AS schema_version
    WHERE false
    UNION ALL BY NAME
    FROM query(if(len(getvariable('articles_files')) > 0, 'FROM read_parquet(getvariable(''articles_files''), hive_partitioning = true, hive_types = {published_date: DATE})', 'SELECT NULL::VARCHAR AS run_id WHERE false'))
);

SET VARIABLE entities_files = (SELECT list(path ORDER BY position, path) FROM dataset_files WHERE "table" = 'entities');
CREATE OR REPLACE TEMP VIEW entities AS
SELECT article_id, version, published_date, name, type, mentions, salience, country, geonames_id, latitude, longitude, method, run_id
FROM (
    SELECT
        NULL::VARCHAR AS article_id,
        NULL::INTEGER AS version,
        NULL::DATE AS published_date,
        NULL::VARCHAR AS name,
        NULL::VARCHAR AS type,
        NULL::STRUCT("start" INTEGER, "end" INTEGER, "text" VARCHAR)[] AS mentions,
        NULL::FLOAT AS salience,
        NULL::VARCHAR AS country,
        NULL::BIGINT AS geonames_id,
        NULL::DOUBLE AS latitude,
        NULL::DOUBLE AS longitude,
        NULL::VARCHAR AS method,
        NULL::VARCHAR AS run_id
    WHERE false
    UNION ALL BY NAME
    FROM query(if(len(getvariable('entities_files')) > 0, 'FROM read_parquet(getvariable(''entities_files''), hive_partitioning = true, hive_types = {published_date: DATE})', 'SELECT NULL::VARCHAR AS run_id WHERE false'))
);

SET VARIABLE duplicates_files = (SELECT list(path ORDER BY position, path) FROM dataset_files WHERE "table" = 'duplicates');
CREATE OR REPLACE TEMP VIEW duplicates AS
SELECT article_id, version, other_id, other_version, kind, containment, other_containment, jaccard, other_run_id, run_id
FROM (
    SELECT
        NULL::VARCHAR AS article_id,
        NULL::INTEGER AS version,
        NULL::VARCHAR AS other_id,
        NULL::INTEGER AS other_version,
        NULL::VARCHAR AS kind,
        NULL::FLOAT AS containment,
        NULL::FLOAT AS other_containment,
        NULL::FLOAT AS jaccard,
        NULL::VARCHAR AS other_run_id,
        NULL::VARCHAR AS run_id
    WHERE false
    UNION ALL BY NAME
    FROM query(if(len(getvariable('duplicates_files')) > 0, 'FROM read_parquet(getvariable(''duplicates_files''), hive_partitioning = false)', 'SELECT NULL::VARCHAR AS run_id WHERE false'))
);

SET VARIABLE clusters_files = (SELECT list(path ORDER BY position, path) FROM dataset_files WHERE "table" = 'clusters');
CREATE OR REPLACE TEMP VIEW clusters AS
SELECT cluster_id, canonical_article_id, canonical_version, canonical_reason, agency, first_seen, last_seen, size, domains, merged_into, run_id
FROM (
    SELECT
        NULL::VARCHAR AS cluster_id,
        NULL::VARCHAR AS canonical_article_id,
        NULL::INTEGER AS canonical_version,
        NULL::VARCHAR AS canonical_reason,
        NULL::VARCHAR AS agency,
        NULL::TIMESTAMPTZ AS first_seen,
        NULL::TIMESTAMPTZ AS last_seen,
        NULL::INTEGER AS size,
        NULL::VARCHAR[] AS domains,
        NULL::VARCHAR AS merged_into,
        NULL::VARCHAR AS run_id
    WHERE false
    UNION ALL BY NAME
    FROM query(if(len(getvariable('clusters_files')) > 0, 'FROM read_parquet(getvariable(''clusters_files''), hive_partitioning = false)', 'SELECT NULL::VARCHAR AS run_id WHERE false'))
);

SET VARIABLE rejects_files = (SELECT list(path ORDER BY position, path) FROM dataset_files WHERE "table" = 'rejects');
CREATE OR REPLACE TEMP VIEW rejects AS
SELECT input_uri, input_record, url, stage, code, message, payload_hash, run_id
FROM (
    SELECT
        NULL::VARCHAR AS input_uri,
        NULL::BIGINT AS input_record,
        NULL::VARCHAR AS url,
        NULL::VARCHAR AS stage,
        NULL::VARCHAR AS code,
        NULL::VARCHAR AS message,
        NULL::VARCHAR AS payload_hash,
        NULL::VARCHAR AS run_id
    WHERE false
    UNION ALL BY NAME
    FROM query(if(len(getvariable('rejects_files')) > 0, 'FROM read_parquet(getvariable(''rejects_files''), hive_partitioning = false)', 'SELECT NULL::VARCHAR AS run_id WHERE false'))
);

SET VARIABLE runs_files = (SELECT list(path ORDER BY position, path) FROM dataset_files WHERE "table" = 'runs');
CREATE OR REPLACE TEMP VIEW runs AS
SELECT run_id, run_key, run_date, started_at, finished_at, read, published, seen_again, dropped, rejected, articles, entities, duplicates, clusters, rejected_by_code, articles_by_relation, articles_by_language, seconds_by_step, seconds, docs_per_second, runner, newsbeam_version, beam_version, python_version, config_hash, config, replaces, schema_version
FROM (
    SELECT
        NULL::VARCHAR AS run_id,
        NULL::VARCHAR AS run_key,
        NULL::DATE AS run_date,
        NULL::TIMESTAMPTZ AS started_at,
        NULL::TIMESTAMPTZ AS finished_at,
        NULL::BIGINT AS read,
        NULL::BIGINT AS published,
        NULL::BIGINT AS seen_again,
        NULL::BIGINT AS dropped,
        NULL::BIGINT AS rejected,
        NULL::BIGINT AS articles,
        NULL::BIGINT AS entities,
        NULL::BIGINT AS duplicates,
        NULL::BIGINT AS clusters,
        NULL::MAP(VARCHAR, BIGINT) AS rejected_by_code,
        NULL::MAP(VARCHAR, BIGINT) AS articles_by_relation,
        NULL::MAP(VARCHAR, BIGINT) AS articles_by_language,
        NULL::MAP(VARCHAR, DOUBLE) AS seconds_by_step,
        NULL::DOUBLE AS seconds,
        NULL::DOUBLE AS docs_per_second,
        NULL::VARCHAR AS runner,
        NULL::VARCHAR AS newsbeam_version,
        NULL::VARCHAR AS beam_version,
        NULL::VARCHAR AS python_version,
        NULL::VARCHAR AS config_hash,
        NULL::VARCHAR AS config,
        NULL::VARCHAR[] AS replaces,
        NULL::INTEGER AS schema_version
    WHERE false
    UNION ALL BY NAME
    FROM query(if(len(getvariable('runs_files')) > 0, 'FROM read_parquet(getvariable(''runs_files''), hive_partitioning = false)', 'SELECT NULL::VARCHAR AS run_id WHERE false'))
);

SET VARIABLE source_health_files = (SELECT list(path ORDER BY position, path) FROM dataset_files WHERE "table" = 'source_health');
CREATE OR REPLACE TEMP VIEW source_health AS
SELECT domain, date, articles, copies, rejected, median_words, share_with_date, share_with_author, languages, run_id
FROM (
    SELECT
        NULL::VARCHAR AS domain,
        NULL::DATE AS date,
        NULL::BIGINT AS articles,
        NULL::BIGINT AS copies,
        NULL::BIGINT AS rejected,
        NULL::DOUBLE AS median_words,
        NULL::DOUBLE AS share_with_date,
        NULL::DOUBLE AS share_with_author,
        NULL::VARCHAR[] AS languages,
        NULL::VARCHAR AS run_id
    WHERE false
    UNION ALL BY NAME
    FROM query(if(len(getvariable('source_health_files')) > 0, 'FROM read_parquet(getvariable(''source_health_files''), hive_partitioning = false)', 'SELECT NULL::VARCHAR AS run_id WHERE false'))
);

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
