-- name: the atlas, places near each other on the map near each other in memory
-- params: $bounds (doubles, upper bounds of classes 1 to 4), $unknown (double, share of the unstudied), $country_level (text)
-- grain: cluster_id
CREATE TABLE atlas AS
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
  mercator_x(longitude) AS x,
  mercator_y(latitude) AS y,
  location_precision,
  location_precision = $country_level AS is_country_level,
  evidence_rows,
  source_count,
  newest_year,
  first_above_unknown,
  first_expected,
  first_interval_low,
  first_interval_high,
  first_known_factors,
  CAST(adoption_class(coalesce(first_above_unknown, $unknown), $bounds) AS UTINYINT) AS first_class,
  first_percentile,
  lower_above_unknown,
  lower_expected,
  lower_interval_low,
  lower_interval_high,
  lower_known_factors,
  CAST(adoption_class(coalesce(lower_above_unknown, $unknown), $bounds) AS UTINYINT) AS lower_class,
  lower_percentile
FROM lake_clusters
ORDER BY
  ST_Hilbert(
    mercator_x(longitude),
    mercator_y(latitude),
    CAST({'min_x': 0.0, 'min_y': 0.0, 'max_x': 1.0, 'max_y': 1.0} AS BOX_2D)
  ),
  cluster_id;
