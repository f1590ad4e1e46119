-- name: keys that point to a row which is not there
-- params: $unread_tables (list of text, tables whose rows could not all be read: nobody can tell what they lack)
-- grain: table_name, line, column_name
WITH links AS (
  SELECT
    table_number,
    table_name,
    column_name,
    split_part("references", '.', 1) AS to_table,
    split_part("references", '.', 2) AS to_column
  FROM codebook_columns
  WHERE "references" IS NOT NULL
),
targets AS (
  SELECT DISTINCT
    cells.table_name,
    cells.column_name,
    cells.value
  FROM staged_cells AS cells
  SEMI JOIN links
    ON links.to_table = cells.table_name
    AND links.to_column = cells.column_name
)
SELECT
  cells.table_name,
  cells.line,
  cells.column_name,
  cells.value,
  'a key (' || links.to_column || ') of ' || links.to_table AS allowed
FROM staged_cells AS cells
JOIN links
  ON links.table_name = cells.table_name
  AND links.column_name = cells.column_name
ANTI JOIN targets
  ON targets.table_name = links.to_table
  AND targets.column_name = links.to_column
  AND targets.value = cells.value
WHERE
  cells.value IS NOT NULL
  AND NOT list_contains($unread_tables, links.to_table)
ORDER BY
  links.table_number,
  cells.line,
  cells.column_name;
