"""Country shapes of the base map: Natural Earth at two resolutions, read from data/basemap.

Here belong reading them, writing them as GeoJSON for the map, and the outline of one country. How
they were made valid is in :mod:`geo.shape_cleaning`; distances to them are in :mod:`geo.places`.
Everything is in degrees of WGS 84 (EPSG:4326), cut at the antimeridian.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import geopandas
import shapely
from shapely.geometry.base import BaseGeometry

from codebook.errors import MissingFileError, NotFoundError

CRS = "EPSG:4326"
BASEMAP_FOLDER = Path(__file__).parents[1] / "data" / "basemap"

# Decimals of a degree that the map is sent, by resolution. 0.01 degrees are one pixel at zoom 7,
# where the coarse shapes have long given way to the fine ones; 0.001 degrees are one pixel at zoom
# 10, and the fine shapes are themselves no more accurate than that.
DECIMALS = {"110m": 2, "50m": 3}
RESOLUTIONS = tuple(DECIMALS)
COARSE, FINE = RESOLUTIONS


@cache
def load_countries(resolution: str = FINE) -> geopandas.GeoDataFrame:
    """Return the countries and territories of the world; shared, never to be changed.

    Columns ``iso3`` (None for a few disputed territories), ``iso_numeric`` (three digits or None),
    ``name`` and ``geometry`` (EPSG:4326, degrees); one row per country, ordered by name.

    Parameters
    ----------
    resolution
        ``110m`` (177 shapes, small islands left out) or ``50m``.

    Raises
    ------
    NotFoundError
        When the resolution is neither.
    MissingFileError
        When the file is not in data/basemap.
    """
    check_resolution(resolution)
    path = BASEMAP_FOLDER / f"countries_{resolution}.parquet"
    if not path.is_file():
        message = f"The base map {path.name} is missing in data/basemap."
        next_step = "Make it with: python -m etl.prepare.make_basemap"
        raise MissingFileError(message, next_step)
    countries = geopandas.read_parquet(path)
    # Parquet's null comes back as NaN; a missing code is None.
    for column in ("iso3", "iso_numeric"):
        countries[column] = countries[column].astype(object).where(countries[column].notna(), None)
    return countries


def check_resolution(resolution: str) -> None:
    """Return nothing when there is a base map of this resolution.

    Raises
    ------
    NotFoundError
        When there is none.
    """
    if resolution not in RESOLUTIONS:
        message = f"There is no base map {resolution!r}; allowed: {', '.join(RESOLUTIONS)}."
        raise NotFoundError(message)


@cache
def basemap_geojson(resolution: str) -> bytes:
    """Return the countries as a GeoJSON FeatureCollection (UTF-8), coordinates rounded for drawing.

    Properties are ``iso3`` (or null) and ``name``. Rounding moves shared borders alike, so
    neighbours still meet; rings that collapse are left out. For drawing only: rounded shapes may
    touch themselves.

    Raises
    ------
    NotFoundError
        When the resolution is neither 110m nor 50m.
    """
    countries = load_countries(resolution)
    features = [
        _make_feature(iso3, name, shape, DECIMALS[resolution])
        for iso3, name, shape in zip(countries["iso3"], countries["name"], countries.geometry, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


@cache
def _outlines(resolution: str) -> dict[str, tuple[str, BaseGeometry]]:
    """Return name and shape by ISO 3166 alpha-3, of all countries that have a code."""
    countries = load_countries(resolution)
    return {
        iso3: (name, shape)
        for iso3, name, shape in zip(countries["iso3"], countries["name"], countries.geometry, strict=True)
        if iso3 is not None
    }


def country_outline(iso3: str, resolution: str = FINE) -> BaseGeometry | None:
    """Return the shape of a country in degrees (EPSG:4326), or None when the base map has none.

    Tuvalu and, at 110m, 22 more small countries have no shape; so has a code that does not exist.

    Raises
    ------
    NotFoundError
        When the resolution is neither 110m nor 50m.
    """
    found = _outlines(resolution).get(iso3)
    return None if found is None else found[1]


def country_outlines(iso3s: Iterable[str], resolution: str = COARSE) -> list[dict[str, Any]]:
    """Return GeoJSON features (properties ``iso3``, ``name``), one per code, in the given order.

    A country without a shape at this resolution is drawn from the finest one; one without any shape
    is left out. Coordinates are rounded as in :func:`basemap_geojson`.

    Raises
    ------
    NotFoundError
        When the resolution is neither 110m nor 50m.
    """
    check_resolution(resolution)
    features = []
    for iso3 in iso3s:
        for level in dict.fromkeys((resolution, FINE)):
            found = _outlines(level).get(iso3)
            if found is not None:
                features.append(_make_feature(iso3, *found, DECIMALS[level]))
                break
    return features


def _make_feature(iso3: str | None, name: str, shape: BaseGeometry, decimals: int) -> dict[str, Any]:
    """Return one GeoJSON feature with coordinates rounded to ``decimals`` of a degree."""
    return {
        "type": "Feature",
        "properties": {"iso3": iso3, "name": name},
        "geometry": json.loads(shapely.to_geojson(_round_shape(shape, decimals))),
    }


def _round_shape(shape: BaseGeometry, decimals: int) -> BaseGeometry:
    """Return the shape with rounded corners; the smallest islands go, never all of them."""
    rounded = shapely.set_precision(shape, 10.0**-decimals, mode="pointwise")
    parts = shapely.get_parts(shapely.remove_repeated_points(rounded))
    visible = parts[shapely.area(parts) > 0]
    if len(visible) == 0:
        return shape
    return visible[0] if len(visible) == 1 else shapely.MultiPolygon(list(visible))
