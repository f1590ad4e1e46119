"""Shapes that a reader brings along: a file to lay over the map, and an area to narrow the map to.

Both are hostile until they are checked: their size is bounded before they are parsed, every
coordinate must be a place on earth, and of what they say nothing but the shapes is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from codebook.errors import InputError

MOST_BYTES = 2_000_000
"""Size of a file of shapes: a country's districts, and little enough to be sent with every rerun."""
MOST_VERTICES = 50_000
"""Corners of all shapes together: more would make each redraw of the map stutter."""
MOST_CORNERS = 100
"""Corners of an area, as an address can hold them."""
DECIMALS = 5
"""Decimals of a degree that are kept: about a metre."""

_SINGLE = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
_NEXT = "Give a GeoJSON file in degrees of longitude and latitude (WGS 84); nothing has been stored."


def read_overlay(content: bytes) -> dict[str, Any]:
    """Return the shapes of a GeoJSON file as a FeatureCollection without any properties.

    Coordinates are longitude and latitude (EPSG:4326), rounded to about a metre; heights are
    dropped, collections are taken apart, and crossing outlines are mended.

    Parameters
    ----------
    content
        The file, UTF-8: a FeatureCollection, a Feature or a geometry.

    Raises
    ------
    InputError
        The file is too large, no GeoJSON, holds no shape or too many corners, or a place that is
        not on earth.
    """
    shapes = _read_shapes(content)
    made = [shapely.make_valid(shape) if shape.geom_type.endswith("Polygon") else shape for shape in shapes]
    # What mending leaves of a polygon may be a collection again.
    parts = [part for shape in made for part in _parts_of(shape)]
    features = [
        {
            "type": "Feature",
            "properties": {},
            "geometry": mapping(shapely.transform(part, lambda xy: xy.round(DECIMALS))),
        }
        for part in parts
    ]
    return {"type": "FeatureCollection", "features": features}


def read_area(content: bytes) -> tuple[tuple[float, float], ...]:
    """Return the corners (longitude, latitude) of the one polygon of a GeoJSON or a WKT, the first not repeated.

    An outline of more corners than an address holds is drawn more simply, as little as needed.

    Raises
    ------
    InputError
        It is neither of them, or holds anything but one polygon without holes, whose outline does not
        cross itself.
    """
    shapes = _read_shapes(content)
    polygons = [part for shape in shapes for part in shapely.get_parts(shape)]
    is_one = len(polygons) == 1 and polygons[0].geom_type == "Polygon"
    _require(is_one, f"An area is one polygon; this holds {len(polygons)} shapes, or other ones.")
    (polygon,) = polygons
    _require(shapely.get_num_interior_rings(polygon) == 0, "The area has a hole; an area is one outline.")
    _require(
        polygon.is_valid, f"The outline of the area crosses itself or is flat: {shapely.is_valid_reason(polygon)}."
    )
    simple = _simplified(polygon)
    corners = shapely.get_coordinates(simple.exterior)[:-1].round(DECIMALS)
    return tuple((float(lon), float(lat)) for lon, lat in corners)


def _simplified(polygon: BaseGeometry) -> BaseGeometry:
    """Return the polygon with no more corners than are allowed; each try allows twice the deviation."""
    tolerance = 10.0**-DECIMALS
    simple = polygon
    while shapely.get_num_coordinates(simple) > MOST_CORNERS + 1:
        simple = shapely.simplify(polygon, tolerance)
        tolerance *= 2
    return simple


def _read_shapes(content: bytes) -> list[BaseGeometry]:
    """Return the shapes of a GeoJSON or a WKT, two-dimensional and on earth, collections taken apart."""
    _require(len(content) <= MOST_BYTES, f"The file has {len(content):,} bytes; allowed are {MOST_BYTES:,}.")
    try:
        shapes = _parsed(content.decode())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ShapelyError) as error:
        message = "This is no GeoJSON and no well-known text (WKT), or its coordinates cannot be read."
        raise InputError(message, _NEXT) from error
    parts = [part for shape in shapes for part in _parts_of(shapely.force_2d(shape))]
    _check(parts)
    return parts


def _parsed(text: str) -> list[BaseGeometry]:
    """Return the shapes of a GeoJSON or, where it does not begin as one, of a well-known text."""
    if not text.lstrip().startswith("{"):
        return [shapely.from_wkt(text)]
    return [shapely.from_geojson(json.dumps(geometry)) for geometry in _geometries(json.loads(text))]


def _geometries(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return the geometries of a FeatureCollection, a Feature or a geometry; a null one is left out."""
    if value["type"] == "FeatureCollection":
        for feature in value["features"]:
            yield from _geometries(feature)
    elif value["type"] == "Feature":
        if value["geometry"] is not None:
            yield value["geometry"]
    else:
        yield value


def _parts_of(shape: BaseGeometry) -> list[BaseGeometry]:
    """Return a shape without its collections; empty ones go."""
    if shape.is_empty:
        return []
    if shape.geom_type in _SINGLE:
        return [shape]
    return [part for inner in shapely.get_parts(shape) for part in _parts_of(inner)]


def _check(shapes: list[BaseGeometry]) -> None:
    vertices = int(sum(shapely.get_num_coordinates(shape) for shape in shapes))
    _require(vertices > 0, "The file holds no shape.")
    _require(
        vertices <= MOST_VERTICES,
        f"The shapes have {vertices:,} corners; allowed are {MOST_VERTICES:,}. Draw them more simply.",
    )
    for lon, lat in shapely.get_coordinates(shapes):
        # What is not a number is no place, either.
        is_place = abs(lon) <= 180 and abs(lat) <= 90
        _require(is_place, f"The point {lon:.6g}, {lat:.6g} is no longitude and latitude in degrees.")


def _require(is_met: bool, message: str) -> None:
    """Refuse the file with the message unless a condition is met."""
    if not is_met:
        raise InputError(message, _NEXT)
