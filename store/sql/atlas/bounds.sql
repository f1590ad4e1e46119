-- name: the edges of what a filter lets through, in degrees; nulls where nothing with a place is left
-- params: $wanted (struct by filter, null means all)
-- grain: one row
SELECT
  min(latitude) AS south,
  min(longitude) AS west,
  max(latitude) AS north,
  max(longitude) AS east
FROM clusters_by_{measure}($wanted)
WHERE place_key IS NOT NULL;
