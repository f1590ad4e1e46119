-- name: new rows whose key the table does not hold yet
-- params: none
-- grain: the table's key
INSERT INTO {table} BY NAME
SELECT {columns}
FROM new_{table}
ANTI JOIN {table}
USING ({keys});
