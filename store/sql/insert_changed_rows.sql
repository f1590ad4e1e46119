-- name: new rows of a batch that the table does not hold yet
-- params: $batch (integer, the batch that is written; not used by derived tables)
-- grain: the table's key
INSERT INTO {table} BY NAME
SELECT {columns}
FROM new_{table}
EXCEPT
SELECT {columns}
FROM {table}
WHERE {rows_of_batch};
