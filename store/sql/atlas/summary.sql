-- name: what a filter lets through, counted
-- params: $wanted (struct of lists by filter, null means all)
-- grain: one row
WITH chosen AS (
  SELECT
    cluster_id,
    country_iso3,
    evidence_rows
  FROM clusters_in_filter($wanted)
)
SELECT
  count(*) AS clusters,
  count(DISTINCT country_iso3) AS countries,
  coalesce(sum(evidence_rows), 0) AS evidence_rows,
  (
    SELECT count(DISTINCT source_id)
    FROM atlas_sources
    WHERE cluster_id IN (SELECT cluster_id FROM chosen)
  ) AS sources
FROM chosen;
