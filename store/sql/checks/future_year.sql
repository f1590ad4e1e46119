-- name: evidence from a year that has not come yet
-- params: $reference_year (integer, the year the model ages evidence to)
-- grain: line
SELECT
  'evidence' AS table_name,
  line,
  'year' AS column_name,
  year AS value,
  $reference_year || ' at most' AS allowed
FROM staged_evidence
WHERE TRY_CAST(year AS INTEGER) > $reference_year
ORDER BY line;
