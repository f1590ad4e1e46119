-- name: how much is known of each factor at single clusters, the first by country and name; a cluster without any has one row without a factor
-- params: $confidences (text list, least sure first), $country, $un_subregion, $sector (text lists, null means all), $row_limit (clusters)
-- grain: cluster_id, factor
WITH chosen AS (
  SELECT
    clusters.cluster_id,
    clusters.name,
    coalesce(countries.name, clusters.country_iso3) AS country_name
  FROM clusters
  LEFT JOIN countries
    ON countries.iso3 = clusters.country_iso3
  WHERE
    ($country IS NULL OR list_contains(CAST($country AS VARCHAR[]), clusters.country_iso3))
    AND ($un_subregion IS NULL OR list_contains(CAST($un_subregion AS VARCHAR[]), countries.un_subregion))
    AND ($sector IS NULL OR list_contains(CAST($sector AS VARCHAR[]), clusters.sector))
  ORDER BY
    country_name,
    clusters.name,
    clusters.cluster_id
  LIMIT $row_limit
)
SELECT
  chosen.cluster_id,
  chosen.name,
  chosen.country_name,
  evidence.factor,
  max(list_position(CAST($confidences AS VARCHAR[]), evidence.confidence)) AS best,
  count(evidence.evidence_id) AS evidence_rows,
  max(evidence.year) AS newest_year
FROM chosen
LEFT JOIN evidence
  ON evidence.cluster_id = chosen.cluster_id
GROUP BY
  chosen.cluster_id,
  chosen.name,
  chosen.country_name,
  evidence.factor
ORDER BY
  chosen.country_name,
  chosen.name,
  chosen.cluster_id,
  evidence.factor;
