-- name: clusters of a tile gathered in square cells, each at the middle of its clusters
-- params: $wanted (struct of lists by filter, null means all), $west, $east, $north, $south (doubles, edges of the tile, 0 to 1), $cells (integer, cells along an edge), $bounds (doubles, upper bounds of classes 1 to 4), $unknown (double, share of the unstudied)
-- grain: cell_row, cell_column
WITH placed AS (
  SELECT
    CAST(floor((y - $north) / ($south - $north) * $cells) AS INTEGER) AS cell_row,
    CAST(floor((x - $west) / ($east - $west) * $cells) AS INTEGER) AS cell_column,
    x,
    y,
    coalesce(first_above_unknown, $unknown) AS first_share,
    coalesce(lower_above_unknown, $unknown) AS lower_share,
    CASE WHEN first_known_factors = 0 THEN 1.0 ELSE 0.0 END AS first_is_unknown,
    CASE WHEN lower_known_factors = 0 THEN 1.0 ELSE 0.0 END AS lower_is_unknown
  FROM clusters_in_filter($wanted)
  WHERE
    NOT is_country_level
    AND x >= $west
    AND x < $east
    AND y >= $north
    AND y < $south
)
SELECT
  round(latitude_at(avg(y)), 5) AS latitude,
  round(longitude_at(avg(x)), 5) AS longitude,
  count(*) AS clusters,
  adoption_class(avg(first_share), $bounds) AS first_class,
  adoption_class(avg(lower_share), $bounds) AS lower_class,
  round(avg(first_is_unknown), 3) AS first_unknown_share,
  round(avg(lower_is_unknown), 3) AS lower_unknown_share
FROM placed
GROUP BY
  cell_row,
  cell_column
ORDER BY
  cell_row,
  cell_column;
