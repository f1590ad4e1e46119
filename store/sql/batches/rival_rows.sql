-- name: new statements beside which another value stands for the same factor and tier
-- params: none; reads new_evidence
-- grain: evidence_id
SELECT
  new_evidence.evidence_id,
  attributes.value AS standing_value
FROM new_evidence
JOIN attributes
USING (cluster_id, factor, tier)
WHERE new_evidence.value <> attributes.value
ORDER BY new_evidence.evidence_id;
