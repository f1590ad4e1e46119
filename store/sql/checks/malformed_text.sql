-- name: text that does not have the form the column asks for
-- params: $form (text), $pattern (text, regular expression), $allowed (text, the form in words)
-- grain: table_name, line, column_name
SELECT
  cells.table_name,
  cells.line,
  cells.column_name,
  cells.value,
  $allowed AS allowed
FROM staged_cells AS cells
JOIN codebook_columns AS rules
  ON rules.table_name = cells.table_name
  AND rules.column_name = cells.column_name
WHERE
  rules.form = $form
  AND NOT regexp_full_match(cells.value, $pattern)
ORDER BY
  rules.table_number,
  cells.line,
  cells.column_name;
