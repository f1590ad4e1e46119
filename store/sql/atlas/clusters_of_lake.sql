-- name: every cluster of the lake with its country, what is known of it and both predictions
-- params: none
-- grain: cluster_id
WITH evidence_of_cluster AS (
  SELECT
    cluster_id,
    count(*) AS evidence_rows,
    count(DISTINCT source_id) AS source_count,
    max(year) AS newest_year
  FROM evidence
  GROUP BY cluster_id
),
first_tier AS (
  SELECT
    cluster_id,
    above_unknown,
    expected,
    interval_low,
    interval_high,
    known_factors,
    percentile
  FROM predictions
  WHERE tier = 'first'
),
lower_tier AS (
  SELECT
    cluster_id,
    above_unknown,
    expected,
    interval_low,
    interval_high,
    known_factors,
    percentile
  FROM predictions
  WHERE tier = 'lower'
)
SELECT
  clusters.cluster_id,
  clusters.name,
  clusters.country_iso3,
  coalesce(countries.name, clusters.country_iso3) AS country_name,
  countries.un_subregion,
  clusters.admin1,
  clusters.place,
  clusters.sector,
  clusters.products,
  clusters.latitude,
  clusters.longitude,
  clusters.location_precision,
  CAST(coalesce(evidence_of_cluster.evidence_rows, 0) AS INTEGER) AS evidence_rows,
  CAST(coalesce(evidence_of_cluster.source_count, 0) AS INTEGER) AS source_count,
  CAST(evidence_of_cluster.newest_year AS INTEGER) AS newest_year,
  first_tier.above_unknown AS first_above_unknown,
  first_tier.expected AS first_expected,
  first_tier.interval_low AS first_interval_low,
  first_tier.interval_high AS first_interval_high,
  CAST(coalesce(first_tier.known_factors, 0) AS INTEGER) AS first_known_factors,
  first_tier.percentile AS first_percentile,
  lower_tier.above_unknown AS lower_above_unknown,
  lower_tier.expected AS lower_expected,
  lower_tier.interval_low AS lower_interval_low,
  lower_tier.interval_high AS lower_interval_high,
  CAST(coalesce(lower_tier.known_factors, 0) AS INTEGER) AS lower_known_factors,
  lower_tier.percentile AS lower_percentile
FROM clusters
LEFT JOIN countries
  ON clusters.country_iso3 = countries.iso3
LEFT JOIN evidence_of_cluster
  ON clusters.cluster_id = evidence_of_cluster.cluster_id
LEFT JOIN first_tier
  ON clusters.cluster_id = first_tier.cluster_id
LEFT JOIN lower_tier
  ON clusters.cluster_id = lower_tier.cluster_id
ORDER BY clusters.cluster_id;
