-- name: withdrawn statements by reason
-- params: none
-- grain: reason
SELECT
  reason,
  count(*) AS statements
FROM withdrawn
GROUP BY reason
ORDER BY
  statements DESC,
  reason;
