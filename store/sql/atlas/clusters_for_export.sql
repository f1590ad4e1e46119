-- name: clusters with everything that the atlas knows of them, as they leave the house
-- params: $wanted (struct by filter, null means all), $values (struct of texts by factor, its values in the codebook's order)
-- grain: cluster_id
SELECT
  cluster_id,
  chosen.name,
  CAST(country AS VARCHAR) AS country_iso3,
  atlas_countries.name AS country_name,
  CAST(un_subregion AS VARCHAR) AS un_subregion,
  admin1,
  place,
  CASE WHEN place_key IS NOT NULL THEN latitude END AS latitude,
  CASE WHEN place_key IS NOT NULL THEN longitude END AS longitude,
  CAST(location_precision AS VARCHAR) AS location_precision,
  CAST(sector AS VARCHAR) AS sector,
  products,
  evidence_rows,
  newest_year,
  CAST(completeness AS VARCHAR) AS completeness,
  rival AS is_rival,
  CAST(proposition_class AS VARCHAR) AS proposition_class,
  smokescreen AS is_smokescreen,
  first_known_factors,
  lower_known_factors,
  round(CAST(first_expected AS DOUBLE), 4) AS first_expected,
  round(CAST(lower_expected AS DOUBLE), 4) AS lower_expected,
  round(CAST(first_above_unknown AS DOUBLE), 4) AS first_above_unknown,
  round(CAST(lower_above_unknown AS DOUBLE), 4) AS lower_above_unknown,
  round(CAST(first_percentile AS DOUBLE), 4) AS first_percentile,
  round(CAST(lower_percentile AS DOUBLE), 4) AS lower_percentile,
  {exported_values}
FROM clusters_by_{measure}($wanted) AS chosen
LEFT JOIN atlas_countries
  ON chosen.country = atlas_countries.iso3;
