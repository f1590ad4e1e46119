-- name: one cluster's facts
-- params: $cluster_id (text)
-- grain: one row or none
SELECT
  clusters.cluster_id,
  clusters.name,
  clusters.country_iso3,
  coalesce(countries.name, clusters.country_iso3) AS country_name,
  clusters.admin1,
  clusters.place,
  clusters.latitude,
  clusters.longitude,
  clusters.location_precision,
  clusters.sector,
  clusters.products,
  clusters.firms,
  clusters.workers,
  clusters.size_year,
  clusters.summary
FROM clusters
LEFT JOIN countries
  ON countries.iso3 = clusters.country_iso3
WHERE clusters.cluster_id = $cluster_id;
