-- name: record a load
-- params: $batch_id (integer), $kind, $author, $message (text), $created_at (timestamp), $input_hash (text), $cluster_rows, $evidence_rows, $source_rows (integer)
-- grain: batch_id
INSERT INTO batches (
  batch_id,
  kind,
  author,
  message,
  created_at,
  input_hash,
  cluster_rows,
  evidence_rows,
  source_rows
)
VALUES (
  $batch_id,
  $kind,
  $author,
  $message,
  $created_at,
  $input_hash,
  $cluster_rows,
  $evidence_rows,
  $source_rows
);
