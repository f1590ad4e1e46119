-- name: values that do not belong to the factor the row speaks of
-- params: none
-- grain: table_name, line, column_name
WITH vocabularies AS (
  SELECT
    domain,
    string_agg(value, ', ' ORDER BY rank, value) AS allowed
  FROM codebook_values
  WHERE domain IN (SELECT value FROM codebook_values WHERE domain = 'factor')
  GROUP BY domain
)
SELECT
  cells.table_name,
  cells.line,
  cells.column_name,
  cells.value,
  vocabularies.allowed
FROM staged_cells AS cells
JOIN codebook_columns AS rules
  ON rules.table_name = cells.table_name
  AND rules.column_name = cells.column_name
JOIN staged_cells AS factors
  ON factors.table_name = cells.table_name
  AND factors.line = cells.line
  AND factors.column_name = 'factor'
JOIN vocabularies
  ON vocabularies.domain = factors.value
ANTI JOIN codebook_values AS known
  ON known.domain = factors.value
  AND known.value = cells.value
WHERE
  rules.domain LIKE '@%'
  AND cells.value IS NOT NULL
  AND NOT list_contains(rules.also, cells.value)
ORDER BY
  rules.table_number,
  cells.line,
  cells.column_name;
