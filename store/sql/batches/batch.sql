-- name: one batch as it was recorded
-- params: $batch (integer)
-- grain: one row or none
SELECT
  batch_id,
  kind,
  author,
  message,
  created_at,
  input_hash,
  cluster_rows,
  evidence_rows,
  source_rows,
  file_name,
  licence,
  base_snapshot,
  undoes
FROM batches
WHERE batch_id = $batch;
