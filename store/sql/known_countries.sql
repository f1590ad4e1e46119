-- name: countries that may hold a cluster
-- params: none
-- grain: iso3
SELECT
  iso3,
  name
FROM countries
ORDER BY iso3;
