-- name: clusters of one group about which nobody has written a word on one factor, by name
-- params: $factor (text), $cluster (text list of ids), $country, $un_subregion, $sector (text lists; null means all), $row_limit (rows)
-- grain: cluster_id
SELECT
  clusters.cluster_id,
  clusters.name
FROM clusters
LEFT JOIN countries
  ON countries.iso3 = clusters.country_iso3
WHERE
  ($cluster IS NULL OR list_contains(CAST($cluster AS VARCHAR[]), clusters.cluster_id))
  AND ($country IS NULL OR list_contains(CAST($country AS VARCHAR[]), clusters.country_iso3))
  AND ($un_subregion IS NULL OR list_contains(CAST($un_subregion AS VARCHAR[]), countries.un_subregion))
  AND ($sector IS NULL OR list_contains(CAST($sector AS VARCHAR[]), clusters.sector))
  AND clusters.cluster_id NOT IN (
    SELECT attributes.cluster_id
    FROM attributes
    WHERE attributes.factor = $factor
  )
ORDER BY
  clusters.name,
  clusters.cluster_id
LIMIT $row_limit;
