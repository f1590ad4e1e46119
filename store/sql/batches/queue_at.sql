-- name: the queue as it was at a snapshot
-- params: $snapshot (integer)
-- grain: table_name, item_id
SELECT
  table_name,
  item_id,
  batch_id,
  state,
  content
FROM review_queue AT (VERSION => $snapshot)
ORDER BY
  batch_id,
  table_name,
  item_id;
