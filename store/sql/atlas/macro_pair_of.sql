-- name: two classes as one small number, 8 times that of the lower tiers and that of the first; 0 for a class that is not known
-- params: none (the macro takes both classes, null for not known)
-- grain: none
CREATE MACRO pair_of(first_class, lower_class) AS
CAST(coalesce(first_class, 0) + 8 * coalesce(lower_class, 0) AS UTINYINT);
