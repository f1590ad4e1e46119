-- name: how much is known of each factor, by country and sector: what every gap map adds up
-- params: $confidences (text list, least sure first)
-- grain: country_iso3, sector, factor
WITH known AS (
  SELECT
    cluster_id,
    factor,
    CAST(max(list_position(CAST($confidences AS VARCHAR[]), confidence)) AS UTINYINT) AS best,
    count(*) AS evidence_rows,
    max(year) AS newest_year
  FROM evidence
  GROUP BY
    cluster_id,
    factor
)
SELECT
  clusters.country_iso3,
  clusters.sector,
  known.factor,
  max(known.best) AS best,
  CAST(sum(known.evidence_rows) AS BIGINT) AS evidence_rows,
  count(*) AS clusters,
  max(known.newest_year) AS newest_year
FROM known
JOIN clusters
  ON clusters.cluster_id = known.cluster_id
GROUP BY
  clusters.country_iso3,
  clusters.sector,
  known.factor
ORDER BY
  clusters.country_iso3,
  clusters.sector,
  known.factor;
