-- name: delete files that no snapshot ever referred to
-- params: $days (integer, smallest age)
-- grain: path
CALL ducklake_delete_orphaned_files('lake', older_than => CAST(now() - to_days($days) AS TIMESTAMPTZ));
