-- name: entries that describe a national industry and have no place
-- params: $wanted (struct of lists by filter, null means all)
-- grain: cluster_id
SELECT
  cluster_id,
  name,
  country_iso3,
  first_class,
  lower_class,
  first_known_factors,
  lower_known_factors
FROM clusters_in_filter($wanted)
WHERE is_country_level
ORDER BY cluster_id;
