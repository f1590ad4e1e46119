-- name: keys of new rows that wait in the queue as rows of another author
-- params: $author (text)
-- grain: the table's key
SELECT review_queue.item_id
FROM review_queue
JOIN batches
  ON batches.batch_id = review_queue.batch_id
SEMI JOIN new_{table}
  ON new_{table}.{keys} = review_queue.item_id
WHERE
  review_queue.table_name = '{table}'
  AND batches.author <> $author
ORDER BY review_queue.item_id;
