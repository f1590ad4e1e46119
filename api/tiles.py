"""Tiles of the map: points where clusters are few, cells where many; outlines for nations."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.map_replies import MapView, map_reply, tile_numbers
from api.replies import JSON, as_json
from geo.basemap import country_outlines
from store.atlas_records import CountryLevelCluster
from store.atlas_tiles import make_tile, make_vector_tile

FIELDS = {
    "points": ("id", "name", "lat", "lon", "first", "lower", "first_known", "lower_known", "precision"),
    "cells": ("lat", "lon", "count", "first", "lower", "first_unknown_share", "lower_unknown_share"),
}
"""Columns of the rows of a tile by its kind; a class that is not known is null."""

VECTOR_TILE = "application/vnd.mapbox-vector-tile"


def tile(request: Request) -> Response:
    """Return one tile as JSON: ``kind`` (points or cells), ``fields``, ``rows``.

    Raises
    ------
    BadQueryError
        When there is no such tile, or a filter is unknown.
    """
    numbers = tile_numbers(request)

    def make(view: MapView, is_short: bool) -> bytes:
        made = make_tile(view.atlas, *numbers, view.query.filter, view.query.colour, most_points=_most(is_short))
        return as_json({"kind": made.kind, "fields": FIELDS[made.kind], "rows": made.rows})

    return map_reply(request, numbers, JSON, make)


def vector_tile(request: Request) -> Response:
    """Return the same tile as a Mapbox vector tile: one layer, ``points`` or ``cells``.

    Raises
    ------
    BadQueryError
        When there is no such tile, or a filter is unknown.
    """
    numbers = tile_numbers(request)

    def make(view: MapView, is_short: bool) -> bytes:
        query = view.query
        return make_vector_tile(view.atlas, *numbers, query.filter, query.colour, most_points=_most(is_short))

    reply = map_reply(request, ("mvt", *numbers), VECTOR_TILE, make)
    reply.headers["Access-Control-Allow-Origin"] = "*"
    return reply


def countries_tile(request: Request) -> Response:
    """Return the country-level entries as a GeoJSON FeatureCollection of their countries' outlines.

    Raises
    ------
    BadQueryError
        When a filter is unknown.
    """

    def make(view: MapView, is_short: bool) -> bytes:  # noqa: ARG001  # An outline has no shorter form.
        return as_json(country_collection(view.atlas.country_level_clusters(view.query.filter, view.query.colour)))

    return map_reply(request, "countries", JSON, make)


def country_collection(entries: Sequence[CountryLevelCluster]) -> dict[str, Any]:
    """Return country-level entries as a GeoJSON FeatureCollection of their countries' outlines."""
    outlines = country_outlines(sorted({entry.country_iso3 for entry in entries}))
    shapes = {outline["properties"]["iso3"]: outline["geometry"] for outline in outlines}
    features = [_feature(entry, shapes.get(entry.country_iso3)) for entry in entries]
    return {"type": "FeatureCollection", "features": features}


def _most(is_short: bool) -> int | None:
    """Return how many clusters a tile shows one by one; in short it gathers them all in cells."""
    return 0 if is_short else None


def _feature(entry: CountryLevelCluster, shape: dict[str, Any] | None) -> dict[str, Any]:
    """Return a GeoJSON feature; without a shape its geometry is null, never a point."""
    properties = {
        "id": entry.cluster_id,
        "name": entry.name,
        "iso3": entry.country_iso3,
        "first": entry.first_class,
        "lower": entry.lower_class,
        "first_known": entry.first_known_factors,
        "lower_known": entry.lower_known_factors,
    }
    return {"type": "Feature", "properties": properties, "geometry": shape}
