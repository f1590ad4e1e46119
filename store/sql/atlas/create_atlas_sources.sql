-- name: the atlas's sources
-- params: none
-- grain: place_row, source_number
CREATE TABLE atlas_sources AS
SELECT DISTINCT
  atlas.place_row,
  lake_sources.source_number
FROM lake_sources
JOIN atlas
  ON hash(atlas.cluster_id) = lake_sources.cluster_key;
