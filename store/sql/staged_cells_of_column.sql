-- name: the cells of one column of a staged file
-- params: none
-- grain: line
SELECT
  '{table}' AS table_name,
  line,
  '{column}' AS column_name,
  {column} AS value
FROM staged_{table}
