-- name: give an account a role
-- params: $account, $role, $granted_by (text), $granted_at (timestamp)
-- grain: account
INSERT INTO roles (
  account,
  role,
  granted_by,
  granted_at
)
VALUES (
  $account,
  $role,
  $granted_by,
  $granted_at
);
