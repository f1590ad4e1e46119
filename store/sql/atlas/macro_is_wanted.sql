-- name: whether the bit of a small number is set
-- params: none (the macro takes a number up to 63 and a UBIGINT with a bit for every number that is wanted)
-- grain: none
CREATE MACRO is_wanted(number, bits) AS
((CAST(bits AS UBIGINT) >> number) & 1) = 1;
