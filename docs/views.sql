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
SELECT run_id, position, created_at, file."table" AS "table", rtrim(getvariable('root'), '/') || '/' || file.path AS path
FROM (SELECT run_id, position, created_at, unnest(files) AS file FROM published);

SET TimeZone = 'UTC';

-- The tables as stored. The first half of each gives a column its type where no file has it (yet); naming the columns keeps
-- out those that DuckDB makes of a folder called "name=value" above the dataset.

SET VARIABLE articles_files = (SELECT list(path ORDER BY position, path) FROM dataset_files WHERE "table" = 'articles');
CREATE OR REPLACE TEMP VIEW articles AS
SELECT article_id, version, published_date, external_id, url, canonical_url, domain, publisher, title, text, description, authors, dateline, section, keywords, published_at, published_source, published_precision, utc_offset_minutes, modified_at, fetched_at, ingested_at, language, language_score, language_declared, word_count, boilerplate, quality_flags, is_free, rights, directives, metadata_sources, content_hash, supersedes, chars_added, chars_removed, title_changed, cluster_id, relation, duplicate_of, containment, jaccard, is_canonical, agency, agency_evidence, origin, origin_evidence, encoding, replacement_chars, extractor, input_uri, input_record, run_id, schema_version
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
        NULL::VARCHAR[] AS directives,
        NULL::MAP(VARCHAR, VARCHAR) AS metadata_sources,
        NULL::VARCHAR AS content_hash,
        NULL::INTEGER AS supersedes,
        NULL::INTEGER AS chars_added,
        NULL::INTEGER AS chars_removed,
        NULL::BOOLEAN AS title_changed,
        NULL::VARCHAR AS cluster_id,
        NULL::VARCHAR AS relation,
        NULL::VARCHAR AS duplicate_of,
        NULL::FLOAT AS containment,
        NULL::FLOAT AS jaccard,
        NULL::BOOLEAN AS is_canonical,
        NULL::VARCHAR AS agency,
        NULL::VARCHAR AS agency_evidence,
        NULL::VARCHAR AS origin,
        NULL::VARCHAR AS origin_evidence,
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
SELECT cluster_id, canonical_article_id, canonical_version, canonical_reason, agency, first_seen, last_seen, size, domains, merged_into, moved, run_id
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
        NULL::VARCHAR[] AS moved,
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

SET VARIABLE replaced_files = (SELECT list(path ORDER BY position, path) FROM dataset_files WHERE "table" = 'replaced');
CREATE OR REPLACE TEMP VIEW replaced AS
SELECT article_id, version, cluster_id, replaced_run_id, replaced_at, run_id
FROM (
    SELECT
        NULL::VARCHAR AS article_id,
        NULL::INTEGER AS version,
        NULL::VARCHAR AS cluster_id,
        NULL::VARCHAR AS replaced_run_id,
        NULL::TIMESTAMPTZ AS replaced_at,
        NULL::VARCHAR AS run_id
    WHERE false
    UNION ALL BY NAME
    FROM query(if(len(getvariable('replaced_files')) > 0, 'FROM read_parquet(getvariable(''replaced_files''), hive_partitioning = false)', 'SELECT NULL::VARCHAR AS run_id WHERE false'))
);

-- The runs that count, in the order in which they were published.
CREATE OR REPLACE TEMP VIEW run_positions AS SELECT DISTINCT run_id, position, created_at FROM dataset_files;

-- Clusters as of now: each cluster's row from the latest run that wrote one.
CREATE OR REPLACE TEMP VIEW latest_clusters AS
SELECT c.*
FROM clusters c JOIN run_positions r USING (run_id)
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

-- Articles that a later run took out of a cluster which went on without them, and where they went.
CREATE OR REPLACE TEMP VIEW moved_articles AS
SELECT article_id, max(position) AS position, arg_max(cluster_id, position) AS cluster_id
FROM (SELECT unnest(moved) AS article_id, cluster_id, run_id FROM clusters)
JOIN run_positions USING (run_id)
GROUP BY article_id;

