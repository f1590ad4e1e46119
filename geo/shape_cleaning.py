"""Country shapes made fit for drawing and for tests of "inside": valid, cut at 180 degrees.

Used once, by etl/prepare/make_basemap.py; what the app reads afterwards is in :mod:`geo.basemap`.
The source's polygons cross the antimeridian in one stroke (a ring jumps from 180 to -180), which
any planar reader takes for a line round the whole earth.
"""

from collections.abc import Mapping
from pathlib import Path

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.basemap import CRS

# A planar ring that moves more than half the world between two corners went the other way round.
HALF_WORLD = 180.0
# ISO 3166 numeric code of Antarctica: no clusters, and no sane shape in Web Mercator.
ANTARCTICA = "010"


def load_topojson(path: Path) -> geopandas.GeoDataFrame:
    """Return the layer ``countries`` of a TopoJSON file as it stands.

    Columns ``id`` (ISO 3166 numeric, three digits, or None), ``name`` and ``geometry`` in
    EPSG:4326; one row per shape, in the file's order. Shapes may be invalid and may cross the
    antimeridian.
    """
    shapes = geopandas.read_file(path, layer="countries", columns=["id", "name"])
    return shapes.set_crs(CRS)


def clean_countries(
    shapes: geopandas.GeoDataFrame,
    iso3_by_numeric: Mapping[str, str],
    iso3_by_name: Mapping[str, str],
) -> geopandas.GeoDataFrame:
    """Return one row per country, valid, cut at the antimeridian, without Antarctica.

    Columns ``iso3`` (None where the world has not agreed on a code), ``iso_numeric`` (three digits
    or None), ``name`` (as in the source) and ``geometry`` (Polygon or MultiPolygon, EPSG:4326),
    ordered by name. Shapes that share a numeric code become one, under the name of the largest.

    Parameters
    ----------
    shapes
        As :func:`load_topojson` returns them.
    iso3_by_numeric
        ISO 3166 alpha-3 by numeric code of three digits.
    iso3_by_name
        Alpha-3 by the source's name, for territories without a numeric code.
    """
    kept = shapes[shapes["id"] != ANTARCTICA].reset_index(drop=True)
    kept["geometry"] = [clean_shape(shape) for shape in kept.geometry]
    kept["iso_numeric"] = kept["id"].astype(object).where(kept["id"].notna(), None)
    kept = _merge_same_code(kept)
    kept["iso3"] = [
        iso3_by_numeric.get(numeric) if numeric else iso3_by_name.get(name)
        for numeric, name in zip(kept["iso_numeric"], kept["name"], strict=True)
    ]
    ordered = kept.sort_values("name", kind="stable").reset_index(drop=True)
    return ordered[["iso3", "iso_numeric", "name", "geometry"]]


def _merge_same_code(shapes: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return one row per code; rows without a code stay as they are, each on its own."""
    own_key = shapes["iso_numeric"].where(shapes["iso_numeric"].notna(), shapes["name"])
    # Degrees squared serve to find the largest part; no other use is made of them.
    by_size = shapes.assign(key=own_key, size=shapely.area(shapes.geometry.to_numpy()))
    by_size = by_size.sort_values("size", ascending=False, kind="stable")
    return by_size.dissolve(by="key", aggfunc="first", sort=True).reset_index(drop=True)


def clean_shape(shape: BaseGeometry) -> BaseGeometry:
    """Return the shape as valid polygons between -180 and 180 degrees, no edge jumping across.

    A ring that goes round a pole cannot be cut this way and is not expected here.
    """
    unrolled = [_unroll(part) for part in shapely.get_parts(shape)]
    whole = shapely.union_all(shapely.make_valid(unrolled))
    if shapely.bounds(whole)[0] >= -HALF_WORLD and shapely.bounds(whole)[2] <= HALF_WORLD:
        return _keep_polygons(whole)
    pieces = []
    for turn in (-360.0, 0.0, 360.0):
        world = shapely.box(-HALF_WORLD + turn, -90.0, HALF_WORLD + turn, 90.0)
        piece = shapely.intersection(whole, world)
        pieces.append(shapely.transform(piece, lambda xy, turn=turn: xy - [turn, 0.0]))
    return _keep_polygons(shapely.union_all(pieces))


def _unroll(polygon: BaseGeometry) -> BaseGeometry:
    """Return the polygon with longitudes that run on past 180 instead of jumping."""
    exterior = _unroll_ring(shapely.get_coordinates(shapely.get_exterior_ring(polygon)))
    middle = float(np.mean(exterior[:, 0]))
    holes = []
    for index in range(shapely.get_num_interior_rings(polygon)):
        ring = shapely.get_interior_ring(polygon, index)
        hole = _unroll_ring(shapely.get_coordinates(ring))
        # A hole is moved by whole turns to where its polygon now lies.
        hole[:, 0] += 360.0 * np.round((middle - np.mean(hole[:, 0])) / 360.0)
        holes.append(hole)
    return shapely.Polygon(exterior, holes)


def _unroll_ring(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the ring (n x 2, degrees) with neighbours at most half the world apart."""
    unrolled = ring.copy()
    unrolled[:, 0] = np.unwrap(ring[:, 0], period=2 * HALF_WORLD)
    return unrolled


def _keep_polygons(shape: BaseGeometry) -> BaseGeometry:
    """Return only the polygons of a shape; lines and points that repair leaves behind go."""
    parts = shapely.get_parts(shapely.make_valid(shape))
    # Repair may nest a collection in a collection.
    parts = shapely.get_parts(parts)
    polygons = parts[shapely.get_dimensions(parts) == 2]
    merged = shapely.normalize(shapely.union_all(polygons))
    return shapely.Polygon(merged) if shapely.get_num_geometries(merged) == 1 else merged
