-- name: the batch that took one back and was not taken back itself
-- params: $batch (integer)
-- grain: one row or none
SELECT max(batch_id) AS undone_by
FROM batches
WHERE
  undoes = $batch
  AND batch_id NOT IN (
    SELECT undoes
    FROM batches
    WHERE undoes IS NOT NULL
  )
HAVING max(batch_id) IS NOT NULL;
