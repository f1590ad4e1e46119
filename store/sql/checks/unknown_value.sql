-- name: words that are not in the column's vocabulary, lists item by item
-- params: none
-- grain: table_name, line, column_name, value
WITH items AS (
  SELECT
    rules.table_number,
    cells.table_name,
    cells.line,
    cells.column_name,
    rtrim(rules.domain, '*') AS domain,
    rules.also,
    unnest(CASE WHEN rules.domain LIKE '%*' THEN string_split(cells.value, ';') ELSE [cells.value] END) AS value
  FROM staged_cells AS cells
  JOIN codebook_columns AS rules
    ON rules.table_name = cells.table_name
    AND rules.column_name = cells.column_name
  WHERE
    cells.value IS NOT NULL
    AND rules.domain IS NOT NULL
    AND rules.domain NOT LIKE '@%'
),
vocabularies AS (
  SELECT
    domain,
    string_agg(value, ', ' ORDER BY rank, value) AS allowed
  FROM codebook_values
  GROUP BY domain
)
SELECT
  items.table_name,
  items.line,
  items.column_name,
  items.value,
  vocabularies.allowed
FROM items
JOIN vocabularies
  ON vocabularies.domain = items.domain
ANTI JOIN codebook_values AS known
  ON known.domain = items.domain
  AND known.value = items.value
WHERE NOT list_contains(items.also, items.value)
ORDER BY
  items.table_number,
  items.line,
  items.column_name,
  items.value;
