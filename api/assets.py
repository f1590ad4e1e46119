"""Files that the map in the browser needs: Leaflet, our own layer, the base map.

Every address is a row of a table here, so that no address can reach another file.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

from starlette.requests import Request
from starlette.responses import Response

from api.replies import JSON, KEEP_A_DAY, REVALIDATE, tag_of, tagged_reply
from codebook.errors import NotFoundError
from codebook.ids import shorten
from geo.basemap import basemap_geojson
from geo.layer_settings import layer_script, layer_style
from geo.leaflet import leaflet_file

SCRIPT = "text/javascript"
STYLE = "text/css"
PICTURE = "image/png"

LEAFLET_FILES: dict[str, str] = {
    "leaflet.js": SCRIPT,
    "leaflet.css": STYLE,
    "images/layers.png": PICTURE,
    "images/layers-2x.png": PICTURE,
    "images/marker-icon.png": PICTURE,
    "images/marker-icon-2x.png": PICTURE,
    "images/marker-shadow.png": PICTURE,
}
"""Files of the Leaflet wheel that are served, with their media types."""

OWN_FILES: dict[str, tuple[str, Callable[[], str]]] = {
    "cluster_layer.js": (SCRIPT, layer_script),
    "cluster_layer.css": (STYLE, layer_style),
}
"""The layer of this project: its script, made of several parts, and its style."""


@dataclass(frozen=True)
class Asset:
    """One file as it is served: its bytes, its media type, and a version that follows from both."""

    content: bytes
    media_type: str

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits of the content, as pages append them to an address."""
        return hashlib.sha256(self.content).hexdigest()[:12]


def vendor_file(request: Request) -> Response:
    """Return a file of Leaflet or of our layer.

    Raises
    ------
    NotFoundError
        When the name is not in the tables.
    """
    name = str(request.path_params["name"])
    if name not in {*LEAFLET_FILES, *OWN_FILES}:
        known = ", ".join([*LEAFLET_FILES, *OWN_FILES])
        message = f"There is no file {shorten(name, 60)!r} here; allowed: {known}."
        raise NotFoundError(message)
    return _asset_reply(request, _vendor_asset(name))


def basemap(request: Request) -> Response:
    """Return the base map as GeoJSON.

    Raises
    ------
    NotFoundError
        When there is no such resolution.
    """
    resolution = shorten(str(request.path_params["resolution"]), 20)
    return _asset_reply(request, _basemap_asset(resolution))


def _asset_reply(request: Request, asset: Asset) -> Response:
    """Return a file; one that the address names by its version may be kept without asking."""
    is_named = request.query_params.get("v") == asset.version
    return tagged_reply(
        request,
        tag_of("asset", asset.version),
        lambda: asset.content,
        media_type=asset.media_type,
        keep=KEEP_A_DAY if is_named else REVALIDATE,
    )


@cache
def _vendor_asset(name: str) -> Asset:
    """Return one file by a name that stands in the tables, read once a process."""
    if name in OWN_FILES:
        media_type, make_text = OWN_FILES[name]
        return Asset(make_text().encode(), media_type)
    return Asset(leaflet_file(name), LEAFLET_FILES[name])


@cache
def _basemap_asset(resolution: str) -> Asset:
    """Return the base map of a resolution, made once a process."""
    return Asset(basemap_geojson(resolution), JSON)
