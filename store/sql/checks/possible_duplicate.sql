-- name: clusters of one sector at one place, perhaps entered twice
-- params: none
-- grain: line
WITH places AS (
  SELECT
    line,
    cluster_id,
    first_value(cluster_id) OVER (PARTITION BY country_iso3, sector, lower(strip_accents(place)) ORDER BY line) AS first_id
  FROM staged_clusters
)
SELECT
  'clusters' AS table_name,
  line,
  'place' AS column_name,
  cluster_id AS value,
  'one entry per sector and place; ' || first_id || ' is of the same sector at the same place' AS allowed
FROM places
WHERE cluster_id <> first_id
ORDER BY line;
