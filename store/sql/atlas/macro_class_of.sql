-- name: class 1 to 5 of a number among rising bounds, where each class begins; null stays null
-- params: none (the macro takes a number and four bounds, those that a measure does not have infinite)
-- grain: none
CREATE MACRO class_of(number, bounds) AS
CASE
  WHEN number IS NULL THEN NULL
  WHEN number < bounds[1] THEN 1
  WHEN number < bounds[2] THEN 2
  WHEN number < bounds[3] THEN 3
  WHEN number < bounds[4] THEN 4
  ELSE 5
END;
