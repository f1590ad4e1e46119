-- name: cells of a tile as the pyramid holds them, under no filter
-- params: $level (integer, level of the cells), $low, $high (bigints, range of the tile's cells), $bounds (doubles, where the measure's classes begin)
-- grain: cell
SELECT
  round(latitude_at(y / clusters), 5) AS latitude,
  round(longitude_at(x / clusters), 5) AS longitude,
  clusters,
  class_of(first_{measure}_sum / nullif(first_{measure}_count, 0), $bounds) AS first_class,
  class_of(lower_{measure}_sum / nullif(lower_{measure}_count, 0), $bounds) AS lower_class,
  round(1 - first_{measure}_count / clusters, 3) AS first_unknown_share,
  round(1 - lower_{measure}_count / clusters, 3) AS lower_unknown_share
FROM pyramid
WHERE
  level = $level
  AND cell >= $low
  AND cell < $high
ORDER BY cell;
