-- name: every cluster of the lake with its country, what is known of it, both predictions and what they imply
-- params: $codes (structs of factor, value, tier and twice three whole numbers of bits), $shipped (integer, batch of the shipped case base), $parts, $part (integers, into how many parts the clusters fall, and which of them)
-- grain: cluster_id
WITH codes AS (
  SELECT
    factor,
    value,
    tier,
    CAST(own_bits[1] AS UBIGINT) AS own_1,
    CAST(own_bits[2] AS UBIGINT) AS own_2,
    CAST(own_bits[3] AS UBIGINT) AS own_3,
    CAST(all_bits[1] AS UBIGINT) AS all_1,
    CAST(all_bits[2] AS UBIGINT) AS all_2,
    CAST(all_bits[3] AS UBIGINT) AS all_3
  FROM (SELECT unnest($codes, RECURSIVE := true))
),
known AS (
  SELECT
    attributes.cluster_id,
    bit_or(codes.own_1) AS own_1,
    bit_or(codes.own_2) AS own_2,
    bit_or(codes.own_3) AS own_3,
    bit_or(codes.all_1) AS all_1,
    bit_or(codes.all_2) AS all_2,
    bit_or(codes.all_3) AS all_3,
    bool_or(attributes.is_rival) AS is_rival,
    CAST(sum(attributes.row_count) AS INTEGER) AS evidence_rows,
    CAST(max(attributes.newest_year) AS SMALLINT) AS newest_year
  FROM attributes
  LEFT JOIN codes
    ON attributes.factor = codes.factor
    AND attributes.value = codes.value
    AND attributes.tier = codes.tier
  WHERE hash(attributes.cluster_id) % CAST($parts AS UBIGINT) = CAST($part AS UBIGINT)
  GROUP BY attributes.cluster_id
),
contributed AS (
  SELECT
    evidence.cluster_id,
    max(batches.created_at) AS changed_at
  FROM evidence
  JOIN batches
    ON evidence.batch_id = batches.batch_id
  WHERE evidence.batch_id <> $shipped
  GROUP BY evidence.cluster_id
),
predicted AS (
  SELECT
    first_tier.cluster_id,
    CAST(first_tier.above_unknown AS FLOAT) AS first_above_unknown,
    CAST(first_tier.expected AS FLOAT) AS first_expected,
    CAST(first_tier.percentile AS FLOAT) AS first_percentile,
    CAST(first_tier.known_factors AS UTINYINT) AS first_known_factors,
    CAST(lower_tier.above_unknown AS FLOAT) AS lower_above_unknown,
    CAST(lower_tier.expected AS FLOAT) AS lower_expected,
    CAST(lower_tier.percentile AS FLOAT) AS lower_percentile,
    CAST(lower_tier.known_factors AS UTINYINT) AS lower_known_factors
  FROM predictions AS first_tier
  JOIN predictions AS lower_tier
    ON first_tier.cluster_id = lower_tier.cluster_id
  WHERE
    first_tier.tier = 'first'
    AND lower_tier.tier = 'lower'
    AND hash(first_tier.cluster_id) % CAST($parts AS UBIGINT) = CAST($part AS UBIGINT)
    AND hash(lower_tier.cluster_id) % CAST($parts AS UBIGINT) = CAST($part AS UBIGINT)
),
implied AS (
  SELECT
    cluster_id,
    proposition_class,
    is_smokescreen
  FROM implications
  WHERE hash(cluster_id) % CAST($parts AS UBIGINT) = CAST($part AS UBIGINT)
)
SELECT
  clusters.cluster_id,
  clusters.name,
  clusters.country_iso3,
  countries.un_subregion,
  clusters.admin1,
  clusters.place,
  clusters.sector,
  clusters.products,
  clusters.latitude,
  clusters.longitude,
  clusters.location_precision,
  coalesce(known.evidence_rows, 0) AS evidence_rows,
  known.newest_year,
  coalesce(known.is_rival, false) AS is_rival,
  known.own_1,
  known.own_2,
  known.own_3,
  known.all_1,
  known.all_2,
  known.all_3,
  greatest(batches.created_at, contributed.changed_at) AS changed_at,
  implied.proposition_class,
  coalesce(implied.is_smokescreen, false) AS is_smokescreen,
  predicted.first_above_unknown,
  predicted.first_expected,
  predicted.first_percentile,
  coalesce(predicted.first_known_factors, 0) AS first_known_factors,
  predicted.lower_above_unknown,
  predicted.lower_expected,
  predicted.lower_percentile,
  coalesce(predicted.lower_known_factors, 0) AS lower_known_factors
FROM clusters
LEFT JOIN countries
  ON clusters.country_iso3 = countries.iso3
LEFT JOIN batches
  ON clusters.batch_id = batches.batch_id
LEFT JOIN known
  ON clusters.cluster_id = known.cluster_id
LEFT JOIN contributed
  ON clusters.cluster_id = contributed.cluster_id
LEFT JOIN implied
  ON clusters.cluster_id = implied.cluster_id
LEFT JOIN predicted
  ON clusters.cluster_id = predicted.cluster_id
WHERE hash(clusters.cluster_id) % CAST($parts AS UBIGINT) = CAST($part AS UBIGINT);
