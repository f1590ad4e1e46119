"""Where tiles and cells lie in the atlas's order (Z-order): each is one unbroken range of place keys.

A place key has the bits of column and row of the finest grid in turn, so the key of a larger cell is the beginning of
the keys of the smaller ones in it.
"""

from typing import NamedTuple

GRID_ZOOM = 27
"""The finest grid is 2 ** 27 cells wide: a third of a metre at the equator."""
CELL_ZOOMS = 3
"""A tile holds 2 ** 3 cells along an edge, 32 pixels each: room for a disc with its count."""


class TileRange(NamedTuple):
    """A tile's place keys, from ``low`` to below ``high``, and the bits below those of a cell in it."""

    low: int
    high: int
    shift: int


def tile_range(zoom: int, column: int, row: int) -> TileRange:
    """Return the place keys of a tile of Web Mercator."""
    shift = 2 * (GRID_ZOOM - zoom)
    low = cell_number(column, row) << shift
    return TileRange(low, low + (1 << shift), shift - 2 * CELL_ZOOMS)


def cell_number(column: int, row: int) -> int:
    """Return the number of a cell or tile in the order of its zoom: the bits of column and row in turn."""
    return sum(
        ((column >> bit & 1) | (row >> bit & 1) << 1) << 2 * bit for bit in range(max(column, row, 1).bit_length())
    )


def spread_numbers() -> list[int]:
    """Return the numbers 0 to 511 with a zero before each bit, for the query that makes place keys."""
    return [cell_number(number, 0) for number in range(512)]
