-- name: numbers outside the column's range
-- params: $table_name (text), $staged (text, the staged table's name)
-- grain: line, column_name
WITH cells AS (
  SELECT
    line,
    column_name,
    value
  FROM query_table($staged)
  UNPIVOT (value FOR column_name IN (COLUMNS(* EXCLUDE (line))))
)
SELECT
  $table_name AS table_name,
  cells.line,
  cells.column_name,
  cells.value,
  format(
    '{} to {}',
    coalesce(CAST(CAST(rules.minimum AS DECIMAL(18, 4)) AS VARCHAR), 'anything').rtrim('0').rtrim('.'),
    coalesce(CAST(CAST(rules.maximum AS DECIMAL(18, 4)) AS VARCHAR), 'anything').rtrim('0').rtrim('.')
  ) AS allowed
FROM cells
JOIN codebook_columns AS rules
  ON rules.table_name = $table_name
  AND rules.column_name = cells.column_name
WHERE
  TRY_CAST(cells.value AS DOUBLE) < rules.minimum
  OR TRY_CAST(cells.value AS DOUBLE) > rules.maximum
ORDER BY
  cells.line,
  cells.column_name;
