"""What another map program needs to draw our vector tiles: TileJSON 3.0.0."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api.map_replies import view_of
from api.replies import as_json, tag_of, tagged_reply
from api.tiles import FIELDS
from store.atlas_tiles import LAST_ZOOM
from store.map_query import MapQuery

FIELD_TYPES = {"id": "String", "name": "String", "precision": "String"}
"""Types of a layer's fields as TileJSON names them; all others are numbers."""


def tilejson(request: Request) -> Response:
    """Return TileJSON whose tiles' address carries the filters and the colour of this one.

    Raises
    ------
    BadQueryError
        When a name or value of the query is unknown.
    """
    view = view_of(request)
    tiles = f"{request.base_url}tiles/{{z}}/{{x}}/{{y}}.mvt"
    search = urlencode(_pairs(view.query))
    address = f"{tiles}?{search}" if search else tiles
    edges = view.atlas.bounds(view.query.filter, view.query.colour)

    def make() -> bytes:
        south, west, north, east = edges or (-85, -180, 85, 180)
        return as_json(
            {
                "tilejson": "3.0.0",
                "name": "Clusterwatch",
                "description": "Industrial clusters: points where they are few, cells where they are many.",
                "version": "1.0.0",
                "tiles": [address],
                "minzoom": 0,
                "maxzoom": LAST_ZOOM,
                "bounds": [west, south, east, north],
                "vector_layers": [_layer(name, fields) for name, fields in FIELDS.items()],
            }
        )

    reply = tagged_reply(request, tag_of("tilejson", address, view.tag("tilejson")), make)
    reply.headers["Access-Control-Allow-Origin"] = "*"
    return reply


def _pairs(query: MapQuery) -> list[tuple[str, str]]:
    """Return what the tiles' address must say to hold the same; tier and palette are for whoever draws."""
    return [*query.filter.pairs(), ("colour", query.colour)]


def _layer(name: str, fields: tuple[str, ...]) -> dict[str, object]:
    """Return the description of one layer; the place of a feature is its geometry and no field."""
    types = {field: FIELD_TYPES.get(field, "Number") for field in fields if field not in {"lat", "lon"}}
    return {"id": name, "fields": types}
