-- name: statements of one author that wait already and are given again
-- params: $author (text); reads new_evidence
-- grain: evidence_id
SELECT new_evidence.evidence_id
FROM new_evidence
JOIN review_queue
  ON review_queue.item_id = new_evidence.evidence_id
JOIN batches
  ON batches.batch_id = review_queue.batch_id
WHERE
  review_queue.table_name = 'evidence'
  AND batches.author = $author
ORDER BY new_evidence.evidence_id;
