-- name: keys that point to a row which is not there
-- params: $table_name (text), $staged (text), $column_name (text), $to_table (text), $to_staged (text), $to_column (text)
-- grain: line
WITH cells AS (
  SELECT
    line,
    column_name,
    value
  FROM query_table($staged)
  UNPIVOT (value FOR column_name IN (COLUMNS(* EXCLUDE (line))))
),
targets AS (
  SELECT DISTINCT value
  FROM query_table($to_staged)
  UNPIVOT (value FOR column_name IN (COLUMNS(* EXCLUDE (line))))
  WHERE column_name = $to_column
)
SELECT
  $table_name AS table_name,
  cells.line,
  cells.column_name,
  cells.value,
  'a key (' || $to_column || ') of ' || $to_table AS allowed
FROM cells
ANTI JOIN targets
  ON targets.value = cells.value
WHERE cells.column_name = $column_name
ORDER BY cells.line;
