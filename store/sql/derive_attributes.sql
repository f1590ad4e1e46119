-- name: the value that counts per cluster, factor and tier: the likeliest of an outcome, else the newest of the surest
-- params: none
-- grain: cluster_id, factor, tier
CREATE OR REPLACE TEMP TABLE new_attributes AS
WITH ranked AS (
  SELECT
    evidence.cluster_id,
    evidence.factor,
    evidence.tier,
    evidence.value,
    evidence.evidence_id,
    evidence.year,
    evidence.confidence,
    evidence.source_id,
    row_number() OVER (
      PARTITION BY evidence.cluster_id, evidence.factor, evidence.tier
      ORDER BY
        coalesce(evidence.value = likeliest.value, FALSE) DESC,
        confidence_ranks.rank DESC,
        evidence.year DESC NULLS LAST,
        evidence.evidence_id
    ) AS place
  FROM evidence
  JOIN confidence_ranks
    ON confidence_ranks.confidence = evidence.confidence
  LEFT JOIN likeliest_outcomes AS likeliest
    ON likeliest.cluster_id = evidence.cluster_id
    AND likeliest.factor = evidence.factor
)
SELECT
  cluster_id,
  factor,
  tier,
  min(value) FILTER (WHERE place = 1) AS value,
  min(evidence_id) FILTER (WHERE place = 1) AS evidence_id,
  min(year) FILTER (WHERE place = 1) AS year,
  min(confidence) FILTER (WHERE place = 1) AS confidence,
  CAST(count(*) AS INTEGER) AS row_count,
  CAST(count(DISTINCT source_id) AS INTEGER) AS source_count,
  max(year) AS newest_year,
  count(DISTINCT value) > 1 AS is_rival
FROM ranked
GROUP BY
  cluster_id,
  factor,
  tier;
