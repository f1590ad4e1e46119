-- name: what is known of one factor in one group of clusters, the surest and newest first
-- params: $factor (text), $cluster (text list of ids), $country, $un_subregion, $sector (text lists; null means all), $confidences (text list, least sure first), $row_limit (rows)
-- grain: evidence_id
SELECT
  clusters.cluster_id,
  clusters.name AS cluster_name,
  evidence.factor,
  evidence.value,
  evidence.tier,
  evidence.year,
  evidence.statement,
  evidence.confidence,
  evidence.locator,
  sources.citation,
  sources.year AS source_year,
  sources.doi,
  sources.url,
  sources.type AS source_type
FROM evidence
JOIN clusters
  ON clusters.cluster_id = evidence.cluster_id
LEFT JOIN countries
  ON countries.iso3 = clusters.country_iso3
LEFT JOIN sources
  ON sources.source_id = evidence.source_id
WHERE
  evidence.factor = $factor
  AND ($cluster IS NULL OR list_contains(CAST($cluster AS VARCHAR[]), evidence.cluster_id))
  AND ($country IS NULL OR list_contains(CAST($country AS VARCHAR[]), clusters.country_iso3))
  AND ($un_subregion IS NULL OR list_contains(CAST($un_subregion AS VARCHAR[]), countries.un_subregion))
  AND ($sector IS NULL OR list_contains(CAST($sector AS VARCHAR[]), clusters.sector))
ORDER BY
  list_position(CAST($confidences AS VARCHAR[]), evidence.confidence) DESC,
  evidence.year DESC NULLS LAST,
  evidence.evidence_id
LIMIT $row_limit;
