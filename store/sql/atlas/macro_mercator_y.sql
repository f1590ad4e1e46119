-- name: y of a latitude on the Web Mercator square, 0 at the northern edge; beyond the edges is clamped
-- params: none (the macro takes latitude, degrees)
-- grain: none
CREATE MACRO mercator_y(latitude) AS
greatest(
  0.0,
  least(
    1.0 - 1e-12,
    0.5 - asinh(tan(radians(greatest(-85.06, least(85.06, CAST(latitude AS DOUBLE)))))) / (2.0 * pi())
  )
);
