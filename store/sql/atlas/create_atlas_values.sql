-- name: the atlas's values of factors
-- params: none
-- grain: cluster_id, factor, tier
CREATE TABLE atlas_values AS
SELECT
  cluster_id,
  factor,
  tier,
  value
FROM lake_values
ORDER BY
  factor,
  value,
  cluster_id;
