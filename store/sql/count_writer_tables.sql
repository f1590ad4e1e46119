-- name: 1 once a build has landed, else 0
-- params: none
-- grain: one row
SELECT count(*) AS tables
FROM duckdb_tables()
WHERE
  database_name = 'lake'
  AND table_name = 'writer';
