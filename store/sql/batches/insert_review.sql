-- name: keep a reviewer's decision
-- params: $batch_id (integer), $evidence_id, $decision, $note, $reviewer (text), $decided_at (timestamp)
-- grain: review_id
INSERT INTO reviews BY NAME
SELECT
  (SELECT coalesce(max(review_id), 0) + 1 FROM reviews) AS review_id,
  $batch_id AS batch_id,
  $evidence_id AS evidence_id,
  $decision AS decision,
  $note AS note,
  $reviewer AS reviewer,
  $decided_at AS decided_at;
