-- name: the clusters whose evidence speaks of some factors, with what the model makes of the first tier
-- params: $first (text, the first tier), $factors (text list)
-- grain: cluster_id
SELECT
  clusters.cluster_id,
  clusters.name,
  clusters.country_iso3,
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
WHERE clusters.cluster_id IN (
  SELECT evidence.cluster_id
  FROM evidence
  WHERE list_contains(CAST($factors AS VARCHAR[]), evidence.factor)
)
ORDER BY
  strip_accents(lower(clusters.name)),
  clusters.cluster_id;
