-- name: cells of a tile as the layer "cells" of a Mapbox vector tile
-- params: $cells (structs of a cell's columns, see cells_in_tile), $box (struct of four doubles, the tile's edges with y to the north)
-- grain: one row
WITH cells AS (
  SELECT unnest($cells, RECURSIVE := true)
)
SELECT ST_AsMVT(cell, 'cells') AS tile
FROM (
  SELECT
    ST_AsMVTGeom(
      ST_Point(mercator_x(longitude), -mercator_y(latitude)), CAST($box AS BOX_2D), 4096, 0, false
    ) AS geometry,
    CAST(clusters AS INTEGER) AS count,
    CAST(first_class AS INTEGER) AS first,
    CAST(lower_class AS INTEGER) AS lower,
    CAST(first_unknown_share AS DOUBLE) AS first_unknown_share,
    CAST(lower_unknown_share AS DOUBLE) AS lower_unknown_share
  FROM cells
) AS cell;
