-- name: evidence rows by how far they reach and how they came about
-- params: none
-- grain: scope, mode
SELECT
  scope,
  mode,
  count(*) AS evidence_rows
FROM evidence
GROUP BY
  scope,
  mode
ORDER BY
  scope,
  mode;
