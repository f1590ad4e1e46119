-- name: every cluster, and whether it stands for a whole country
-- params: none
-- grain: cluster_id
SELECT
  cluster_id,
  location_precision = 'country' AS is_country_level
FROM clusters
ORDER BY cluster_id;
