-- name: role of an account
-- params: $account (text)
-- grain: one row or none
SELECT role
FROM roles
WHERE account = $account;
