-- name: the cells of a staged table that are listed one by one
-- params: none
-- grain: line, column_name
SELECT
  '{table}' AS table_name,
  line,
  column_name,
  value
FROM given_{table}
