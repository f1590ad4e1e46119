"""Tiles of the map: points where clusters are few, cells where many; outlines for nations."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.replies import KEEP_A_DAY, REVALIDATE, as_json, tag_of, tagged_reply
from codebook.errors import BadQueryError
from codebook.ids import shorten
from geo.basemap import country_outlines
from geo.mercator import check_tile
from store.atlas import Atlas, CountryLevelCluster, current
from store.connection import open_lake
from store.filters import MapFilter, MapQuery, parse_map_query

MOST_POINTS = 500
"""Clusters that a tile shows one by one; more are gathered in cells."""

POINT_FIELDS = (*("id", "name", "lat", "lon", "first", "lower", "first_known", "lower_known", "precision"),)
CELL_FIELDS = (
    "lat",
    "lon",
    "count",
    "first",
    "lower",
    "first_unknown_share",
    "lower_unknown_share",
)

LONGEST_NUMBER = 9
"""Digits of a tile number: zoom 24 has eight."""


def tile(request: Request) -> Response:
    """Return one tile as JSON: ``kind`` (points or cells), ``fields``, ``rows``.

    Raises
    ------
    BadQueryError
        When there is no such tile, or a filter is unknown.
    """
    zoom, column, row = (_number(request, name) for name in ("zoom", "column", "row"))
    check_tile(zoom, column, row)

    def content(atlas: Atlas, wanted: MapFilter) -> dict[str, Any]:
        if atlas.count_in_tile(zoom, column, row, wanted) > MOST_POINTS:
            cells = atlas.cells_in_tile(zoom, column, row, wanted)
            return {"kind": "cells", "fields": CELL_FIELDS, "rows": cells}
        points = atlas.points_in_tile(zoom, column, row, wanted)
        return {"kind": "points", "fields": POINT_FIELDS, "rows": points}

    return _map_reply(request, (zoom, column, row), content)


def countries_tile(request: Request) -> Response:
    """Return the country-level entries as a GeoJSON FeatureCollection of their countries' outlines.

    Raises
    ------
    BadQueryError
        When a filter is unknown.
    """

    def content(atlas: Atlas, wanted: MapFilter) -> dict[str, Any]:
        entries = atlas.country_level_clusters(wanted)
        outlines = country_outlines(sorted({entry.country_iso3 for entry in entries}))
        shapes = {outline["properties"]["iso3"]: outline["geometry"] for outline in outlines}
        features = [_feature(entry, shapes.get(entry.country_iso3)) for entry in entries]
        return {"type": "FeatureCollection", "features": features}

    return _map_reply(request, "countries", content)


def _map_reply(request: Request, what: object, content: Callable[[Atlas, MapFilter], dict[str, Any]]) -> Response:
    """Return a part of the map; its tag follows from the atlas, the part and the filter alone."""
    atlas = current(open_lake())
    query = parse_map_query(request.query_params.multi_items(), atlas.countries)
    return tagged_reply(
        request,
        tag_of("map", atlas.tag, what, query.filter),
        lambda: as_json(content(atlas, query.filter)),
        keep=_keep(query, atlas),
    )


def _keep(query: MapQuery, atlas: Atlas) -> str:
    """Return how long a tile may be kept: only an address with this atlas's tag is for long."""
    return KEEP_A_DAY if query.version == atlas.tag else REVALIDATE


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


def _number(request: Request, name: str) -> int:
    text = str(request.path_params[name])
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        shown = shorten(text, 40)
        message = f"{shown!r} is no tile number; a tile's address is /tiles/zoom/x/y.json."
        raise BadQueryError(message)
    return int(text)
