-- name: some clusters with their countries; those that are not stored are left out
-- params: $cluster_ids (text list)
-- grain: cluster_id
SELECT
  cluster_id,
  country_iso3
FROM clusters
WHERE cluster_id IN (SELECT unnest(CAST($cluster_ids AS VARCHAR[])))
ORDER BY cluster_id;
