-- name: cells that are empty although the column must be filled
-- params: $table_name (text), $staged (text, the staged table's name)
-- grain: line, column_name
WITH cells AS (
  SELECT
    line,
    column_name,
    value
  FROM query_table($staged)
  UNPIVOT INCLUDE NULLS (value FOR column_name IN (COLUMNS(* EXCLUDE (line))))
)
SELECT
  $table_name AS table_name,
  cells.line,
  cells.column_name,
  cells.value,
  NULL AS allowed
FROM cells
JOIN codebook_columns AS rules
  ON rules.table_name = $table_name
  AND rules.column_name = cells.column_name
WHERE
  NOT rules.nullable
  AND cells.value IS NULL
ORDER BY
  cells.line,
  cells.column_name;
