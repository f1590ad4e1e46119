-- name: clusters as the table under the map shows them; where there are more than it takes, those of the first countries
-- params: $wanted (struct by filter, null means all), $row_limit (integer, null means all)
-- grain: cluster_id
WITH chosen AS (
  SELECT place_row
  FROM clusters_by_{measure}($wanted)
  ORDER BY
    country,
    place_row
  LIMIT CAST($row_limit AS BIGINT)
)
SELECT
  cluster_id,
  clusters.name,
  CAST(country AS VARCHAR) AS country_iso3,
  coalesce(atlas_countries.name, CAST(country AS VARCHAR)) AS country_name,
  place,
  CAST(sector AS VARCHAR) AS sector,
  CAST(location_precision AS VARCHAR) AS location_precision,
  first_class,
  lower_class,
  first_known_factors,
  lower_known_factors,
  evidence_rows,
  newest_year
FROM clusters_by_{measure}(NULL) AS clusters
LEFT JOIN atlas_countries
  ON clusters.country = atlas_countries.iso3
WHERE place_row IN (SELECT place_row FROM chosen)
ORDER BY
  country_name,
  clusters.name,
  cluster_id;
