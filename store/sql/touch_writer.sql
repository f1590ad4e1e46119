-- name: make this transaction conflict with every other writer; raise the facts version where facts change
-- params: $facts (boolean, true when facts or predictions change)
-- grain: one row
UPDATE writer
SET
  n = n + 1,
  facts_version = facts_version + CASE WHEN $facts THEN 1 ELSE 0 END;
