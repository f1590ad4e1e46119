-- name: clusters as the table under the map shows them
-- params: $wanted (struct of lists by filter, null means all), $row_limit (integer, null means all)
-- grain: cluster_id
SELECT
  cluster_id,
  name,
  country_iso3,
  country_name,
  place,
  sector,
  location_precision,
  first_class,
  lower_class,
  first_known_factors,
  lower_known_factors,
  evidence_rows,
  newest_year
FROM clusters_in_filter($wanted)
ORDER BY
  country_name,
  name,
  cluster_id
LIMIT CAST($row_limit AS BIGINT);
