-- name: where the national context comes from
-- params: none
-- grain: source_id
SELECT
  source_id,
  citation,
  year,
  url,
  licence
FROM context_sources
ORDER BY source_id;
