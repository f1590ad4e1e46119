-- name: checksum of what a batch was made from
-- params: $batch (integer)
-- grain: one row or none
SELECT input_hash
FROM batches
WHERE batch_id = $batch;
