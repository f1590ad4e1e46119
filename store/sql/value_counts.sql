-- name: evidence rows of one factor by value
-- params: $factor (text)
-- grain: value
SELECT
  value,
  count(*) AS evidence_rows
FROM evidence
WHERE factor = $factor
GROUP BY value
ORDER BY
  evidence_rows DESC,
  value;
