-- name: statements on one cluster that were taken back, with their reason and source
-- params: $cluster_id (text)
-- grain: evidence_id
SELECT
  withdrawn.evidence_id,
  withdrawn.factor,
  withdrawn.value,
  withdrawn.tier,
  withdrawn.year,
  withdrawn.locator,
  withdrawn.statement,
  withdrawn.reason,
  sources.citation,
  sources.year AS source_year,
  sources.doi,
  sources.url,
  sources.type AS source_type
FROM withdrawn
LEFT JOIN sources
  ON sources.source_id = withdrawn.source_id
WHERE withdrawn.cluster_id = $cluster_id
ORDER BY
  withdrawn.factor,
  withdrawn.year DESC NULLS LAST,
  withdrawn.evidence_id;
