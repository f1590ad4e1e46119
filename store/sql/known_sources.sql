-- name: sources that are there already, so that none is entered twice
-- params: none
-- grain: source_id
SELECT
  source_id,
  citation,
  doi,
  url
FROM sources
ORDER BY source_id;
