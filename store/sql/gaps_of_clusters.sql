-- name: how much is known of each factor at single clusters, the first by country and name; a cluster without any has one row without a factor
-- params: $confidences (text list, least sure first), $country, $un_subregion, $sector (text lists, null means all), $row_limit (clusters)
-- grain: cluster_id, factor
WITH chosen AS MATERIALIZED (
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
),
known AS (
  SELECT
    cluster_id,
    factor,
    max(list_position(CAST($confidences AS VARCHAR[]), confidence)) AS best,
    count(*) AS evidence_rows,
    max(year) AS newest_year
  FROM evidence
  WHERE cluster_id IN (SELECT cluster_id FROM chosen)
  GROUP BY
    cluster_id,
    factor
)
SELECT
  chosen.cluster_id,
  chosen.name,
  chosen.country_name,
  known.factor,
  known.best,
  coalesce(known.evidence_rows, 0) AS evidence_rows,
  known.newest_year
FROM chosen
LEFT JOIN known
  ON known.cluster_id = chosen.cluster_id
ORDER BY
  chosen.country_name,
  chosen.name,
  chosen.cluster_id,
  known.factor;
