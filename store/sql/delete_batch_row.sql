-- name: forget an earlier load of the same batch
-- params: $batch (integer)
-- grain: batch_id
DELETE FROM batches
WHERE batch_id = $batch;
