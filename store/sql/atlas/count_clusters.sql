-- name: number of clusters in the lake
-- params: none
-- grain: one row
SELECT count(*) AS clusters
FROM clusters;
