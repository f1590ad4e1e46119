-- name: rows whose key stands on an earlier line too
-- params: $table_name (text), $staged (text, the staged table's name)
-- grain: line
WITH cells AS (
  SELECT
    line,
    column_name,
    value
  FROM query_table($staged)
  UNPIVOT INCLUDE NULLS (value FOR column_name IN (COLUMNS(* EXCLUDE (line))))
),
keys AS (
  SELECT
    cells.line,
    string_agg(cells.value, ' + ' ORDER BY cells.column_name) AS key,
    string_agg(cells.column_name, ' + ' ORDER BY cells.column_name) AS column_name
  FROM cells
  JOIN codebook_columns AS rules
    ON rules.table_name = $table_name
    AND rules.column_name = cells.column_name
  WHERE rules.is_key
  GROUP BY cells.line
),
ranked AS (
  SELECT
    line,
    key,
    column_name,
    first_value(line) OVER (PARTITION BY key ORDER BY line) AS first_line
  FROM keys
  WHERE key IS NOT NULL
)
SELECT
  $table_name AS table_name,
  line,
  column_name,
  key AS value,
  'a key that no other line has; line ' || first_line || ' has it already' AS allowed
FROM ranked
WHERE line > first_line
ORDER BY line;