-- What an article shares with one that stands for a cluster today, by the newest run that compared the two.
CREATE OR REPLACE TEMP VIEW canonical_edges AS
SELECT
    article_id, version, canonical_article_id,
    arg_max(
        {
            'kind': if(kind = 'contained' AND containment <= other_containment, 'near', kind),
            'containment': containment, 'jaccard': jaccard
        },
        position
    ) AS edge
FROM (
    SELECT article_id, version, other_id AS canonical_article_id, kind, containment, other_containment, jaccard, run_id
    FROM duplicates
    UNION ALL
    SELECT other_id, other_version, article_id, kind, other_containment, containment, jaccard, run_id
    FROM duplicates
)
JOIN run_positions USING (run_id)
SEMI JOIN current_clusters USING (canonical_article_id)
WHERE kind <> 'version'
GROUP BY ALL;

-- Articles as of now: the newest version of each, in the cluster where it is today, beside that cluster's canonical article.
CREATE OR REPLACE TEMP VIEW current_articles AS
WITH placed AS (
    SELECT a.*, if(v.position > r.position, v.cluster_id, a.cluster_id) AS own_cluster_id
    FROM articles a
    SEMI JOIN latest_versions USING (article_id, version)
    JOIN run_positions r USING (run_id)
    LEFT JOIN moved_articles v ON v.article_id = a.article_id
),
standing AS (
    SELECT
        a.* EXCLUDE (own_cluster_id),
        coalesce(m.current_cluster_id, own_cluster_id) AS current_cluster_id,
        coalesce(c.canonical_article_id, if(a.is_canonical, a.article_id, a.duplicate_of)) AS canonical_article_id,
        coalesce(c.canonical_article_id = a.article_id, a.is_canonical) AS stands
    FROM placed a
    LEFT JOIN merged_clusters m ON m.cluster_id = own_cluster_id
    LEFT JOIN current_clusters c ON c.cluster_id = coalesce(m.current_cluster_id, own_cluster_id)
)
SELECT
    a.* EXCLUDE (current_cluster_id, stands) REPLACE (
        current_cluster_id AS cluster_id,
        stands AS is_canonical,
        CASE
            WHEN relation = 'version' THEN relation WHEN stands THEN 'original'
            ELSE coalesce(edge.kind, relation)
        END AS relation,
        CASE
            WHEN relation = 'version' THEN duplicate_of WHEN stands THEN NULL
            WHEN edge IS NOT NULL THEN canonical_article_id ELSE duplicate_of
        END AS duplicate_of,
        CASE
            WHEN relation = 'version' THEN a.containment WHEN stands THEN NULL
            WHEN edge IS NOT NULL THEN edge.containment ELSE a.containment
        END AS containment,
        CASE
            WHEN relation = 'version' THEN a.jaccard WHEN stands THEN NULL
            WHEN edge IS NOT NULL THEN edge.jaccard ELSE a.jaccard
        END AS jaccard
    )
FROM standing a
LEFT JOIN canonical_edges USING (article_id, version, canonical_article_id);

CREATE OR REPLACE TEMP VIEW current_entities AS
FROM entities
SEMI JOIN latest_versions USING (article_id, version);

CREATE OR REPLACE TEMP MACRO kinds_of_change(c) AS CASE
    WHEN c.version IS NULL THEN ['removed']
    WHEN c.replaced THEN ['replaced']
    WHEN c.previous_version IS NULL THEN ['new']
    ELSE list_filter([
        if(c.version <> c.previous_version, 'new_version', NULL),
        if(c.cluster_id <> c.previous_cluster_id, 'cluster_moved', NULL),
        if(c.canonical_article_id IS DISTINCT FROM c.previous_canonical_article_id, 'canonical_moved', NULL)
    ], lambda kind: kind IS NOT NULL)
