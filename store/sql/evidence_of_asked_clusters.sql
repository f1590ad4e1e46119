-- name: evidence rows of some clusters as the model reads them
-- params: $cluster_ids (text list)
-- grain: evidence_id
SELECT
  evidence.evidence_id,
  evidence.cluster_id,
  evidence.factor,
  evidence.value,
  evidence.tier,
  evidence.year,
  evidence.source_id,
  evidence.confidence
FROM evidence
WHERE evidence.cluster_id IN (SELECT unnest(CAST($cluster_ids AS VARCHAR[])))
ORDER BY evidence.evidence_id;
