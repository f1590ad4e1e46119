"""Known values and laws of the Web Mercator mathematics."""

import math

import numpy as np
import pytest

from codebook.errors import BadQueryError
from geo import mercator


def test_the_world_is_square_at_its_latitude_limit() -> None:
    assert pytest.approx(85.0511287798066, abs=1e-12) == mercator.MAX_LATITUDE
    x, y = mercator.to_unit([-180, 0, 180], [mercator.MAX_LATITUDE, 0, -mercator.MAX_LATITUDE])
    assert x.tolist() == [0, 0.5, 1]
    assert y == pytest.approx([0, 0.5, 1], abs=1e-12)


def test_poles_are_clamped_to_the_edge_and_stay_finite() -> None:
    _, y = mercator.to_unit([10, 10, 10], [90, -90, 86])
    assert y == pytest.approx([0, 1, 0], abs=1e-12)


def test_a_missing_coordinate_stays_missing() -> None:
    x, y = mercator.to_unit([math.nan, 5], [5, math.nan])
    assert np.isnan(x).tolist() == [True, False]
    assert np.isnan(y).tolist() == [False, True]


@pytest.mark.parametrize(("zoom", "x", "y"), [(-1, 0, 0), (25, 0, 0), (2, 4, 0), (2, 0, 4), (2, -1, 0), (0, 0, 1)])
def test_a_tile_that_does_not_exist_is_a_bad_query(zoom: int, x: int, y: int) -> None:
    with pytest.raises(BadQueryError, match="There is no"):
        mercator.check_tile(zoom, x, y)


def test_the_tiles_at_the_corners_of_the_world_are_there() -> None:
    for zoom in (0, 1, mercator.MAX_ZOOM):
        last = 2**zoom - 1
        for x, y in ((0, 0), (last, 0), (0, last), (last, last)):
            mercator.check_tile(zoom, x, y)


def test_a_place_is_drawn_twice_as_far_out_with_each_zoom() -> None:
    # The tile of Dhaka (90.39 E, 23.79 N) as in the usual formula for slippy maps: column 769, row 442 at zoom 10.
    x, y = mercator.to_pixels(90.39, 23.79, 10)
    assert (int(x) // mercator.TILE_SIZE_PX, int(y) // mercator.TILE_SIZE_PX) == (769, 442)
    assert mercator.to_pixels(90.39, 23.79, 11) == pytest.approx((2 * x, 2 * y))
