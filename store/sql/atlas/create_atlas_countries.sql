-- name: the countries of the lake, those without clusters included
-- params: none
-- grain: iso3
CREATE TABLE atlas_countries AS
SELECT
  TRY_CAST(iso3 AS COUNTRY) AS iso3,
  name
FROM lake_countries
ORDER BY iso3;
