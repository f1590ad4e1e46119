-- name: clusters to ask about; of many a fixed sample that the ids themselves draw
-- params: $country, $un_subregion, $sector (text lists, null means all), $row_limit (clusters)
-- grain: cluster_id
SELECT
  clusters.cluster_id,
  clusters.name,
  clusters.country_iso3,
  coalesce(countries.name, clusters.country_iso3) AS country_name,
  count(*) OVER () AS of_all
FROM clusters
LEFT JOIN countries
  ON countries.iso3 = clusters.country_iso3
WHERE
  ($country IS NULL OR list_contains(CAST($country AS VARCHAR[]), clusters.country_iso3))
  AND ($un_subregion IS NULL OR list_contains(CAST($un_subregion AS VARCHAR[]), countries.un_subregion))
  AND ($sector IS NULL OR list_contains(CAST($sector AS VARCHAR[]), clusters.sector))
ORDER BY
  md5(clusters.cluster_id),
  clusters.cluster_id
LIMIT $row_limit;
