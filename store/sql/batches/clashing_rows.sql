-- name: keys of new rows that the table holds with other content
-- params: none
-- grain: the table's key
SELECT DISTINCT {keys}
FROM (
  SELECT {content}
  FROM new_{table}
  EXCEPT
  SELECT {content}
  FROM {table}
) AS different
SEMI JOIN {table}
USING ({keys});
