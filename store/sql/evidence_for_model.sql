-- name: evidence rows as the model reads them
-- params: none
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
ORDER BY evidence_id;
