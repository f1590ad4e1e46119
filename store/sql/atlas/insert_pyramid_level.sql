-- name: the cells of one level of the pyramid, from the four of the level below that each holds
-- params: $level (integer, the level that is made)
-- grain: level, cell
INSERT INTO pyramid
SELECT
  CAST($level AS UTINYINT) AS level,
  cell >> 2 AS parent,
  CAST(sum(clusters) AS BIGINT) AS clusters,
  sum(x) AS x,
  sum(y) AS y,
  {sums_of_cells}
FROM pyramid
WHERE level = CAST($level AS UTINYINT) + 1
GROUP BY parent
ORDER BY parent;
