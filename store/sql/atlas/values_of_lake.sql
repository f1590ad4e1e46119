-- name: the value that each factor has at each cluster and tier
-- params: none
-- grain: cluster_id, factor, tier
SELECT
  cluster_id,
  factor,
  tier,
  value
FROM attributes
WHERE value IS NOT NULL
ORDER BY
  cluster_id,
  factor,
  tier;
