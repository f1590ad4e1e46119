-- name: latitude in degrees of a y on the Web Mercator square
-- params: none (the macro takes y, 0 to 1)
-- grain: none
CREATE MACRO latitude_at(y) AS
degrees(atan(sinh(pi() * (1.0 - 2.0 * y))));
