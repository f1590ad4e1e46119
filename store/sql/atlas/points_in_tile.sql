-- name: clusters with a place in a tile, the better known last so that they are drawn on top
-- params: $wanted (struct of lists by filter, null means all), $west, $east, $north, $south (doubles, edges of the tile, 0 to 1)
-- grain: cluster_id
SELECT
  cluster_id,
  name,
  round(latitude, 5) AS latitude,
  round(longitude, 5) AS longitude,
  first_class,
  lower_class,
  first_known_factors,
  lower_known_factors,
  location_precision
FROM clusters_in_filter($wanted)
WHERE
  NOT is_country_level
  AND x >= $west
  AND x < $east
  AND y >= $north
  AND y < $south
ORDER BY
  first_known_factors + lower_known_factors,
  cluster_id;
