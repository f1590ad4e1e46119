-- name: names of the countries by code, in the order of their names
-- params: none
-- grain: iso3
SELECT
  CAST(iso3 AS VARCHAR) AS iso3,
  name
FROM atlas_countries
ORDER BY atlas_countries.iso3;
