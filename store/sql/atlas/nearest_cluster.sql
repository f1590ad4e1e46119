-- name: the cluster with a place nearest to a point, the better known of those at one distance
-- params: $wanted (struct by filter, null means all), $latitude, $longitude (doubles, degrees), $radius (double, farthest distance, 1 is the world's width)
-- grain: at most one row
WITH near AS (
  SELECT
    cluster_id,
    first_known_factors + lower_known_factors AS known_factors,
    pow(
      least(
        abs(x - mercator_x($longitude)),
        1.0 - abs(x - mercator_x($longitude))
      ),
      2
    )
    + pow(y - mercator_y($latitude), 2) AS squared_distance
  FROM clusters_by_{measure}($wanted)
  WHERE
    place_key IS NOT NULL
    AND y >= mercator_y($latitude) - $radius
    AND y <= mercator_y($latitude) + $radius
)
SELECT cluster_id
FROM near
WHERE squared_distance <= $radius * $radius
ORDER BY
  squared_distance,
  known_factors DESC,
  cluster_id
LIMIT 1;
