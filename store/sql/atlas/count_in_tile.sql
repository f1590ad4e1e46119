-- name: number of clusters with a place in a tile
-- params: $wanted (struct of lists by filter, null means all), $west, $east, $north, $south (doubles, edges of the tile, 0 to 1)
-- grain: one row
SELECT count(*) AS clusters
FROM clusters_in_filter($wanted)
WHERE
  NOT is_country_level
  AND x >= $west
  AND x < $east
  AND y >= $north
  AND y < $south;
