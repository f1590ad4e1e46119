-- name: rows whose key stands on an earlier line too
-- params: none
-- grain: table_name, line
WITH keys AS (
  SELECT
    rules.table_number,
    cells.table_name,
    cells.line,
    string_agg(cells.value, ' + ' ORDER BY cells.column_name) AS key,
    string_agg(cells.column_name, ' + ' ORDER BY cells.column_name) AS column_name
  FROM staged_cells AS cells
  JOIN codebook_columns AS rules
    ON rules.table_name = cells.table_name
    AND rules.column_name = cells.column_name
  WHERE rules.is_key
  GROUP BY
    rules.table_number,
    cells.table_name,
    cells.line
),
ranked AS (
  SELECT
    table_number,
    table_name,
    line,
    key,
    column_name,
    first_value(line) OVER (PARTITION BY table_name, key ORDER BY line) AS first_line
  FROM keys
  WHERE key IS NOT NULL
)
SELECT
  table_name,
  line,
  column_name,
  key AS value,
  'a key that no other line has; line ' || first_line || ' has it already' AS allowed
FROM ranked
WHERE line > first_line
ORDER BY
  table_number,
  line;
