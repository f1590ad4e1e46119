-- name: number for the next batch
-- params: none
-- grain: one row
SELECT coalesce(max(batch_id), 0) + 1 AS batch_id
FROM batches;
