-- name: sources by type
-- params: none
-- grain: type
SELECT
  type,
  count(*) AS source_count
FROM sources
GROUP BY type
ORDER BY
  source_count DESC,
  type;
