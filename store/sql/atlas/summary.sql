-- name: what a filter lets through, counted
-- params: $wanted (struct by filter, null means all)
-- grain: one row
SELECT
  count(*) AS clusters,
  count(DISTINCT country) AS countries,
  coalesce(sum(evidence_rows), 0) AS evidence_rows,
  count(*) FILTER (WHERE greatest({outcome_pairs}) > 0) AS with_outcome
FROM clusters_by_{measure}($wanted);
