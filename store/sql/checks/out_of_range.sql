-- name: numbers outside the column's range
-- params: none
-- grain: table_name, line, column_name
SELECT
  cells.table_name,
  cells.line,
  cells.column_name,
  cells.value,
  format(
    '{} to {}',
    coalesce(CAST(CAST(rules.minimum AS DECIMAL(18, 4)) AS VARCHAR), 'anything').rtrim('0').rtrim('.'),
    coalesce(CAST(CAST(rules.maximum AS DECIMAL(18, 4)) AS VARCHAR), 'anything').rtrim('0').rtrim('.')
  ) AS allowed
FROM staged_cells AS cells
JOIN codebook_columns AS rules
  ON rules.table_name = cells.table_name
  AND rules.column_name = cells.column_name
WHERE
  (
    rules.minimum IS NOT NULL
    OR rules.maximum IS NOT NULL
  )
  AND (
    TRY_CAST(cells.value AS DOUBLE) < rules.minimum
    OR TRY_CAST(cells.value AS DOUBLE) > rules.maximum
  )
ORDER BY
  rules.table_number,
  cells.line,
  cells.column_name;
