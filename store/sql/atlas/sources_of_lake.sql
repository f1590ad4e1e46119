-- name: which sources speak of which cluster, one row a statement; a source as a number, a cluster as a hash of 64 bits
-- params: none
-- grain: none
WITH numbered AS (
  SELECT
    source_id,
    CAST(row_number() OVER () AS UINTEGER) AS source_number
  FROM (SELECT DISTINCT source_id FROM evidence)
)
SELECT
  hash(evidence.cluster_id) AS cluster_key,
  numbered.source_number
FROM evidence
JOIN numbered
  ON evidence.source_id = numbered.source_id;
