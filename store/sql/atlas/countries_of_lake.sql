-- name: countries that a cluster may lie in
-- params: none
-- grain: iso3
SELECT
  iso3,
  name
FROM countries
ORDER BY
  name,
  iso3;
