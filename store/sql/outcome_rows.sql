-- name: evidence on the two adoption outcomes
-- params: none
-- grain: evidence_id
SELECT
  evidence_id,
  cluster_id,
  factor,
  value,
  tier,
  confidence,
  source_id
FROM evidence
WHERE factor IN ('first_tier_adoption', 'lower_tier_adoption')
ORDER BY evidence_id;
