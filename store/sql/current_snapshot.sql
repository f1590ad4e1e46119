-- name: number of the newest snapshot of the lake
-- params: none
-- grain: one row
SELECT id AS snapshot
FROM lake.current_snapshot();
