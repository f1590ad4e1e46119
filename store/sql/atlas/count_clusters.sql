-- name: number of clusters in the atlas, country-level entries included
-- params: none
-- grain: one row
SELECT count(*) AS clusters
FROM atlas;
