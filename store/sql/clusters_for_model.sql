-- name: every cluster with what the model asks of it beside evidence
-- params: none
-- grain: cluster_id
SELECT
  cluster_id,
  country_iso3,
  sector,
  coding_round,
  location_precision,
  location_precision = 'country' AS is_country_level
FROM clusters
ORDER BY cluster_id;
