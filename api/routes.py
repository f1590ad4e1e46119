"""Every address that the app answers beside its pages, in the order they are tried.

Routes carry no login, so they serve what anybody may see. Whatever lies below our own first path
segments and is not in the table answers 404 itself: Streamlit would answer with its page and 200.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.assets import basemap, vendor_file
from api.clusters import cluster
from api.exports import clusters
from api.health import health
from api.replies import Endpoint, Handler, error_reply
from api.saved_map import saved_map
from api.tilejson import tilejson
from api.tiles import countries_tile, tile, vector_tile

HANDLERS: tuple[tuple[str, Handler], ...] = (
    ("/healthz", health),
    ("/tiles/countries.json", countries_tile),
    ("/tiles/{zoom}/{column}/{row}.json", tile),
    ("/tiles/{zoom}/{column}/{row}.mvt", vector_tile),
    ("/tiles.json", tilejson),
    ("/basemap/{resolution}.json", basemap),
    ("/vendor/{name:path}", vendor_file),
    ("/api/map.html", saved_map),
    ("/api/clusters", clusters),
    ("/api/clusters/{cluster_id}", cluster),
)
"""Address and handler of everything that is served."""

OWN_SEGMENTS = ("healthz", "tiles", "tiles.json", "basemap", "vendor", "api")
"""First path segments below which nothing is ever a page."""


def not_found(request: Request) -> Response:  # noqa: ARG001  # Every handler takes a request.
    """Return 404 with the addresses that there are."""
    message = "There is nothing at this address."
    addresses = [address.replace(":path", "") for address, _ in HANDLERS]
    return error_reply(404, message, "Use one of the addresses that are allowed.", addresses)


ROUTES: tuple[Route, ...] = (
    *(Route(address, Endpoint(handler)) for address, handler in HANDLERS),
    *(Route(f"/{segment}", Endpoint(not_found)) for segment in OWN_SEGMENTS),
    *(Route(f"/{segment}/{{rest:path}}", Endpoint(not_found)) for segment in OWN_SEGMENTS),
)
"""All routes, for `st.App`."""
