-- name: which way the base leans, in numbers
-- params: $where_sold, $child_labour (text, factors), $domestic, $export (text, values of the first), $press (text list, types of source), $india (text, country code)
-- grain: one row
WITH sold AS (
  SELECT
    attributes.cluster_id,
    bool_or(attributes.value <> $domestic) AS is_exporting,
    bool_and(attributes.value = $export) AS is_export_only
  FROM attributes
  WHERE attributes.factor = $where_sold
  GROUP BY attributes.cluster_id
),
placed AS (
  SELECT
    sold.is_exporting,
    sold.is_export_only,
    clusters.country_iso3 = $india AS is_indian,
    sold.cluster_id IN (SELECT attributes.cluster_id FROM attributes WHERE attributes.factor = $child_labour) AS has_child_labour
  FROM sold
  JOIN clusters
    ON clusters.cluster_id = sold.cluster_id
),
documented AS (
  SELECT
    cluster_id,
    count(DISTINCT source_id) = 1 AS has_one_source
  FROM evidence
  GROUP BY cluster_id
)
SELECT
  (SELECT count(*) FROM placed) AS sold_known,
  (SELECT count(*) FROM placed WHERE is_exporting) AS exporting,
  (SELECT count(*) FROM placed WHERE is_export_only) AS export_only,
  (SELECT count(*) FROM placed WHERE is_indian) AS sold_known_india,
  (SELECT count(*) FROM placed WHERE is_indian AND is_exporting) AS exporting_india,
  (SELECT count(*) FROM placed WHERE is_exporting AND has_child_labour) AS exporting_child_labour,
  (SELECT count(*) FROM placed WHERE NOT is_exporting AND has_child_labour) AS domestic_child_labour,
  (SELECT count(*) FROM evidence) AS evidence_rows,
  (
    SELECT count(*)
    FROM evidence
    JOIN sources
      ON sources.source_id = evidence.source_id
    WHERE list_contains(CAST($press AS VARCHAR[]), sources.type)
  ) AS press_rows,
  (SELECT count(*) FROM evidence WHERE year IS NULL) AS undated_rows,
  (SELECT min(year) FROM evidence) AS oldest_year,
  (SELECT CAST(median(year) AS INTEGER) FROM evidence) AS middle_year,
  (SELECT max(year) FROM evidence) AS newest_year,
  (SELECT count(*) FROM documented) AS documented,
  (SELECT count(*) FROM documented WHERE has_one_source) AS one_source,
  (SELECT count(*) FROM attributes) AS combinations,
  (SELECT count(*) FROM attributes WHERE source_count = 1) AS combinations_one_source;
