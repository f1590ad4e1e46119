-- name: evidence rows of some clusters as the model reads them, with the batch they came in
-- params: $cluster_ids (text list)
-- grain: evidence_id
SELECT
  evidence_id,
  cluster_id,
  factor,
  value,
  tier,
  year,
  source_id,
  confidence,
  batch_id
FROM evidence
WHERE cluster_id IN (SELECT unnest(CAST($cluster_ids AS VARCHAR[])))
ORDER BY evidence_id;
