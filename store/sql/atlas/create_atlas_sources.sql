-- name: the atlas's sources
-- params: none
-- grain: cluster_id, source_id
CREATE TABLE atlas_sources AS
SELECT
  cluster_id,
  source_id
FROM lake_sources
ORDER BY
  cluster_id,
  source_id;
