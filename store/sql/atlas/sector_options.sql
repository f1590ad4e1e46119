-- name: sectors of the atlas, counted under a filter
-- params: $wanted (struct of lists by filter, null means all)
-- grain: sector
WITH counted AS (
  SELECT
    sector,
    count(*) AS clusters
  FROM clusters_in_filter($wanted)
  GROUP BY sector
)
SELECT
  atlas.sector,
  CAST(NULL AS VARCHAR) AS label,
  coalesce(any_value(counted.clusters), 0) AS clusters
FROM atlas
LEFT JOIN counted
  ON atlas.sector = counted.sector
GROUP BY atlas.sector
ORDER BY atlas.sector;
