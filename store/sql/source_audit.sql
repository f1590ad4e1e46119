-- name: random statements held against their source again
-- params: none
-- grain: evidence_id
SELECT
  evidence_id,
  factor,
  coded_value,
  coded_confidence,
  source_type,
  found,
  statement,
  value,
  tier,
  year,
  place
FROM source_audit
ORDER BY evidence_id;
