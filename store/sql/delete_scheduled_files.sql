-- name: delete files that expired snapshots left scheduled for deletion
-- params: $days (integer, smallest age)
-- grain: path
CALL ducklake_cleanup_old_files('lake', older_than => CAST(now() - to_days($days) AS TIMESTAMPTZ));
