-- name: countries that a cluster may lie in
-- params: none
-- grain: iso3
SELECT iso3
FROM countries
ORDER BY iso3;
