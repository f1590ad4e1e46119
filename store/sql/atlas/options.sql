-- name: clusters under a filter, counted by what one filter looks at
-- params: $wanted (struct by filter, null means all)
-- grain: found
SELECT
  {column} AS found,
  count(*) AS clusters
FROM clusters_by_{measure}($wanted)
GROUP BY found
ORDER BY found;
