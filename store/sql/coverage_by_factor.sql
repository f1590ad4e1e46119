-- name: how much the base holds on each factor
-- params: none
-- grain: factor
SELECT
  factor,
  count(DISTINCT cluster_id) AS clusters,
  count(*) AS evidence_rows,
  count(DISTINCT source_id) AS source_count,
  max(year) AS newest_year
FROM evidence
GROUP BY factor
ORDER BY
  clusters DESC,
  factor;
