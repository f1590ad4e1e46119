-- name: what was tried: every account of every initiative that is let through, with what holds of the initiative as a whole
-- params: $comparisons (text list, ways of comparing, weakest first; others are weaker still), $yes (text), $unknown (text), $kind, $topic, $route, $led_by, $tier_reached, $comparison, $finding, $country, $sector (text lists, null means all)
-- grain: intervention_id, source_id
WITH accounts AS (
  SELECT
    interventions.intervention_id,
    interventions.cluster_id,
    interventions.name,
    interventions.kind,
    interventions.topic,
    interventions.route,
    interventions.led_by,
    interventions.partners,
    interventions.start_year,
    interventions.end_year,
    interventions.status,
    interventions.reach,
    interventions.tier_reached,
    interventions.baseline,
    interventions.follow_up,
    interventions.comparison,
    interventions.finding,
    interventions.finding_text,
    interventions.gained,
    interventions.lost,
    interventions.source_id,
    interventions.locator,
    interventions.confidence,
    coalesce(list_position(CAST($comparisons AS VARCHAR[]), interventions.comparison), 0) AS strength_rank
  FROM interventions
),
strongest AS (
  SELECT
    intervention_id,
    max(strength_rank) AS strength_rank,
    max_by(comparison, strength_rank) AS strength,
    bool_or(baseline = $yes) AS has_baseline,
    list(topic) AS topics,
    list(tier_reached) AS tiers_reached,
    count(DISTINCT finding) FILTER (WHERE finding <> $unknown) > 1 AS is_rival
  FROM accounts
  GROUP BY intervention_id
),
standing AS (
  SELECT
    accounts.intervention_id,
    list_sort(list_distinct(list(accounts.finding) FILTER (WHERE accounts.finding <> $unknown))) AS findings
  FROM accounts
  JOIN strongest
    ON strongest.intervention_id = accounts.intervention_id
    AND strongest.strength_rank = accounts.strength_rank
  GROUP BY accounts.intervention_id
)
SELECT
  accounts.intervention_id,
  accounts.cluster_id,
  clusters.name AS cluster_name,
  clusters.country_iso3,
  coalesce(countries.name, clusters.country_iso3) AS country_name,
  clusters.sector,
  accounts.name,
  accounts.kind,
  accounts.topic,
  accounts.route,
  accounts.led_by,
  accounts.partners,
  accounts.start_year,
  accounts.end_year,
  accounts.status,
  accounts.reach,
  accounts.tier_reached,
  accounts.baseline,
  accounts.follow_up,
  accounts.comparison,
  accounts.finding,
  accounts.finding_text,
  accounts.gained,
  accounts.lost,
  accounts.locator,
  accounts.confidence,
  sources.citation,
  sources.year AS source_year,
  sources.doi,
  sources.url,
  sources.type AS source_type,
  strongest.strength,
  CASE
    WHEN coalesce(len(standing.findings), 0) = 0 THEN $unknown
    WHEN len(standing.findings) = 1 THEN standing.findings[1]
  END AS standing_finding,
  strongest.has_baseline,
  strongest.is_rival
FROM accounts
JOIN strongest
  ON strongest.intervention_id = accounts.intervention_id
JOIN standing
  ON standing.intervention_id = accounts.intervention_id
JOIN clusters
  ON clusters.cluster_id = accounts.cluster_id
LEFT JOIN countries
  ON countries.iso3 = clusters.country_iso3
LEFT JOIN sources
  ON sources.source_id = accounts.source_id
WHERE
  ($kind IS NULL OR list_contains(CAST($kind AS VARCHAR[]), accounts.kind))
  AND ($topic IS NULL OR list_has_any(CAST($topic AS VARCHAR[]), strongest.topics))
  AND ($route IS NULL OR list_contains(CAST($route AS VARCHAR[]), accounts.route))
  AND ($led_by IS NULL OR list_contains(CAST($led_by AS VARCHAR[]), accounts.led_by))
  AND ($tier_reached IS NULL OR list_has_any(CAST($tier_reached AS VARCHAR[]), strongest.tiers_reached))
  AND ($comparison IS NULL OR list_contains(CAST($comparison AS VARCHAR[]), strongest.strength))
  AND (
    $finding IS NULL
    OR list_has_any(CAST($finding AS VARCHAR[]), coalesce(standing.findings, [CAST($unknown AS VARCHAR)]))
  )
  AND ($country IS NULL OR list_contains(CAST($country AS VARCHAR[]), clusters.country_iso3))
  AND ($sector IS NULL OR list_contains(CAST($sector AS VARCHAR[]), clusters.sector))
ORDER BY
  accounts.intervention_id,
  accounts.strength_rank DESC,
  sources.year DESC NULLS LAST,
  accounts.source_id;
