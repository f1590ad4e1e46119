"""Known values and laws of the Web Mercator mathematics."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codebook.errors import BadQueryError
from geo import mercator

LONGITUDES = st.floats(min_value=-180, max_value=180, allow_nan=False)
LATITUDES = st.floats(min_value=-85, max_value=85, allow_nan=False)


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


def test_metres_are_those_of_epsg_3857() -> None:
    # Values of PROJ 9 for EPSG:4326 to EPSG:3857: the origin, Sialkot, and the world's corner.
    easting, northing = mercator.to_metres([0, 74.5313, 180], [0, 32.4927, mercator.MAX_LATITUDE])
    assert easting == pytest.approx([0, 8296786.364, 20037508.343], abs=0.01)
    assert northing == pytest.approx([0, 3828160.347, 20037508.343], abs=0.01)


def test_a_known_point_lies_in_its_known_tile() -> None:
    # The tile of Dhaka (90.39 E, 23.79 N) as in the usual formula for slippy maps.
    column, row = mercator.tile_of(90.39, 23.79, 10)
    assert (int(column), int(row)) == (769, 442)


def test_the_world_is_one_tile_at_zoom_0() -> None:
    bounds = mercator.tile_bounds(0, 0, 0)
    assert (bounds.west, bounds.east) == (-180, 180)
    assert bounds.north == pytest.approx(mercator.MAX_LATITUDE)
    assert bounds.south == pytest.approx(-mercator.MAX_LATITUDE)


def test_tiles_meet_without_gap() -> None:
    left, right = mercator.tile_bounds(5, 11, 7), mercator.tile_bounds(5, 12, 7)
    below = mercator.tile_bounds(5, 11, 8)
    assert left.east == right.west
    assert left.south == below.north


def test_far_edges_belong_to_the_last_tile() -> None:
    column, row = mercator.tile_of([180, -180], [-90, 90], 3)
    assert column.tolist() == [7, 0]
    assert row.tolist() == [7, 0]


@pytest.mark.parametrize(("zoom", "x", "y"), [(-1, 0, 0), (25, 0, 0), (2, 4, 0), (2, 0, 4), (2, -1, 0), (0, 0, 1)])
def test_a_tile_that_does_not_exist_is_a_bad_query(zoom: int, x: int, y: int) -> None:
    with pytest.raises(BadQueryError, match="There is no"):
        mercator.tile_bounds(zoom, x, y)


def test_pixel_distance_doubles_with_each_zoom_and_goes_the_short_way_round() -> None:
    near = mercator.pixel_distance(74.0, 32.0, 75.0, 32.0, zoom=5)
    assert near == pytest.approx(256 * 2**5 / 360)
    assert mercator.pixel_distance(74.0, 32.0, 75.0, 32.0, zoom=6) == pytest.approx(2 * near)
    assert mercator.pixel_distance(179.5, 0, -179.5, 0, zoom=5) == pytest.approx(near)


def test_a_pixel_covers_less_ground_away_from_the_equator() -> None:
    at_equator, at_60 = mercator.metres_per_pixel([0, 60], zoom=0)
    assert at_equator == pytest.approx(156543.034, abs=1e-3)
    assert at_60 == pytest.approx(at_equator / 2)


@given(longitude=LONGITUDES, latitude=LATITUDES)
def test_the_way_back_leads_to_the_same_point(longitude: float, latitude: float) -> None:
    there_and_back = mercator.from_unit(*mercator.to_unit(longitude, latitude))
    assert there_and_back == pytest.approx((longitude, latitude), abs=1e-9)


@given(longitude=LONGITUDES, latitude=LATITUDES, zoom=st.integers(0, 18))
def test_a_tile_holds_the_points_that_fall_into_it(longitude: float, latitude: float, zoom: int) -> None:
    column, row = mercator.tile_of(longitude, latitude, zoom)
    bounds = mercator.tile_bounds(zoom, int(column), int(row))
    assert bounds.west - 1e-9 <= longitude <= bounds.east + 1e-9
    assert bounds.south - 1e-9 <= latitude <= bounds.north + 1e-9
