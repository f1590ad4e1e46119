-- name: countries of the atlas, counted under a filter
-- params: $wanted (struct of lists by filter, null means all)
-- grain: country_iso3
WITH counted AS (
  SELECT
    country_iso3,
    count(*) AS clusters
  FROM clusters_in_filter($wanted)
  GROUP BY country_iso3
)
SELECT
  atlas.country_iso3,
  any_value(atlas.country_name) AS label,
  coalesce(any_value(counted.clusters), 0) AS clusters
FROM atlas
LEFT JOIN counted
  ON atlas.country_iso3 = counted.country_iso3
GROUP BY atlas.country_iso3
ORDER BY
  label,
  atlas.country_iso3;
