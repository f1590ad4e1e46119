-- name: what the lake holds, in numbers
-- params: none
-- grain: one row
SELECT
  (SELECT count(*) FROM clusters) AS clusters,
  (SELECT count(*) FROM evidence) AS evidence,
  (SELECT count(*) FROM sources) AS sources,
  (SELECT count(*) FROM withdrawn) AS withdrawn,
  (SELECT count(DISTINCT intervention_id) FROM interventions) AS interventions,
  (SELECT count(*) FROM interventions) AS intervention_rows,
  (SELECT count(DISTINCT cluster_id) FROM interventions) AS clusters_with_interventions,
  (SELECT count(DISTINCT country_iso3) FROM clusters) AS countries,
  (SELECT count(*) FROM evidence WHERE year IS NULL) AS evidence_without_year,
  (SELECT count(*) FROM evidence WHERE locator LIKE '%from memory, to be verified%') AS evidence_from_memory,
  (SELECT count(*) FROM clusters WHERE location_precision = 'country') AS country_level_clusters,
  (SELECT count(*) FROM attributes) AS tier_combinations,
  (SELECT count(*) FROM attributes WHERE is_rival) AS rival_combinations,
  (SELECT count(*) FROM sources WHERE type IN ('news', 'web')) AS sources_news_or_web;
