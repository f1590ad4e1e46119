-- name: version of the model that made the predictions; null when there are none
-- params: none
-- grain: one row
SELECT max(model_version) AS model_version
FROM predictions;
