-- name: forget an earlier result for the same model version and state
-- params: $model_version (text), $input_hash (text)
-- grain: model_version, input_hash
DELETE FROM validations
WHERE
  model_version = $model_version
  AND input_hash = $input_hash;
