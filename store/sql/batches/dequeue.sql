-- name: take rows out of the queue
-- params: none; reads named_rows
-- grain: table_name, item_id
DELETE FROM review_queue
WHERE (table_name, item_id) IN (
  SELECT (table_name, item_id)
  FROM named_rows
);
