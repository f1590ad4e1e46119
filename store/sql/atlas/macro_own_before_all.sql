-- name: numbers of three bits each: those of a tier where it has its own, else those of the whole cluster
-- params: none (the macro takes two UBIGINTs; the constant has the lowest bit of each of 21 numbers)
-- grain: none
CREATE MACRO own_before_all(own, of_all) AS
coalesce(own, 0)
| (
  coalesce(of_all, 0)
  & ~(
    7
    * (
      (coalesce(own, 0) | (coalesce(own, 0) >> 1) | (coalesce(own, 0) >> 2))
      & CAST(1317624576693539401 AS UBIGINT)
    )
  )
);
