-- name: every account that has a role
-- params: none
-- grain: account
SELECT
  account,
  role
FROM roles
ORDER BY account;
