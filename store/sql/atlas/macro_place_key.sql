-- name: where a cell of the finest grid stands in the order in which every tile is one unbroken range (Z-order)
-- params: none (the macro takes column and row as BIGINT below 2 ** 27, and the list of the numbers 0 to 511 with a zero before each bit)
-- grain: none
CREATE MACRO place_key(grid_column, grid_row, spread) AS
(
  (spread[((grid_column >> 18) & 511) + 1] + 2 * spread[((grid_row >> 18) & 511) + 1]) << 36
)
+ (
  (spread[((grid_column >> 9) & 511) + 1] + 2 * spread[((grid_row >> 9) & 511) + 1]) << 18
)
+ (spread[(grid_column & 511) + 1] + 2 * spread[(grid_row & 511) + 1]);
