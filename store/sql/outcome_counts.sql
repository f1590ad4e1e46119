-- name: how often each value of some factors is reported
-- params: $factors (text list)
-- grain: factor, value
SELECT
  factor,
  value,
  count(*) AS evidence_rows
FROM evidence
WHERE list_contains(CAST($factors AS VARCHAR[]), factor)
GROUP BY
  factor,
  value
ORDER BY
  factor,
  value;
