-- name: rows whose key stands on an earlier line too
-- params: none
-- grain: table_name, line
WITH key_columns AS (
  SELECT
    table_number,
    table_name,
    column_name,
    count(*) OVER (PARTITION BY table_name) > 1 AS is_part
  FROM codebook_columns
  WHERE is_key
),
keys AS (
  SELECT
    key_columns.table_number,
    cells.table_name,
    cells.line,
    cells.value AS key,
    cells.column_name
  FROM staged_cells AS cells
  JOIN key_columns
    ON key_columns.table_name = cells.table_name
    AND key_columns.column_name = cells.column_name
  WHERE NOT key_columns.is_part
  UNION ALL
  SELECT
    key_columns.table_number,
    cells.table_name,
    cells.line,
    string_agg(cells.value, ' + ' ORDER BY cells.column_name) AS key,
    string_agg(cells.column_name, ' + ' ORDER BY cells.column_name) AS column_name
  FROM staged_cells AS cells
  JOIN key_columns
    ON key_columns.table_name = cells.table_name
    AND key_columns.column_name = cells.column_name
  WHERE key_columns.is_part
  GROUP BY
    key_columns.table_number,
    cells.table_name,
    cells.line
),
repeated AS (
  SELECT
    table_number,
    table_name,
    column_name,
    key,
    list_sort(list(line)) AS lines
  FROM keys
  WHERE key IS NOT NULL
  GROUP BY
    table_number,
    table_name,
    column_name,
    key
  HAVING count(*) > 1
),
later AS (
  SELECT
    table_number,
    table_name,
    unnest(lines[2:]) AS line,
    column_name,
    key,
    lines[1] AS first_line
  FROM repeated
)
SELECT
  table_name,
  line,
  column_name,
  key AS value,
  'a key that no other line has; line ' || first_line || ' has it already' AS allowed
FROM later
ORDER BY
  table_number,
  line;
