-- name: whether a filter lets the cluster of an id through
-- params: $wanted (struct by filter, null means all), $cluster_id (text, may be no id of ours)
-- grain: one row
SELECT count(*) > 0 AS is_held
FROM clusters_by_{measure}($wanted)
WHERE cluster_id = $cluster_id;
