-- name: how many batches an author has given since a moment
-- params: $author (text), $since (timestamp)
-- grain: one row
SELECT count(*) AS batches
FROM batches
WHERE
  author = $author
  AND created_at >= $since;
