-- name: some clusters with their countries; those that are not stored are left out
-- params: none; reads named_clusters
-- grain: cluster_id
SELECT
  cluster_id,
  country_iso3
FROM clusters
SEMI JOIN named_clusters
USING (cluster_id)
ORDER BY cluster_id;
