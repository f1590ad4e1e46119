-- name: number of clusters by class of propositions, null for those that have none yet
-- params: none
-- grain: proposition_class
SELECT
  implications.proposition_class,
  count(*) AS clusters
FROM clusters
LEFT JOIN implications
  ON implications.cluster_id = clusters.cluster_id
GROUP BY implications.proposition_class
ORDER BY implications.proposition_class;
