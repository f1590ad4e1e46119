-- name: place keys of all clusters, rising; entries without a place come last, beyond every key
-- params: none
-- grain: none
SELECT coalesce(place_key, 9223372036854775807) AS place_key
FROM atlas
ORDER BY place_key;
