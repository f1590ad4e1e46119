-- name: every batch with where its rows stand now, newest first
-- params: none
-- grain: batch_id
WITH counting AS (
  SELECT
    batch_id,
    count(*) AS counting_rows
  FROM evidence
  GROUP BY batch_id
),
queued AS (
  SELECT
    batch_id,
    count(*) FILTER (WHERE state = 'waiting') AS waiting_rows,
    count(*) FILTER (WHERE state = 'returned') AS returned_rows,
    count(*) FILTER (WHERE state = 'declined') AS declined_rows
  FROM review_queue
  WHERE table_name = 'evidence'
  GROUP BY batch_id
),
taken_back AS (
  SELECT
    undoes AS batch_id,
    max(batch_id) AS undone_by
  FROM batches
  WHERE
    undoes IS NOT NULL
    AND batch_id NOT IN (SELECT undoes FROM batches WHERE undoes IS NOT NULL)
  GROUP BY undoes
)
SELECT
  batches.batch_id,
  batches.kind,
  batches.author,
  batches.message,
  batches.created_at,
  batches.input_hash,
  batches.file_name,
  batches.licence,
  batches.cluster_rows,
  batches.evidence_rows,
  batches.source_rows,
  batches.undoes,
  taken_back.undone_by,
  coalesce(counting.counting_rows, 0) AS counting_rows,
  coalesce(queued.waiting_rows, 0) AS waiting_rows,
  coalesce(queued.returned_rows, 0) AS returned_rows,
  coalesce(queued.declined_rows, 0) AS declined_rows
FROM batches
LEFT JOIN counting
  ON counting.batch_id = batches.batch_id
LEFT JOIN queued
  ON queued.batch_id = batches.batch_id
LEFT JOIN taken_back
  ON taken_back.batch_id = batches.batch_id
ORDER BY batches.batch_id DESC;
