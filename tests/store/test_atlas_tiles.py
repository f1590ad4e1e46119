"""Tiles: the number of clusters decides between points and cells, and what a tile weighs is bounded."""

import itertools
from collections.abc import Iterator

import pytest

import codebook
from store import atlas_tiles
from store.atlas import LONGEST_NAME, Atlas
from store.atlas_filling import LAST_PYRAMID_ZOOM
from store.atlas_queries import PYRAMID_MEASURES
from store.atlas_tiles import (
    LAST_ZOOM,
    MOST_POINTS,
    MOST_POINTS_AT_LAST,
    make_tile,
    make_vector_tile,
    ready_made_cells,
)
from store.connection import Lake
from store.filters import MapFilter
from tests.store.crowded_lake import CROWD, make_crowded_lake, tile_of_crowd


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    """Return an atlas with a crowd of clusters on one spot."""
    lake = make_crowded_lake(tmp_path_factory.mktemp("crowded"))
    yield Atlas(lake)
    lake.close()


@pytest.mark.parametrize("zoom", range(LAST_ZOOM + 1))
def test_a_crowd_is_one_cell_until_the_last_zoom_opens_it(crowded: Atlas, zoom: int) -> None:
    tile = make_tile(crowded, *tile_of_crowd(zoom))
    assert MOST_POINTS < CROWD < MOST_POINTS_AT_LAST
    if zoom < LAST_ZOOM:
        assert tile.kind == "cells"
        assert max(cell[2] for cell in tile.rows) == CROWD
    else:
        assert (tile.kind, len(tile.rows)) == ("points", CROWD)


def test_a_name_in_a_tile_is_bounded(crowded: Atlas) -> None:
    tile = make_tile(crowded, *tile_of_crowd(LAST_ZOOM))
    assert {len(str(point[1])) for point in tile.rows} == {LONGEST_NAME}


def test_a_filter_that_leaves_few_shows_points(crowded: Atlas) -> None:
    assert make_tile(crowded, 0, 0, 0).kind == "cells"
    tile = make_tile(crowded, 0, 0, 0, MapFilter(country=("IND",)))
    assert (tile.kind, len(tile.rows)) == ("points", 3)
    assert make_vector_tile(crowded, 0, 0, 0, MapFilter(country=("LSO",))) == b""


@pytest.mark.parametrize("measure", PYRAMID_MEASURES)
def test_the_pyramid_says_what_counting_anew_says(built_lake: Lake, measure: str) -> None:
    case_base = Atlas(built_lake)
    for zoom in range(LAST_PYRAMID_ZOOM + 1):
        width = min(2**zoom, 8)
        middle = 2**zoom // 2
        for column, row in itertools.product(
            range(middle, min(middle + width, 2**zoom)), range(min(middle + 1, width))
        ):
            expected = case_base.cells_in_tile(zoom, column, row, measure=measure)
            assert ready_made_cells(case_base, zoom, column, row, measure) == expected


def test_every_measure_colours_points_and_cells(built_lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    case_base = Atlas(built_lake)
    for measure in codebook.MEASURE_NAMES:
        numbers = {None, *(item.number for item in codebook.measure(measure).classes)}
        points = make_tile(case_base, 0, 0, 0, measure=measure).rows
        assert {row[4] for row in points} | {row[5] for row in points} <= numbers
        monkeypatch.setattr(atlas_tiles, "MOST_POINTS", 3)
        cells = make_tile(case_base, 0, 0, 0, measure=measure).rows
        monkeypatch.undo()
        assert sum(cell[2] for cell in cells) == len(points)
        for cell in cells:
            assert (cell[3] is None) == (cell[5] == 1)
            assert cell[3] in numbers


def test_a_cell_s_class_is_that_of_the_mean_of_what_is_known(small_atlas: Atlas) -> None:
    # Both twins lie on one spot: one sells abroad (class 3), one at home (class 1), and one has no union that is known.
    sells, unions = (
        next(cell for cell in small_atlas.cells_in_tile(8, 185, 108, measure=measure))
        for measure in ("export_orientation", "union_presence")
    )
    assert (sells.clusters, sells.first_class, sells.first_unknown_share) == (2, 2, 0.0)
    assert (unions.clusters, unions.first_class, unions.first_unknown_share) == (2, 3, 0.5)