END;

-- For each cluster and span of runs the cluster that it was part of then, and the article that stood for that.
CREATE OR REPLACE TEMP VIEW cluster_history AS
WITH RECURSIVE stated AS (
    SELECT cluster_id, canonical_article_id, merged_into, position AS start
    FROM clusters JOIN run_positions USING (run_id)
    UNION ALL
    SELECT id, NULL, NULL, 0
    FROM (SELECT cluster_id AS id FROM clusters UNION SELECT merged_into FROM clusters)
    WHERE id IS NOT NULL
),
spans AS (
    SELECT *, coalesce(lead(start) OVER (PARTITION BY cluster_id ORDER BY start), 9223372036854775807) AS stop FROM stated
),
way AS (
    SELECT DISTINCT cluster_id, cluster_id AS home, 0::BIGINT AS start, 9223372036854775807 AS stop FROM spans
    UNION  -- not UNION ALL, as above
    SELECT w.cluster_id, s.merged_into, greatest(w.start, s.start), least(w.stop, s.stop)
    FROM way w JOIN spans s ON s.cluster_id = w.home AND s.start < w.stop AND w.start < s.stop
    WHERE s.merged_into IS NOT NULL
)
SELECT w.cluster_id, w.home, s.canonical_article_id, greatest(w.start, s.start) AS start, least(w.stop, s.stop) AS stop
FROM way w JOIN spans s ON s.cluster_id = w.home AND s.start < w.stop AND w.start < s.stop
WHERE s.merged_into IS NULL;

-- For each article and span of runs what current_articles said of it then, beside what it had said before.
CREATE OR REPLACE TEMP VIEW article_history AS
WITH read AS (
    SELECT
        article_id, position,
        max({
            'time': coalesce(fetched_at, modified_at, published_at, ingested_at), 'version': version,
            'canonical': if(is_canonical, article_id, duplicate_of)
        }) AS row,
        any_value(cluster_id) AS cluster_id
    FROM articles JOIN run_positions USING (run_id)
    GROUP BY article_id, position
    UNION ALL
    SELECT unnest(moved), position, NULL, cluster_id
    FROM clusters JOIN run_positions USING (run_id)
),
newest AS (
    SELECT
        article_id, position AS start, max(any_value(row)) OVER so_far AS row, any_value(cluster_id) AS cluster_id,
        coalesce(lead(position) OVER so_far, 9223372036854775807) AS stop
    FROM read GROUP BY article_id, position WINDOW so_far AS (PARTITION BY article_id ORDER BY position)
),
placed AS (
    SELECT
        article_id, greatest(n.start, coalesce(h.start, 0)) AS start, row.version AS version,
        coalesce(h.home, n.cluster_id) AS cluster_id, coalesce(h.canonical_article_id, row.canonical) AS canonical_article_id
    FROM newest n
    LEFT JOIN cluster_history h ON h.cluster_id = n.cluster_id AND h.start < n.stop AND n.start < h.stop
    WHERE row IS NOT NULL  -- moved, then replaced: not there until it is read again
),
compared AS (
    SELECT
        *,
        lag(version) OVER over_time AS previous_version,
        lag(cluster_id) OVER over_time AS previous_cluster_id,
        lag(canonical_article_id) OVER over_time AS previous_canonical_article_id
    FROM placed WINDOW over_time AS (PARTITION BY article_id ORDER BY start)
),
changed AS (
    FROM compared
    WHERE (version, cluster_id, canonical_article_id)
        IS DISTINCT FROM (previous_version, previous_cluster_id, previous_canonical_article_id)
)
SELECT *, coalesce(lead(start) OVER (PARTITION BY article_id ORDER BY start), 9223372036854775807) AS stop FROM changed;

