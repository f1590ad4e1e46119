-- name: x of a longitude on the Web Mercator square, 0 at 180 degrees west; 180 east stays inside
-- params: none (the macro takes longitude, degrees)
-- grain: none
CREATE MACRO mercator_x(longitude) AS
least((CAST(longitude AS DOUBLE) + 180.0) / 360.0, 1.0 - 1e-12);
