-- name: keep the result of judging the model
-- params: $model_version (text), $input_hash (text), $created_at (timestamp), $result (text)
-- grain: model_version, input_hash
INSERT INTO validations (
  model_version,
  input_hash,
  created_at,
  result
)
VALUES (
  $model_version,
  $input_hash,
  $created_at,
  $result
);
