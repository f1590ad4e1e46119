-- name: keys of new rows that the table holds
-- params: none
-- grain: the table's key
SELECT {keys}
FROM {table}
SEMI JOIN new_{table}
USING ({keys});
