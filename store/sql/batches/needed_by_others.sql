-- name: clusters and sources of a batch that statements of other batches need
-- params: $batch (integer)
-- grain: table_name, item_id
SELECT
  'clusters' AS table_name,
  cluster_id AS item_id
FROM evidence
WHERE
  batch_id <> $batch
  AND cluster_id IN (SELECT cluster_id FROM clusters WHERE batch_id = $batch)
UNION
SELECT
  'sources' AS table_name,
  source_id AS item_id
FROM evidence
WHERE
  batch_id <> $batch
  AND source_id IN (SELECT source_id FROM sources WHERE batch_id = $batch);