-- What each run changed in current_articles, one row for each article and kind of change.
CREATE OR REPLACE TEMP VIEW changes AS
WITH history AS MATERIALIZED (FROM article_history),
-- Articles that a forced run read anew, lost, or moved by losing others: what was known of them may no longer be so.
gone AS (
    SELECT article_id, cluster_id, position
    FROM replaced JOIN run_positions USING (run_id)
),
replaced_articles AS MATERIALIZED (
    SELECT article_id, position FROM gone WHERE article_id IS NOT NULL
    UNION
    SELECT h.article_id, g.position
    FROM history h JOIN gone g ON g.cluster_id = h.cluster_id AND h.start <= g.position AND g.position < h.stop
),
found AS (
    SELECT h.* EXCLUDE (stop), false AS replaced
    FROM history h ANTI JOIN replaced_articles r ON r.article_id = h.article_id AND r.position = h.start
    UNION ALL
    SELECT
        r.article_id, r.position, h.version, h.cluster_id, h.canonical_article_id,
        NULL AS previous_version, NULL AS previous_cluster_id, NULL AS previous_canonical_article_id, true
    FROM replaced_articles r
    LEFT JOIN history h ON h.article_id = r.article_id AND h.start <= r.position AND r.position < h.stop
)
SELECT
    run_id, created_at AS changed_at, unnest(kinds_of_change(found)) AS change, article_id,
    version, previous_version, cluster_id, previous_cluster_id, canonical_article_id, previous_canonical_article_id
FROM found JOIN run_positions r ON r.position = found.start;

-- The same since a run, with what changed twice told once: FROM changes_since('20240501-0123456789').
CREATE OR REPLACE TEMP MACRO changes_since(since) AS TABLE
WITH history AS MATERIALIZED (FROM article_history),
-- Articles that a forced run read anew, lost, or moved by losing others: what was known of them may no longer be so.
gone AS (
    SELECT article_id, cluster_id, position
    FROM replaced JOIN run_positions USING (run_id)
),
replaced_articles AS MATERIALIZED (
    SELECT article_id, position FROM gone WHERE article_id IS NOT NULL
    UNION
    SELECT h.article_id, g.position
    FROM history h JOIN gone g ON g.cluster_id = h.cluster_id AND h.start <= g.position AND g.position < h.stop
),
since_position AS (
    SELECT coalesce(
        (SELECT position FROM run_positions WHERE run_id = since),
        -- A run that was replaced since: what was published after it.
        (
            SELECT max(coalesce(position, 0))
            FROM (SELECT max(replaced_at) AS replaced_at FROM replaced WHERE replaced_run_id = since HAVING count(*) > 0)
            LEFT JOIN run_positions ON created_at <= replaced_at
        ),
        error('there is no run ' || since)::BIGINT
    ) AS position
),
touched AS (
    SELECT article_id, max(position) AS position, bool_or(replaced) AS replaced
    FROM (
        SELECT article_id, start AS position, false AS replaced FROM history
        UNION ALL
        SELECT article_id, position, true FROM replaced_articles
    )
    WHERE position > (SELECT position FROM since_position)
    GROUP BY article_id
),
found AS (
    SELECT
        t.article_id, t.position AS start, t.replaced, h.version, h.cluster_id, h.canonical_article_id,
        if(t.replaced, NULL, b.version) AS previous_version, if(t.replaced, NULL, b.cluster_id) AS previous_cluster_id,
        if(t.replaced, NULL, b.canonical_article_id) AS previous_canonical_article_id
    FROM touched t
    LEFT JOIN history h ON h.article_id = t.article_id AND h.stop = 9223372036854775807
    LEFT JOIN history b ON b.article_id = t.article_id
        AND b.start <= (SELECT position FROM since_position) AND (SELECT position FROM since_position) < b.stop
)
SELECT
    run_id, created_at AS changed_at, unnest(kinds_of_change(found)) AS change, article_id,
    version, previous_version, cluster_id, previous_cluster_id, canonical_article_id, previous_canonical_article_id
FROM found JOIN run_positions r ON r.position = found.start;
