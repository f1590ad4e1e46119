-- name: record a load
-- params: $batch_id (integer), $kind, $author, $message (text), $created_at (timestamp), $input_hash (text), $cluster_rows, $evidence_rows, $source_rows (integer), $file_name, $licence (text or null), $base_snapshot, $undoes (integer or null)
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
  source_rows,
  file_name,
  licence,
  base_snapshot,
  undoes
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
  $source_rows,
  $file_name,
  $licence,
  $base_snapshot,
  $undoes
);
