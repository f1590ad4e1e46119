"""The walk over the map that every measure of tiles takes: recorded once, so that all of them see the same tiles.

A view is the middle of a map of VIEW_PX in degrees, and a zoom. The walk looks at the whole world, goes down to the
streets of four big towns, moving aside at each zoom, and comes up again.
"""

from dataclasses import dataclass

import numpy as np

from geo.mercator import TILE_SIZE_PX, to_pixels

VIEW_PX = (960, 720)
"""Width and height of the map in a window of 1400 x 900."""


@dataclass(frozen=True)
class View:
    """Where a reader looks: degrees WGS 84, and a zoom."""

    lat: float
    lon: float
    zoom: int


Tile = tuple[int, int, int]
"""Zoom, column and row."""

FIRST_VIEW = View(20.0, 60.0, 3)
"""Where the page begins (geo.cluster_map)."""

_TOWNS = ((28.66, 77.23), (23.72, 90.41), (23.02, 113.75), (-23.53, -46.62))
"""Delhi, Dhaka, Dongguan, São Paulo: latitude and longitude."""

_ASIDE = ((0.0, 0.0), (0.0, 0.7), (-0.6, 0.0))
"""Moves at each zoom: shares of the map's height and width, to the north and to the east."""

DEEPEST = 14


def walk() -> tuple[View, ...]:
    """Return the views in the order in which they are looked at: down to each town by two zooms at a time, and up."""
    views = [View(20.0, 60.0, zoom) for zoom in (3, 2, 1, 0, 1, 2)]
    for number, (lat, lon) in enumerate(_TOWNS):
        # Every second town takes the odd zooms, so that all are seen.
        down = range(3 + number % 2, DEEPEST + 1, 2)
        views += [_aside(View(lat, lon, zoom), *move) for zoom in down for move in _ASIDE]
        views += [View(lat, lon, zoom) for zoom in (10, 6, 3)]
    return tuple(views)


def tiles_of(view: View) -> tuple[Tile, ...]:
    """Return the tiles that a view needs, row by row."""
    x, y = (float(value) for value in to_pixels(view.lon, view.lat, view.zoom))
    last = 2**view.zoom - 1
    spans = []
    for middle, size in zip((x, y), VIEW_PX, strict=True):
        low, high = (int((middle + sign * size / 2) // TILE_SIZE_PX) for sign in (-1, 1))
        spans.append(range(max(low, 0), min(high, last) + 1))
    return tuple((view.zoom, column, row) for row in spans[1] for column in spans[0])


def tiles_of_walk() -> tuple[Tile, ...]:
    """Return every tile of the walk once, in the order in which it is first needed."""
    return tuple(dict.fromkeys(tile for view in walk() for tile in tiles_of(view)))


def _aside(view: View, north: float, east: float) -> View:
    """Return a view moved by shares of the map's height and width."""
    degrees_a_pixel = 360.0 / (TILE_SIZE_PX * 2**view.zoom)
    lat = view.lat + north * VIEW_PX[1] * degrees_a_pixel * float(np.cos(np.radians(view.lat)))
    return View(lat, view.lon + east * VIEW_PX[0] * degrees_a_pixel, view.zoom)
