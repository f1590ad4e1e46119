-- name: rows of one tier's adoption that claim to speak of the other tier
-- params: none
-- grain: line
SELECT
  'evidence' AS table_name,
  line,
  'tier' AS column_name,
  tier AS value,
  CASE factor WHEN 'first_tier_adoption' THEN 'first, all' ELSE 'lower, all' END AS allowed
FROM staged_evidence
WHERE
  (factor = 'first_tier_adoption' AND tier = 'lower')
  OR (factor = 'lower_tier_adoption' AND tier = 'first')
ORDER BY line;
