-- name: text that does not have the form the column asks for
-- params: $table_name (text), $staged (text, the staged table's name), $form (text), $pattern (text, regular expression), $allowed (text, the form in words)
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
  $allowed AS allowed
FROM cells
JOIN codebook_columns AS rules
  ON rules.table_name = $table_name
  AND rules.column_name = cells.column_name
WHERE
  rules.form = $form
  AND NOT regexp_full_match(cells.value, $pattern)
ORDER BY
  cells.line,
  cells.column_name;
