"""Place keys: a tile is one unbroken range, its cells are the ranges in it, and the query agrees with Python."""

from hypothesis import given
from hypothesis import strategies as st

from store.atlas_filling import open_cursor, open_memory
from store.place_keys import CELL_ZOOMS, GRID_ZOOM, cell_number, spread_numbers, tile_range

NUMBERS = st.integers(0, 2**GRID_ZOOM - 1)


def test_the_numbers_of_four_cells_go_row_by_row() -> None:
    assert [cell_number(column, row) for row in (0, 1) for column in (0, 1)] == [0, 1, 2, 3]
    assert cell_number(3, 5) == 0b100111


def test_the_world_is_every_key_and_its_quarters_follow_each_other() -> None:
    world = tile_range(0, 0, 0)
    assert (world.low, world.high) == (0, 4**GRID_ZOOM)
    quarters = [tile_range(1, column, row) for row in (0, 1) for column in (0, 1)]
    assert [quarter.low for quarter in quarters] == [0, *(quarter.high for quarter in quarters[:-1])]
    assert quarters[-1].high == world.high


@given(NUMBERS, NUMBERS, st.integers(0, GRID_ZOOM - CELL_ZOOMS))
def test_a_place_is_in_the_tile_that_it_lies_in(column: int, row: int, zoom: int) -> None:
    key = cell_number(column, row)
    down = GRID_ZOOM - zoom
    tile = tile_range(zoom, column >> down, row >> down)
    assert tile.low <= key < tile.high
    assert 0 <= (key - tile.low) >> tile.shift < 4**CELL_ZOOMS
    assert key >> tile.shift == cell_number(column >> (down - CELL_ZOOMS), row >> (down - CELL_ZOOMS))


def test_the_query_makes_the_same_keys() -> None:
    cursor = open_cursor(open_memory())
    last = 2**GRID_ZOOM - 1
    for column, row in ((0, 0), (1, 0), (0, 1), (last, 0), (0, last), (last, last), (92_345_678, 45_678_901)):
        query = "SELECT place_key(CAST($column AS BIGINT), CAST($row AS BIGINT), CAST($spread AS BIGINT[]))"
        found = cursor.execute(query, {"column": column, "row": row, "spread": spread_numbers()}).fetchone()
        assert found == (cell_number(column, row),)
