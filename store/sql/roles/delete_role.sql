-- name: forget the role of an account
-- params: $account (text)
-- grain: account
DELETE FROM roles
WHERE account = $account;
