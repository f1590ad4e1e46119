-- name: stored predictions, with what each was made from
-- params: none
-- grain: cluster_id, tier
SELECT
  cluster_id,
  tier,
  p_none,
  p_partial,
  p_substantial,
  expected,
  interval_low,
  interval_high,
  above_unknown,
  known_factors,
  of_factors,
  base,
  model_version,
  input_hash
FROM predictions
ORDER BY
  cluster_id,
  tier;
