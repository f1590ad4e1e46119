-- name: clusters that are there already, as contributions are held against them
-- params: none
-- grain: cluster_id
SELECT
  cluster_id,
  name,
  country_iso3,
  place,
  latitude,
  longitude,
  sector
FROM clusters
ORDER BY cluster_id;
