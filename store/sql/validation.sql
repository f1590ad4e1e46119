-- name: the result of judging one model version on one state of the case base
-- params: $model_version (text), $input_hash (text)
-- grain: one row or none
SELECT result
FROM validations
WHERE
  model_version = $model_version
  AND input_hash = $input_hash;
