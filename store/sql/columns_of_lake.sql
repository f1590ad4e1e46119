-- name: columns that the lake's tables have now
-- params: none
-- grain: table_name, column_name
SELECT
  table_name,
  column_name
FROM duckdb_columns()
WHERE database_name = 'lake'
ORDER BY
  table_name,
  column_index;
