-- name: files that no snapshot ever referred to, deleted by nothing here
-- params: $days (integer, smallest age)
-- grain: path
CALL ducklake_delete_orphaned_files(
  'lake',
  older_than => CAST(now() - to_days($days) AS TIMESTAMPTZ),
  dry_run => true
);
