-- name: the cells of one staged file
-- params: $table_name (text), $staged (text, the staged table's name)
-- grain: line, column_name
INSERT INTO staged_cells (table_name, line, column_name, value)
SELECT
  $table_name,
  line,
  column_name,
  value
FROM query_table($staged)
UNPIVOT INCLUDE NULLS (value FOR column_name IN (COLUMNS(* EXCLUDE (line))));
