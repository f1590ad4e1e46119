"""Web Mercator (EPSG:3857) as tile maps use it: tiles, pixels and metres.

The world is a square of side 1: x runs east from 180 W, y runs **south** from 85.0511 N. A tile of
zoom z is the square of side 2**-z with column x and row y, both counted from the upper left. Angles
are degrees of WGS 84 (EPSG:4326). What lies nearer to a pole than 85.0511 degrees is clamped to the
square's edge; longitudes are never wrapped, so that 181 stays right of 180.

Drawing, tile contents and SQL do not belong here.
"""

import math
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from codebook.errors import BadQueryError

FloatArray = NDArray[np.float64]

# The latitude at which the Mercator square is as high as it is wide: atan(sinh(pi)), 85.0511
# degrees.
MAX_LATITUDE = math.degrees(math.atan(math.sinh(math.pi)))
# Semi-major axis of WGS 84, the radius that EPSG:3857 gives its sphere.
EARTH_RADIUS_M = 6_378_137.0
WORLD_SIZE_M = 2 * math.pi * EARTH_RADIUS_M
TILE_SIZE_PX = 256
# Leaflet's own limit is 18; beyond 24 a tile is smaller than the accuracy of any coordinate here.
MAX_ZOOM = 24


@dataclass(frozen=True, slots=True)
class Bounds:
    """Edges of a tile in degrees: longitudes within 180, latitudes within 85.0511 of zero."""

    west: float
    south: float
    east: float
    north: float


def to_unit(longitude: ArrayLike, latitude: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return x and y on the unit square; beyond 85.0511 degrees y is its edge, NaN stays NaN."""
    lon = np.asarray(longitude, dtype=np.float64)
    lat = np.clip(np.asarray(latitude, dtype=np.float64), -MAX_LATITUDE, MAX_LATITUDE)
    x = lon / 360.0 + 0.5
    y = 0.5 - np.arcsinh(np.tan(np.radians(lat))) / (2.0 * math.pi)
    # Rounding may put the clamped pole a hair outside the square.
    return x, np.clip(y, 0.0, 1.0)


def from_unit(x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return longitude and latitude in degrees of points on the unit square."""
    longitude = (np.asarray(x, dtype=np.float64) - 0.5) * 360.0
    latitude = np.degrees(np.arctan(np.sinh(math.pi * (1.0 - 2.0 * np.asarray(y, dtype=np.float64)))))
    return longitude, latitude


def to_metres(longitude: ArrayLike, latitude: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return easting and northing in metres of EPSG:3857, from longitude 0 and the equator."""
    x, y = to_unit(longitude, latitude)
    return (x - 0.5) * WORLD_SIZE_M, (0.5 - y) * WORLD_SIZE_M


def to_pixels(longitude: ArrayLike, latitude: ArrayLike, zoom: float) -> tuple[FloatArray, FloatArray]:
    """Return pixel positions from the world's upper left corner at a zoom (fractions allowed)."""
    x, y = to_unit(longitude, latitude)
    world_px = TILE_SIZE_PX * 2.0**zoom
    return x * world_px, y * world_px


def pixel_distance(
    longitude: ArrayLike,
    latitude: ArrayLike,
    other_longitude: ArrayLike,
    other_latitude: ArrayLike,
    zoom: float,
) -> FloatArray:
    """Return how many pixels apart points are drawn at a zoom, the short way round the world."""
    x, y = to_pixels(longitude, latitude, zoom)
    other_x, other_y = to_pixels(other_longitude, other_latitude, zoom)
    world_px = TILE_SIZE_PX * 2.0**zoom
    across = np.abs(x - other_x) % world_px
    across = np.minimum(across, world_px - across)
    return cast(FloatArray, np.hypot(across, y - other_y))


def metres_per_pixel(latitude: ArrayLike, zoom: float) -> FloatArray:
    """Return the ground distance in metres that one pixel covers at a latitude."""
    lat = np.clip(np.asarray(latitude, dtype=np.float64), -MAX_LATITUDE, MAX_LATITUDE)
    return cast(FloatArray, np.cos(np.radians(lat)) * WORLD_SIZE_M / (TILE_SIZE_PX * 2.0**zoom))


def tile_of(longitude: ArrayLike, latitude: ArrayLike, zoom: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return column and row of the tile that holds each point; far edges are the last tile's.

    Raises
    ------
    BadQueryError
        When the zoom is outside 0 to 24.
    """
    check_tile(zoom, 0, 0)
    x, y = to_unit(longitude, latitude)
    last = 2**zoom - 1
    column = np.clip(np.floor(x * 2**zoom), 0, last).astype(np.int64)
    row = np.clip(np.floor(y * 2**zoom), 0, last).astype(np.int64)
    return column, row


def tile_bounds(zoom: int, x: int, y: int) -> Bounds:
    """Return the edges of a tile in degrees.

    Raises
    ------
    BadQueryError
        When there is no such tile.
    """
    check_tile(zoom, x, y)
    columns, rows = np.array([x, x + 1]) / 2**zoom, np.array([y, y + 1]) / 2**zoom
    longitudes, latitudes = from_unit(columns, rows)
    return Bounds(
        west=float(longitudes[0]),
        south=float(latitudes[1]),
        east=float(longitudes[1]),
        north=float(latitudes[0]),
    )


def check_tile(zoom: int, x: int, y: int) -> None:
    """Return nothing when the tile exists.

    Raises
    ------
    BadQueryError
        When the zoom is outside 0 to 24, or column or row outside 0 to 2**zoom - 1.
    """
    if not 0 <= zoom <= MAX_ZOOM:
        message = f"There is no zoom {zoom}: zooms run from 0 to {MAX_ZOOM}."
        raise BadQueryError(message)
    last = 2**zoom - 1
    if not (0 <= x <= last and 0 <= y <= last):
        message = f"There is no tile {zoom}/{x}/{y}: both numbers run from 0 to {last} there."
        raise BadQueryError(message)
