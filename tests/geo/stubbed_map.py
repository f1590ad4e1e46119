"""The map in a browser, with tiles of our own making: every class, grey and shape is there on purpose.

What belongs here: the server that the map asks, and what several tests do with the map.
"""

import json
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route

from geo.basemap import basemap_geojson
from geo.cluster_layer import LayerQuery
from geo.cluster_map import make_map
from geo.layer_settings import layer_script, layer_style

HOST = "http://map.test"
TILE = "/tiles/3/5/3.json"
HOSTILE = "<img src=x onerror='window.broken=1'><script>window.broken=1</script>"
POINTS = {
    "kind": "points",
    "fields": ["id", "name", "lat", "lon", "first", "lower", "first_known", "lower_known", "precision"],
    "rows": [
        ["much", "Much is known", 30.0, 60.0, 5, 1, 12, 9, "town"],
        ["some", "Some is known", 10.0, 50.0, 4, 2, 5, 2, "district"],
        ["none", HOSTILE, 10.0, 70.0, 3, 3, 0, 0, "site"],
    ],
}
COUNTRY = {"first": 1, "lower": 5, "first_known": 9, "lower_known": 9, "iso3": "AUS"}
SQUARE = [[[115.0, -35.0], [150.0, -35.0], [150.0, -15.0], [115.0, -15.0], [115.0, -35.0]]]
COUNTRIES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": SQUARE},
            "properties": {"id": "au-a", "name": "A national industry", **COUNTRY},
        },
    ],
}


class Server:
    """Answers what the map asks; `is_down` makes the data (not the assets) fail.

    `picture` is every online tile; `tile` is what the one tile of zoom 3 around 60 E, 20 N holds; every other
    tile is empty.
    """

    def __init__(self) -> None:
        self.is_down = False
        self.tile: dict[str, Any] = POINTS
        self.asked: list[str] = []
        self.picture = b""
        self._held: list[Route] | None = None
        self.outside: list[str] = []

    def answer(self, route: Route) -> None:
        """Fulfil one request of the page, or note that it went elsewhere."""
        if not route.request.url.startswith(HOST):
            self.outside.append(route.request.url)
            route.abort()
            return
        path = urlsplit(route.request.url).path
        self.asked.append(route.request.url.removeprefix(HOST))
        if path.startswith("/tiles/") and self._held is not None:
            self._held.append(route)
            return
        if path.startswith("/tiles/") and self.is_down:
            route.fulfill(status=503, body="")
            return
        body, kind = self._content(path)
        route.fulfill(body=body, content_type=kind)

    def hold(self) -> None:
        """Let whatever is asked for from now on wait."""
        self._held = []

    def release(self) -> None:
        """Answer what waited."""
        held, self._held = self._held or [], None
        for route in held:
            self.answer(route)

    def _content(self, path: str) -> tuple[str | bytes, str]:
        if path == "/":
            return make_map().get_root().render(), "text/html"
        if path.startswith("/vendor/"):
            return self._asset(path.removeprefix("/vendor/"))
        if path.startswith("/online/"):
            return self.picture, "image/png"
        if path.startswith("/basemap/"):
            return basemap_geojson("110m"), "application/json"
        if path == "/tiles/countries.json":
            return json.dumps(COUNTRIES), "application/json"
        tile = self.tile if path == TILE else {**POINTS, "rows": []}
        return json.dumps(tile), "application/json"

    def _asset(self, name: str) -> tuple[str | bytes, str]:
        own = {"cluster_layer.js": layer_script, "cluster_layer.css": layer_style}
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        if name in own:
            return own[name](), kind
        return (files("js_lib_leaflet") / "static" / "js_lib_leaflet" / name).read_bytes(), kind


def show(page: Page, search: str = "v=1", *, is_awaited: bool = True, **query: Any) -> None:
    """Tell the map what to show and wait until it shows it, unless that is not awaited."""
    told = LayerQuery(search, **{"shown": "both", "theme": "light", **query})
    page.evaluate(f"clusterwatch.setQuery({told.query})")
    if is_awaited:
        page.evaluate("clusterwatch.ready()")


def mark_of(page: Page, identity: str) -> dict[str, Any]:
    """Return one disc as it is drawn, in pixels of the map."""
    marks: list[dict[str, Any]] = page.evaluate("clusterwatch.drawn")
    return next(mark for mark in marks if mark["id"] == identity)


def colour_at(page: Page, x: float, y: float) -> str:
    """Return the ``#rrggbb`` of the clusters' canvas at a pixel of the map."""
    red, green, blue, _ = page.evaluate("([x, y]) => clusterwatch.colourAt(x, y)", [x, y])
    return f"#{red:02x}{green:02x}{blue:02x}"
