-- name: the atlas; the clusters of any tile lie side by side in memory, entries without a place come last
-- params: $bounds (struct of doubles by measure, where its classes begin), $completeness (texts, for nothing known, then one a class), $country_level (text), $edge (double, cells of the finest grid along an edge), $spread (bigints, see place_key)
-- grain: cluster_id
CREATE TABLE atlas AS
WITH placed AS (
  SELECT
    CAST(row_number() OVER () - 1 AS UINTEGER) AS place_row,
    cluster_id,
    name,
    country_iso3,
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
    coalesce(location_precision = $country_level, false) AS is_country_level,
    evidence_rows,
    newest_year,
    is_rival,
    changed_at,
    proposition_class,
    is_smokescreen,
    own_before_all(own_1, all_1) AS values_1,
    own_before_all(own_2, all_2) AS values_2,
    own_before_all(own_3, all_3) AS values_3,
    first_known_factors,
    lower_known_factors,
    nullif(first_known_factors, 0) AS first_known,
    nullif(lower_known_factors, 0) AS lower_known,
    nullif(greatest(first_known_factors, lower_known_factors), 0) AS known,
    first_above_unknown,
    lower_above_unknown,
    first_percentile,
    lower_percentile,
    first_expected,
    lower_expected,
    first_expected - lower_expected AS tier_gap
  FROM lake_clusters
)
SELECT
  place_row,
  cluster_id,
  name,
  TRY_CAST(country_iso3 AS COUNTRY) AS country,
  TRY_CAST(un_subregion AS UN_SUBREGION) AS un_subregion,
  admin1,
  place,
  TRY_CAST(sector AS SECTOR) AS sector,
  products,
  latitude,
  longitude,
  CAST(x AS FLOAT) AS x,
  CAST(y AS FLOAT) AS y,
  CASE
    WHEN NOT is_country_level
      THEN place_key(
        CAST(floor(x * $edge) AS BIGINT),
        CAST(floor(y * $edge) AS BIGINT),
        CAST($spread AS BIGINT[])
      )
  END AS place_key,
  TRY_CAST(location_precision AS LOCATION_PRECISION) AS location_precision,
  evidence_rows,
  newest_year,
  is_rival AS rival,
  changed_at,
  TRY_CAST(proposition_class AS PROPOSITION_CLASS) AS proposition_class,
  is_smokescreen AS smokescreen,
  CAST(
    $completeness[1 + coalesce(class_of(known, $bounds['known_factors']), 0)] AS COMPLETENESS
  ) AS completeness,
  first_known_factors,
  lower_known_factors,
  first_above_unknown,
  lower_above_unknown,
  first_percentile,
  lower_percentile,
  first_expected,
  lower_expected,
  tier_gap AS first_tier_gap,
  tier_gap AS lower_tier_gap,
  pair_of(
    CASE WHEN first_known_factors > 0 THEN class_of(first_above_unknown, $bounds['above_unknown']) END,
    CASE WHEN lower_known_factors > 0 THEN class_of(lower_above_unknown, $bounds['above_unknown']) END
  ) AS above_unknown_pair,
  pair_of(
    CASE WHEN first_known_factors > 0 THEN class_of(first_percentile, $bounds['percentile']) END,
    CASE WHEN lower_known_factors > 0 THEN class_of(lower_percentile, $bounds['percentile']) END
  ) AS percentile_pair,
  pair_of(
    CASE WHEN first_known_factors > 0 THEN class_of(first_expected, $bounds['expected']) END,
    CASE WHEN lower_known_factors > 0 THEN class_of(lower_expected, $bounds['expected']) END
  ) AS expected_pair,
  pair_of(
    CASE WHEN known > 0 THEN class_of(tier_gap, $bounds['tier_gap']) END,
    CASE WHEN known > 0 THEN class_of(tier_gap, $bounds['tier_gap']) END
  ) AS tier_gap_pair,
  pair_of(
    class_of(first_known, $bounds['known_factors']),
    class_of(lower_known, $bounds['known_factors'])
  ) AS known_factors_pair,
  {factor_columns}
FROM placed
ORDER BY place_key NULLS LAST;
