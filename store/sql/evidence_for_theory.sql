-- name: all evidence, as the model reads it, on the clusters whose evidence speaks of some factors
-- params: $factors (text list)
-- grain: evidence_id
SELECT
  evidence_id,
  cluster_id,
  factor,
  value,
  tier,
  year,
  source_id,
  confidence
FROM evidence
WHERE cluster_id IN (
  SELECT spoken_of.cluster_id
  FROM evidence AS spoken_of
  WHERE list_contains(CAST($factors AS VARCHAR[]), spoken_of.factor)
)
ORDER BY evidence_id;
