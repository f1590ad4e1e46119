-- name: how many sources speak of what a filter lets through
-- params: $wanted (struct by filter, null means all)
-- grain: one row
WITH found AS (
  SELECT source_number
  FROM atlas_sources
  WHERE place_row IN (SELECT place_row FROM clusters_by_{measure}($wanted))
  GROUP BY source_number
)
SELECT count(*) AS sources
FROM found;
