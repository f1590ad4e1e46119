"""Distances on the earth in kilometres: between points, and from points to a country.

On a sphere of the earth's mean radius: within 0.6 % of the ellipsoid, which is far less than the
base map leaves out. No names and no tolerances here: see :mod:`geo.places`.
"""

from collections.abc import Sequence
from typing import cast

import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from geo.basemap import country_outline

FloatArray = NDArray[np.float64]

# Mean radius of the earth (IUGG).
EARTH_RADIUS_KM = 6_371.0088
# Points are taken to their country in bands of this many degrees of latitude; within a band one
# width of a degree of longitude serves all, wrong by less than 2 % up to 60 degrees of latitude.
BAND_DEGREES = 1.0
# Nearer to a pole than this a degree of longitude has no useful width.
MOST_LATITUDE = 89.0


def haversine_km(
    longitude: ArrayLike,
    latitude: ArrayLike,
    other_longitude: ArrayLike,
    other_latitude: ArrayLike,
) -> FloatArray:
    """Return great-circle distances in kilometres between points in degrees; arrays broadcast.

    One degree along the equator is 111.195 km. NaN in, NaN out.
    """
    lon, lat, other_lon, other_lat = (
        np.radians(np.asarray(angle, dtype=np.float64))
        for angle in (longitude, latitude, other_longitude, other_latitude)
    )
    half_chord_squared = (
        np.sin((other_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(other_lat) * np.sin((other_lon - lon) / 2) ** 2
    )
    # Rounding can exceed 1 for antipodes by the last digit.
    central_angle = 2 * np.arcsin(np.sqrt(np.clip(half_chord_squared, 0.0, 1.0)))
    return cast(FloatArray, EARTH_RADIUS_KM * central_angle)


def distance_to_country_km(
    longitudes: ArrayLike, latitudes: ArrayLike, iso3s: Sequence[str | None] | ArrayLike
) -> FloatArray:
    """Return how many kilometres outside its country each point lies: 0 inside or on the border.

    NaN where the base map (1:50m) has no shape for the code, where a coordinate is missing, and
    where it is no place on earth. Natural Earth draws borders as they are held: a point in
    Somaliland or Crimea counts as outside Somalia or Ukraine. Near the country the distance is good
    to about 1 % plus what the shape leaves out; beyond some 1,000 km it may be a few per cent too
    large.
    """
    points = pd.DataFrame(
        {
            "longitude": np.asarray(longitudes, dtype=np.float64),
            "latitude": np.asarray(latitudes, dtype=np.float64),
            "iso3": np.asarray(iso3s, dtype=object),
        }
    )
    distances = np.full(len(points), np.nan)
    is_on_earth = points["latitude"].between(-90, 90) & points["longitude"].between(-180, 180)
    for iso3, group in points[is_on_earth].groupby("iso3", sort=False):
        outline = country_outline(str(iso3))
        if outline is not None:
            distances[group.index] = _distances_to_shape(
                outline, group["longitude"].to_numpy(), group["latitude"].to_numpy()
            )
    return distances


def _distances_to_shape(outline: BaseGeometry, longitudes: FloatArray, latitudes: FloatArray) -> FloatArray:
    """Return 0 for points in the shape and the distance in kilometres for all others."""
    shapely.prepare(outline)
    distances = np.zeros(len(longitudes))
    outside = np.flatnonzero(~shapely.intersects_xy(outline, longitudes, latitudes))
    bands = np.floor(latitudes[outside] / BAND_DEGREES).astype(int)
    segments = _segments_of(outline) if len(outside) else np.empty((0, 2, 2))
    for band in np.unique(bands):
        members = outside[bands == band]
        middle = np.clip((band + 0.5) * BAND_DEGREES, -MOST_LATITUDE, MOST_LATITUDE)
        width = float(np.cos(np.radians(middle)))
        distances[members] = _nearest_km(segments, longitudes[members], latitudes[members], width)
    return distances


def _segments_of(outline: BaseGeometry) -> NDArray[np.float64]:
    """Return all edges of the shape, n x 2 ends x (longitude, latitude) in degrees."""
    rings = shapely.get_parts(shapely.boundary(outline))
    corners = [shapely.get_coordinates(ring) for ring in rings]
    return np.concatenate([np.stack([ring[:-1], ring[1:]], axis=1) for ring in corners])


def _nearest_km(
    segments: NDArray[np.float64], longitudes: FloatArray, latitudes: FloatArray, width: float
) -> FloatArray:
    """Return kilometres to the nearest edge.

    It is found on a plane where a degree north is 1 and a degree east is ``width``.
    """
    tree = shapely.STRtree(shapely.linestrings(segments * [width, 1.0]))
    shortest = np.full(len(longitudes), np.inf)
    # The way may be shorter across the antimeridian, where the shapes are cut.
    for turn in (-360.0, 0.0, 360.0):
        points = shapely.points((longitudes + turn) * width, latitudes)
        edges = tree.geometries[tree.nearest(points)]
        ends = shapely.get_coordinates(shapely.shortest_line(points, edges)).reshape(-1, 2, 2)
        found = haversine_km(longitudes, latitudes, ends[:, 1, 0] / width, ends[:, 1, 1])
        shortest = np.minimum(shortest, found)
    return shortest
