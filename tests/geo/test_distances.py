"""Distances: known values, laws, and agreement with distances on the ellipsoid."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.basemap import country_outline
from geo.distances import distance_to_country_km, haversine_km

ELLIPSOID = Geod(ellps="WGS84")
LONGITUDES = st.floats(min_value=-180, max_value=180, allow_nan=False)
LATITUDES = st.floats(min_value=-90, max_value=90, allow_nan=False)


def test_known_distances() -> None:
    # One degree of the equator, pole to pole, and Sialkot to Jalandhar (133 km on the ellipsoid).
    found = haversine_km([0, 0, 74.5313], [0, -90, 32.4927], [1, 0, 75.5762], [0, 90, 31.3260])
    sialkot_jalandhar = ELLIPSOID.inv(74.5313, 32.4927, 75.5762, 31.3260)[2] / 1000
    assert found == pytest.approx([111.195, 20015.115, sialkot_jalandhar], rel=5e-3)


@given(LONGITUDES, LATITUDES, LONGITUDES, LATITUDES)
def test_a_distance_is_symmetric_and_at_most_half_the_earth(
    longitude: float, latitude: float, other_longitude: float, other_latitude: float
) -> None:
    there = haversine_km(longitude, latitude, other_longitude, other_latitude)
    back = haversine_km(other_longitude, other_latitude, longitude, latitude)
    assert there == pytest.approx(back)
    assert 0 <= there <= 20015.2


def test_a_point_inside_is_at_distance_0_and_one_outside_is_not() -> None:
    distances = distance_to_country_km([74.53, 74.53], [32.49, 32.49], ["PAK", "IND"])
    assert distances[0] == 0
    assert 5 < distances[1] < 60


def test_what_cannot_be_measured_is_not_known() -> None:
    distances = distance_to_country_km(
        [179.2, 74.5, np.nan, 74.5, 400.0, 74.5],
        [-8.5, 32.5, 32.5, 95.0, 32.5, 32.5],
        ["TUV", "no-such-code", "PAK", "PAK", "PAK", None],
    )
    assert np.isnan(distances).all()


def test_no_points_give_no_distances() -> None:
    assert distance_to_country_km([], [], []).shape == (0,)


def test_the_way_across_the_antimeridian_is_the_short_one() -> None:
    # Fiji's Taveuni lies at 180; a ship 1 degree east of it is some 100 km off, not 39,000.
    (distance,) = distance_to_country_km([-178.0], [-16.8], ["FJI"])
    assert 0 < distance < 250


@pytest.mark.parametrize(
    ("iso3", "longitude", "latitude"),
    [
        ("PAK", 66.0, 24.0),
        ("BGD", 88.0, 21.0),
        ("CHN", 124.0, 30.0),
        ("CHL", -76.0, -45.0),
        ("KEN", 33.0, 1.0),
        ("NOR", 10.0, 57.0),
        ("IND", 60.0, 20.0),
    ],
)
def test_a_distance_agrees_with_the_ellipsoid(iso3: str, longitude: float, latitude: float) -> None:
    outline = country_outline(iso3)
    assert outline is not None
    # The plain way: every corner and many points between, measured on the ellipsoid.
    border = shapely.get_coordinates(shapely.segmentize(shapely.boundary(outline), 0.01))
    own = np.full(len(border), 1.0)
    metres = ELLIPSOID.inv(own * longitude, own * latitude, border[:, 0], border[:, 1])[2]
    (found,) = distance_to_country_km([longitude], [latitude], [iso3])
    assert found == pytest.approx(min(metres) / 1000, rel=0.015)


def test_the_order_of_rows_does_not_matter(case_clusters: pd.DataFrame) -> None:
    mixed = case_clusters.sample(frac=1, random_state=1)
    # A shift of half a degree takes many points out of their country.
    there, back = (
        pd.Series(
            distance_to_country_km(frame["longitude"] + 0.5, frame["latitude"], frame["country_iso3"]),
            index=frame.index,
        )
        for frame in (case_clusters, mixed)
    )
    assert (there > 0).any()
    pd.testing.assert_series_equal(there, back.loc[there.index])
