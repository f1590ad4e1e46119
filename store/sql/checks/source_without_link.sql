-- name: sources that name neither an address nor a DOI
-- params: none
-- grain: line
SELECT
  'sources' AS table_name,
  line,
  'url' AS column_name,
  NULL AS value,
  'a url or a doi' AS allowed
FROM staged_sources
WHERE
  url IS NULL
  AND doi IS NULL
ORDER BY line;
