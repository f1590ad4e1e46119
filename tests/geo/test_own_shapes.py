"""Shapes that a reader brings along: bounded, checked, and nothing kept of them but where they lie."""

import json
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from codebook.errors import InputError
from geo import own_shapes
from geo.own_shapes import read_area, read_overlay

SQUARE = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]]
BOW = [[0.0, 0.0], [10.0, 10.0], [10.0, 0.0], [0.0, 10.0], [0.0, 0.0]]
HOLE = [[1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0], [1.0, 1.0]]


def _polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def _collection(*geometries: Any) -> dict[str, Any]:
    features = [{"type": "Feature", "properties": {"name": "<b>x</b>"}, "geometry": item} for item in geometries]
    return {"type": "FeatureCollection", "features": features}


def _bytes(value: object) -> bytes:
    return json.dumps(value).encode()


def test_only_the_shapes_are_kept() -> None:
    given = {
        **_collection(_polygon(SQUARE), {"type": "Point", "coordinates": [1.1234567, 2, 300]}),
        "evil": "</script>",
    }
    kept = read_overlay(_bytes(given))
    assert set(kept) == {"type", "features"}
    assert [feature["properties"] for feature in kept["features"]] == [{}, {}]
    polygon, point = (shape(feature["geometry"]) for feature in kept["features"])
    assert polygon.equals(shapely.Polygon(SQUARE))
    assert point.coords[:] == [(1.12346, 2.0)]


def test_collections_are_taken_apart_and_crossing_outlines_mended() -> None:
    nested = {
        "type": "GeometryCollection",
        "geometries": [_polygon(BOW), {"type": "LineString", "coordinates": SQUARE}],
    }
    kinds = [feature["geometry"]["type"] for feature in read_overlay(_bytes(nested))["features"]]
    assert kinds == ["MultiPolygon", "LineString"]
    mended = shape(read_overlay(_bytes(_polygon(BOW)))["features"][0]["geometry"])
    # The two triangles of the bow.
    assert mended.is_valid
    assert mended.area == pytest.approx(50)


def test_a_feature_without_a_shape_is_left_out() -> None:
    assert len(read_overlay(_bytes(_collection(None, _polygon(SQUARE))))["features"]) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no GeoJSON"),
        (b"\xff\xfe", "no GeoJSON"),
        (b"[1, 2]", "no GeoJSON"),
        (b"7", "no GeoJSON"),
        (b"[" * 100_000, "no GeoJSON"),
        (b'{"type": "Nonsense"}', "no GeoJSON"),
        (b'{"type": "FeatureCollection"}', "no GeoJSON"),
        (b'{"type": "FeatureCollection", "features": [1]}', "no GeoJSON"),
        (b'{"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}', "no GeoJSON"),
        (b'{"type": "Point", "coordinates": ["a", "b"]}', "no GeoJSON"),
        (b'{"type": "Point", "coordinates": [NaN, 0]}', "no GeoJSON|no shape|no longitude"),
        (b'{"type": "Point", "coordinates": [1e999, 0]}', "no GeoJSON|no longitude"),
        (b'{"type": "FeatureCollection", "features": []}', "no shape"),
        (b'{"type": "Point", "coordinates": []}', "no shape"),
        (b'{"type": "Point", "coordinates": [500000, 4649776]}', "500000, 4.64978e"),
        (b'{"type": "Point", "coordinates": [0, 91]}', "no longitude"),
    ],
)
def test_what_is_no_place_on_earth_is_refused_in_words(content: bytes, words: str) -> None:
    for read in (read_overlay, read_area):
        with pytest.raises(InputError, match=words) as caught:
            read(content)
        assert "nothing has been stored" in caught.value.next_step


def test_size_is_bounded_before_anything_is_read() -> None:
    with pytest.raises(InputError, match=r"2,000,001 bytes; allowed are 2,000,000"):
        read_overlay(b" " * (own_shapes.MOST_BYTES + 1))


def test_so_many_corners_are_allowed_and_one_more_is_not() -> None:
    corners = [[index / 1000, 0] for index in range(own_shapes.MOST_VERTICES)]
    line = {"type": "LineString", "coordinates": corners}
    assert len(read_overlay(_bytes(line))["features"][0]["geometry"]["coordinates"]) == own_shapes.MOST_VERTICES
    line["coordinates"] = [*corners, [0, 1]]
    with pytest.raises(InputError, match=r"50,001 corners; allowed are 50,000"):
        read_overlay(_bytes(line))


def test_an_area_is_its_corners_without_the_first_again() -> None:
    for given in (_polygon(SQUARE), _collection(_polygon(SQUARE)), {"type": "MultiPolygon", "coordinates": [[SQUARE]]}):
        assert read_area(_bytes(given)) == ((0, 0), (4, 0), (4, 4), (0, 4))


def test_an_outline_of_many_corners_is_drawn_more_simply_and_hardly_changed() -> None:
    circle = shapely.Point(10, 20).buffer(3, quad_segs=500)
    ring = read_area(shapely.to_geojson(circle).encode())
    assert 3 <= len(ring) <= own_shapes.MOST_CORNERS
    assert shapely.Polygon(ring).symmetric_difference(circle).area < 0.01 * circle.area


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (_polygon(SQUARE, HOLE), "hole"),
        (_polygon(BOW), "crosses itself"),
        (_collection(_polygon(SQUARE), _polygon(HOLE)), "2 shapes"),
        ({"type": "LineString", "coordinates": SQUARE}, "one polygon"),
    ],
)
def test_what_is_not_one_simple_outline_is_no_area(given: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_area(_bytes(given))


@pytest.mark.parametrize(
    "text", ["POLYGON((74 31, 75 31, 75 32, 74 31))", " polygon z((74 31 9, 75 31 9, 75 32 9, 74 31 9))"]
)
def test_an_area_may_be_well_known_text(text: str) -> None:
    assert read_area(text.encode()) == ((74, 31), (75, 31), (75, 32))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("POLYGON((0 0, 1 1, 0 1, 1 0, 0 0))", "crosses"),
        ("POLYGON((0 0, 1000 1, 0 1, 0 0))", "longitude"),
        ("POINT(1 2)", "one polygon"),
        ("POLYGON EMPTY", "no shape"),
        ("POLYGON((74 31, 75", "WKT"),
    ],
)
def test_well_known_text_that_is_no_area_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_area(text.encode())
