-- name: class 1 to 5 of a share above the unknown; the middle class holds both its bounds; null stays null
-- params: none (the macro takes a share and the upper bounds of classes 1 to 4)
-- grain: none
CREATE MACRO adoption_class(share, bounds) AS
CASE
  WHEN share IS NULL THEN NULL
  WHEN share < bounds[1] THEN 1
  WHEN share < bounds[2] THEN 2
  WHEN share <= bounds[3] THEN 3
  WHEN share <= bounds[4] THEN 4
  ELSE 5
END;
