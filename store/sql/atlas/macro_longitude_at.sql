-- name: longitude in degrees of an x on the Web Mercator square
-- params: none (the macro takes x, 0 to 1)
-- grain: none
CREATE MACRO longitude_at(x) AS
x * 360.0 - 180.0;
