-- name: countries by name
-- params: none
-- grain: iso3
SELECT
  iso3,
  name
FROM countries
ORDER BY
  name,
  iso3;
