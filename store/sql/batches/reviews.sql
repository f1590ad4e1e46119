-- name: decisions on a batch, oldest first
-- params: $batch (integer)
-- grain: review_id
SELECT
  review_id,
  batch_id,
  evidence_id,
  decision,
  note,
  reviewer,
  decided_at
FROM reviews
WHERE batch_id = $batch
ORDER BY review_id;
