-- name: what was tried at one cluster, a row an initiative and source, newest first
-- params: $cluster_id (text)
-- grain: intervention_id, source_id
SELECT
  interventions.intervention_id,
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
  interventions.locator,
  interventions.confidence,
  sources.citation,
  sources.year AS source_year,
  sources.doi,
  sources.url,
  sources.type AS source_type
FROM interventions
LEFT JOIN sources
  ON sources.source_id = interventions.source_id
WHERE interventions.cluster_id = $cluster_id
ORDER BY
  interventions.start_year DESC NULLS LAST,
  interventions.intervention_id,
  interventions.source_id;
