-- name: rank of one cluster's prediction among the whole base
-- params: $cluster_id (text)
-- grain: tier
SELECT
  tier,
  percentile
FROM predictions
WHERE cluster_id = $cluster_id
ORDER BY tier;
