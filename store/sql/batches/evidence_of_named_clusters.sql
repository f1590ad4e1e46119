-- name: evidence on some clusters as the model reads it, with the batch it came in
-- params: none; reads named_clusters
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
SEMI JOIN named_clusters
USING (cluster_id)
ORDER BY evidence_id;
