-- name: statements set aside, by reason
-- params: none
-- grain: reason
SELECT
  reason,
  count(*) AS statements
FROM quarantine
GROUP BY reason
ORDER BY
  statements DESC,
  reason;
