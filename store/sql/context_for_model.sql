-- name: national context as the model reads it
-- params: none
-- grain: iso3, indicator, year
SELECT
  iso3,
  indicator,
  year,
  value,
  standard_error
FROM country_context
ORDER BY
  iso3,
  indicator,
  year;
