-- name: clusters counted by country and sector, with the names and groups of their countries
-- params: none
-- grain: country_iso3, sector
SELECT
  clusters.country_iso3,
  coalesce(countries.name, clusters.country_iso3) AS country_name,
  coalesce(countries.un_subregion, '') AS un_subregion,
  clusters.sector,
  count(*) AS clusters
FROM clusters
LEFT JOIN countries
  ON countries.iso3 = clusters.country_iso3
GROUP BY
  clusters.country_iso3,
  country_name,
  countries.un_subregion,
  clusters.sector
ORDER BY
  country_name,
  clusters.country_iso3,
  clusters.sector;
