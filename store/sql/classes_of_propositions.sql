-- name: stored classes of propositions
-- params: none
-- grain: cluster_id
SELECT
  cluster_id,
  proposition_class,
  proposition_p
FROM implications
ORDER BY cluster_id;
