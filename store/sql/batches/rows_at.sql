-- name: rows of a batch as they were at a snapshot, their content as text
-- params: $snapshot (integer), $batch (integer)
-- grain: the table's key
SELECT {texts}
FROM {table} AT (VERSION => $snapshot)
WHERE batch_id = $batch
ORDER BY {keys};
