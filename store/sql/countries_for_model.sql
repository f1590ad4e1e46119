-- name: countries with the income group that context is standardised over
-- params: none
-- grain: iso3
SELECT
  iso3,
  income_group
FROM countries
ORDER BY iso3;
