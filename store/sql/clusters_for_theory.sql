-- name: every cluster with its name, what the model makes of its first tier and the class of propositions
-- params: $first (text, the first tier)
-- grain: cluster_id
SELECT
  clusters.cluster_id,
  clusters.name,
  coalesce(countries.name, clusters.country_iso3) AS country_name,
  predictions.p_none,
  implications.proposition_class,
  implications.proposition_p
FROM clusters
LEFT JOIN countries
  ON countries.iso3 = clusters.country_iso3
LEFT JOIN predictions
  ON predictions.cluster_id = clusters.cluster_id
  AND predictions.tier = $first
LEFT JOIN implications
  ON implications.cluster_id = clusters.cluster_id
ORDER BY
  strip_accents(lower(clusters.name)),
  clusters.cluster_id;
