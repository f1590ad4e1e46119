-- name: clusters with a place in a tile as the layer "points" of a Mapbox vector tile; null where there is none
-- params: $wanted (struct by filter, null means all), $low, $high (bigints, the tile's range of place keys), $box (struct of four doubles, the tile's edges with y to the north), $longest (integer, characters of a name that a tile repeats)
-- grain: one row
SELECT CASE WHEN count(*) > 0 THEN ST_AsMVT(point, 'points') END AS tile
FROM (
  SELECT
    ST_AsMVTGeom(ST_Point(x, -y), CAST($box AS BOX_2D), 4096, 0, false) AS geometry,
    cluster_id AS id,
    left(name, $longest) AS name,
    CAST(first_class AS INTEGER) AS first,
    CAST(lower_class AS INTEGER) AS lower,
    CAST(first_known_factors AS INTEGER) AS first_known,
    CAST(lower_known_factors AS INTEGER) AS lower_known,
    CAST(location_precision AS VARCHAR) AS precision
  FROM clusters_by_{measure}($wanted)
  WHERE
    place_key >= $low
    AND place_key < $high
  ORDER BY
    first_known_factors + lower_known_factors,
    cluster_id
) AS point;
