-- name: evidence that does not say which year it speaks of
-- params: none
-- grain: line
SELECT
  'evidence' AS table_name,
  line,
  'year' AS column_name,
  NULL AS value,
  'the year the statement speaks of' AS allowed
FROM staged_evidence
WHERE year IS NULL
ORDER BY line;
