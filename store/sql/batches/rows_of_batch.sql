-- name: rows of a batch that count, their content as text
-- params: $batch (integer)
-- grain: the table's key
SELECT {texts}
FROM {table}
WHERE batch_id = $batch
ORDER BY {keys};
