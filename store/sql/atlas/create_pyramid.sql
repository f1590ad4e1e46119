-- name: clusters gathered in the cells of the finest level that tiles of low zooms are made from
-- params: $level (integer, the world is 2 ** level cells wide), $shift (integer, bits of a place key that tell places of one cell apart)
-- grain: level, cell
CREATE TABLE pyramid AS
SELECT
  CAST($level AS UTINYINT) AS level,
  place_key >> $shift AS cell,
  count(*) AS clusters,
  sum(CAST(x AS DOUBLE)) AS x,
  sum(CAST(y AS DOUBLE)) AS y,
  {sums_of_clusters}
FROM atlas
WHERE place_key IS NOT NULL
GROUP BY cell
ORDER BY cell;
