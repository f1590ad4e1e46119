-- name: entries that describe a national industry and have no place
-- params: $wanted (struct by filter, null means all), $longest (integer, characters of a name that a map repeats)
-- grain: cluster_id
SELECT
  cluster_id,
  left(name, $longest) AS name,
  CAST(country AS VARCHAR) AS country_iso3,
  first_class,
  lower_class,
  first_known_factors,
  lower_known_factors
FROM clusters_by_{measure}($wanted)
WHERE place_key IS NULL
ORDER BY cluster_id;
