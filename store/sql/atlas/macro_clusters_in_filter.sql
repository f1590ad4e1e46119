-- name: clusters of the atlas that a filter lets through; the one place where a filter becomes a condition
-- params: none (the macro takes a struct of lists by the filter's name in a URL, null means all)
-- grain: cluster_id
CREATE MACRO clusters_in_filter(wanted) AS TABLE
SELECT
  cluster_id,
  name,
  country_iso3,
  country_name,
  un_subregion,
  admin1,
  place,
  sector,
  products,
  latitude,
  longitude,
  x,
  y,
  location_precision,
  is_country_level,
  evidence_rows,
  source_count,
  newest_year,
  first_above_unknown,
  first_expected,
  first_interval_low,
  first_interval_high,
  first_known_factors,
  first_class,
  first_percentile,
  lower_above_unknown,
  lower_expected,
  lower_interval_low,
  lower_interval_high,
  lower_known_factors,
  lower_class,
  lower_percentile
FROM atlas
WHERE
  (
    wanted['country'] IS NULL
    OR list_contains(CAST(wanted['country'] AS VARCHAR[]), country_iso3)
  )
  AND (
    wanted['sector'] IS NULL
    OR list_contains(CAST(wanted['sector'] AS VARCHAR[]), sector)
  );
