"""Web Mercator (EPSG:3857) as tile maps use it: which tiles there are, and where a place is drawn.

The world is a square of side 1: x runs east from 180 W, y runs **south** from 85.0511 N. A tile of
zoom z is the square of side 2**-z with column x and row y, both counted from the upper left. Angles
are degrees of WGS 84 (EPSG:4326). What lies nearer to a pole than 85.0511 degrees is clamped to the
square's edge; longitudes are never wrapped, so that 181 stays right of 180.

Drawing and tile contents do not belong here; the atlas places its clusters in SQL of its own
(store/sql/atlas/macro_mercator_x.sql and macro_mercator_y.sql).
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from codebook.errors import BadQueryError

FloatArray = NDArray[np.float64]

# The latitude at which the Mercator square is as high as it is wide: atan(sinh(pi)), 85.0511
# degrees.
MAX_LATITUDE = math.degrees(math.atan(math.sinh(math.pi)))
TILE_SIZE_PX = 256
# Leaflet's own limit is 18; beyond 24 a tile is smaller than the accuracy of any coordinate here.
MAX_ZOOM = 24


def to_unit(longitude: ArrayLike, latitude: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return x and y on the unit square; beyond 85.0511 degrees y is its edge, NaN stays NaN."""
    lon = np.asarray(longitude, dtype=np.float64)
    lat = np.clip(np.asarray(latitude, dtype=np.float64), -MAX_LATITUDE, MAX_LATITUDE)
    x = lon / 360.0 + 0.5
    y = 0.5 - np.arcsinh(np.tan(np.radians(lat))) / (2.0 * math.pi)
    # Rounding may put the clamped pole a hair outside the square.
    return x, np.clip(y, 0.0, 1.0)


def to_pixels(longitude: ArrayLike, latitude: ArrayLike, zoom: float) -> tuple[FloatArray, FloatArray]:
    """Return pixel positions from the world's upper left corner at a zoom (fractions allowed)."""
    x, y = to_unit(longitude, latitude)
    world_px = TILE_SIZE_PX * 2.0**zoom
    return x * world_px, y * world_px


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
