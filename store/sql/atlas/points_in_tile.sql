-- name: clusters with a place in a tile, the better known last so that they are drawn on top
-- params: $wanted (struct by filter, null means all), $low, $high (bigints, the tile's range of place keys), $longest (integer, characters of a name that a tile repeats)
-- grain: cluster_id
SELECT
  cluster_id,
  left(name, $longest) AS name,
  round(latitude, 5) AS latitude,
  round(longitude, 5) AS longitude,
  first_class,
  lower_class,
  first_known_factors,
  lower_known_factors,
  location_precision
FROM clusters_by_{measure}($wanted)
WHERE
  place_key >= $low
  AND place_key < $high
ORDER BY
  first_known_factors + lower_known_factors,
  cluster_id;
