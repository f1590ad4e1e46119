-- name: rows that more coders are said to agree on than read them
-- params: none
-- grain: line
SELECT
  'evidence' AS table_name,
  line,
  'coders_agreeing' AS column_name,
  coders_agreeing AS value,
  coders || ' at most, the number of coders' AS allowed
FROM staged_evidence
WHERE TRY_CAST(coders_agreeing AS INTEGER) > TRY_CAST(coders AS INTEGER)
ORDER BY line;
