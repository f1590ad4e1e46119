-- name: cells that are empty although the column must be filled
-- params: none
-- grain: table_name, line, column_name
SELECT
  cells.table_name,
  cells.line,
  cells.column_name,
  cells.value,
  NULL AS allowed
FROM staged_cells AS cells
JOIN codebook_columns AS rules
  ON rules.table_name = cells.table_name
  AND rules.column_name = cells.column_name
WHERE
  NOT rules.nullable
  AND cells.value IS NULL
ORDER BY
  rules.table_number,
  cells.line,
  cells.column_name;
