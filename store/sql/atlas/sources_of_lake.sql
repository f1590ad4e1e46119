-- name: which sources speak of which cluster
-- params: none
-- grain: cluster_id, source_id
SELECT DISTINCT
  cluster_id,
  source_id
FROM evidence
ORDER BY
  cluster_id,
  source_id;
