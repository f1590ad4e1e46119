-- name: number that rises whenever facts or predictions change
-- params: none
-- grain: one row
SELECT facts_version
FROM lake.writer;
