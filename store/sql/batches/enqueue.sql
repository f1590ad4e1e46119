-- name: put rows into the queue
-- params: none; reads named_rows
-- grain: table_name, item_id
INSERT INTO review_queue BY NAME
SELECT
  table_name,
  item_id,
  batch_id,
  state,
  content
FROM named_rows;
