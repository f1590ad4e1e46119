-- name: the one row that every writing transaction touches, so that two writers conflict
-- params: none
-- grain: one row
INSERT INTO writer (n, facts_version)
SELECT
  0,
  0
WHERE NOT EXISTS (SELECT 1 FROM writer);
