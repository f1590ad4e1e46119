-- name: clusters of a tile gathered in square cells, each at the middle of its clusters with the class of their mean
-- params: $wanted (struct by filter, null means all), $low, $high (bigints, the tile's range of place keys), $shift (integer, bits of a place key that tell places of one cell apart), $bounds (doubles, where the measure's classes begin)
-- grain: cell
SELECT
  round(latitude_at(avg(y)), 5) AS latitude,
  round(longitude_at(avg(x)), 5) AS longitude,
  count(*) AS clusters,
  class_of(avg(first_number), $bounds) AS first_class,
  class_of(avg(lower_number), $bounds) AS lower_class,
  round(1 - count(first_class) / count(*), 3) AS first_unknown_share,
  round(1 - count(lower_class) / count(*), 3) AS lower_unknown_share
FROM clusters_by_{measure}($wanted)
WHERE
  place_key >= $low
  AND place_key < $high
GROUP BY place_key >> $shift
ORDER BY place_key >> $shift;
