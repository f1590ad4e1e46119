-- name: clusters that a filter lets through, with the classes of one measure; the one place where a filter becomes a condition
-- params: none (the macro takes a struct by the filter's name in a URL, null means all; see atlas_binding.py)
-- grain: cluster_id
CREATE MACRO clusters_by_{measure}(wanted) AS TABLE
SELECT
  place_row,
  cluster_id,
  name,
  country,
  un_subregion,
  admin1,
  place,
  sector,
  products,
  latitude,
  longitude,
  x,
  y,
  place_key,
  location_precision,
  evidence_rows,
  newest_year,
  rival,
  changed_at,
  proposition_class,
  smokescreen,
  completeness,
  first_known_factors,
  lower_known_factors,
  first_above_unknown,
  lower_above_unknown,
  first_percentile,
  lower_percentile,
  first_expected,
  lower_expected,
  first_tier_gap,
  lower_tier_gap,
  {measure}_pair AS pair,
  nullif({measure}_pair & 7, 0) AS first_class,
  nullif({measure}_pair >> 3, 0) AS lower_class,
  CASE WHEN ({measure}_pair & 7) > 0 THEN {first_number} END AS first_number,
  CASE WHEN ({measure}_pair >> 3) > 0 THEN {lower_number} END AS lower_number,
  {factor_pairs}
FROM atlas
WHERE
  (wanted['country'] IS NULL OR list_contains(CAST(wanted['country'] AS COUNTRY[]), country))
  AND (wanted['un_subregion'] IS NULL OR list_contains(CAST(wanted['un_subregion'] AS UN_SUBREGION[]), un_subregion))
  AND (
    wanted['location_precision'] IS NULL
    OR list_contains(CAST(wanted['location_precision'] AS LOCATION_PRECISION[]), location_precision)
  )
  AND (wanted['sector'] IS NULL OR list_contains(CAST(wanted['sector'] AS SECTOR[]), sector))
  AND (wanted['completeness'] IS NULL OR list_contains(CAST(wanted['completeness'] AS COMPLETENESS[]), completeness))
  AND (
    wanted['proposition_class'] IS NULL
    OR list_contains(CAST(wanted['proposition_class'] AS PROPOSITION_CLASS[]), proposition_class)
  )
  AND (wanted['rival'] IS NULL OR rival)
  AND (wanted['smokescreen'] IS NULL OR smokescreen)
  AND (wanted['changed_since'] IS NULL OR changed_at >= CAST(wanted['changed_since'] AS TIMESTAMP))
  AND (wanted['pair'] IS NULL OR is_wanted({measure}_pair, wanted['pair']))
  AND (
    wanted['rows'] IS NULL
    OR get_bit(CAST(CAST(wanted['rows'] AS BLOB) AS BIT), CAST(place_row AS INTEGER)) = 1
  )
  AND {factor_filters};
