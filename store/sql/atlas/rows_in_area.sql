-- name: rows of the atlas inside a polygon or on its edge
-- params: $polygon (text, WKT in degrees), $south, $west, $north, $east (doubles, its edges in degrees)
-- grain: place_row
SELECT place_row
FROM atlas
WHERE
  place_key IS NOT NULL
  AND latitude >= $south
  AND latitude <= $north
  AND longitude >= $west
  AND longitude <= $east
  AND ST_Intersects(ST_GeomFromText($polygon), ST_Point(longitude, latitude));
