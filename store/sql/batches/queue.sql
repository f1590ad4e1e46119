-- name: contributed rows that do not count, in the order of their batches
-- params: $batch (integer, null means all)
-- grain: table_name, item_id
SELECT
  table_name,
  item_id,
  batch_id,
  state,
  content
FROM review_queue
WHERE
  $batch IS NULL
  OR batch_id = $batch
ORDER BY
  batch_id,
  table_name,
  item_id;
