-- name: forget rows of a batch
-- params: $batch (integer); reads named_rows
-- grain: the table's key
DELETE FROM {table}
WHERE
  batch_id = $batch
  AND {keys} IN (
    SELECT item_id
    FROM named_rows
    WHERE table_name = '{table}'
  );
