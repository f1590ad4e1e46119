-- name: all evidence on one cluster with its sources, by factor, newest first
-- params: $cluster_id (text)
-- grain: evidence_id
SELECT
  evidence.evidence_id,
  evidence.cluster_id,
  evidence.factor,
  evidence.value,
  evidence.tier,
  evidence.year,
  evidence.source_id,
  evidence.locator,
  evidence.statement,
  evidence.confidence,
  evidence.scope,
  evidence.mode,
  evidence.coders_agreeing,
  evidence.coders,
  evidence.coding_round,
  sources.citation,
  sources.year AS source_year,
  sources.doi,
  sources.url,
  sources.type AS source_type,
  attributes.evidence_id = evidence.evidence_id AS counts,
  attributes.is_rival
FROM evidence
LEFT JOIN sources
  ON sources.source_id = evidence.source_id
LEFT JOIN attributes
  ON attributes.cluster_id = evidence.cluster_id
  AND attributes.factor = evidence.factor
  AND attributes.tier = evidence.tier
WHERE evidence.cluster_id = $cluster_id
ORDER BY
  evidence.factor,
  evidence.year DESC NULLS LAST,
  evidence.evidence_id;
