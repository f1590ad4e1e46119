-- name: values that do not belong to the factor the row speaks of
-- params: $table_name (text), $staged (text, the staged table's name)
-- grain: line, column_name
WITH cells AS (
  SELECT
    line,
    factor,
    column_name,
    value
  FROM query_table($staged)
  UNPIVOT (value FOR column_name IN (COLUMNS(* EXCLUDE (line, factor))))
),
vocabularies AS (
  SELECT
    domain,
    string_agg(value, ', ' ORDER BY rank, value) AS allowed
  FROM codebook_values
  WHERE domain IN (SELECT value FROM codebook_values WHERE domain = 'factor')
  GROUP BY domain
)
SELECT
  $table_name AS table_name,
  cells.line,
  cells.column_name,
  cells.value,
  vocabularies.allowed
FROM cells
JOIN codebook_columns AS rules
  ON rules.table_name = $table_name
  AND rules.column_name = cells.column_name
JOIN vocabularies
  ON vocabularies.domain = cells.factor
WHERE
  rules.domain LIKE '@%'
  AND NOT list_contains(rules.also, cells.value)
  AND NOT EXISTS (
    SELECT 1
    FROM codebook_values AS known
    WHERE
      known.domain = cells.factor
      AND known.value = cells.value
  )
ORDER BY
  cells.line,
  cells.column_name;
