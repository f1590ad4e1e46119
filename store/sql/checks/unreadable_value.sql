-- name: cells that cannot be read as the column's type
-- params: none
-- grain: table_name, line, column_name
SELECT
  cells.table_name,
  cells.line,
  cells.column_name,
  cells.value,
  CASE rules.type
    WHEN 'DOUBLE' THEN 'a number with a decimal point'
    WHEN 'BOOLEAN' THEN 'true or false'
    ELSE 'a whole number without decimals, plus sign or leading zeros'
  END AS allowed
FROM staged_cells AS cells
JOIN codebook_columns AS rules
  ON rules.table_name = cells.table_name
  AND rules.column_name = cells.column_name
WHERE
  cells.value IS NOT NULL
  AND CASE rules.type
    WHEN 'VARCHAR' THEN false
    WHEN 'DOUBLE' THEN
      NOT regexp_full_match(cells.value, '[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?')
      OR coalesce(NOT isfinite(TRY_CAST(cells.value AS DOUBLE)), true)
    WHEN 'BOOLEAN' THEN TRY_CAST(cells.value AS BOOLEAN) IS NULL
    ELSE NOT regexp_full_match(cells.value, '-?(0|[1-9][0-9]{0,8})')
  END
ORDER BY
  rules.table_number,
  cells.line,
  cells.column_name;
