"""The layer in a real browser: what is drawn where, what a pointer finds, what a failure says.

Tiles come from this file, not from a lake, so that every class, grey and shape is there on purpose.
"""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from geo.basemap import basemap_geojson
from geo.cluster_layer import LayerQuery, Selection, layer_script, layer_style
from geo.cluster_map import make_map
from geo.colours import class_colour, token

pytestmark = pytest.mark.browser

HOST = "http://map.test"
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
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


class Server:
    """Answers what the map asks; `is_down` makes the data (not the assets) fail."""

    def __init__(self) -> None:
        self.is_down = False
        self.asked: list[str] = []
        self.outside: list[str] = []

    def answer(self, route: Route) -> None:
        """Fulfil one request of the page, or note that it went elsewhere."""
        if not route.request.url.startswith(HOST):
            self.outside.append(route.request.url)
            route.abort()
            return
        path = urlsplit(route.request.url).path
        self.asked.append(route.request.url.removeprefix(HOST))
        if path.startswith("/tiles/") and self.is_down:
            route.fulfill(status=503, body="")
            return
        body, kind = self._content(path)
        route.fulfill(body=body, content_type=kind)

    def _content(self, path: str) -> tuple[str | bytes, str]:
        if path == "/":
            return make_map().get_root().render(), "text/html"
        if path.startswith("/vendor/"):
            return self._asset(path.removeprefix("/vendor/"))
        if path.startswith("/basemap/"):
            return basemap_geojson("110m"), "application/json"
        if path == "/tiles/countries.json":
            return json.dumps(COUNTRIES), "application/json"
        return json.dumps(_tile(path)), "application/json"

    def _asset(self, name: str) -> tuple[str | bytes, str]:
        own = {"cluster_layer.js": layer_script, "cluster_layer.css": layer_style}
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        if name in own:
            return own[name](), kind
        return (files("js_lib_leaflet") / "static" / "js_lib_leaflet" / name).read_bytes(), kind


def _tile(path: str) -> dict[str, Any]:
    """Return all points in the one tile of zoom 3 that lies around 60 E, 20 N; nothing elsewhere."""
    return POINTS if path == "/tiles/3/5/3.json" else {**POINTS, "rows": []}


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a Chromium that all tests of this file share."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def server() -> Server:
    """Return a server of its own for each test."""
    return Server()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """Return a page with the map, before it was told what to show."""
    page = browser.new_page(viewport={"width": 1000, "height": 700}, reduced_motion="reduce")
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.route("**/*", server.answer)
    page.add_init_script("window.sent = []; window.Streamlit = {setComponentValue: (v) => sent.push(v)};")
    page.goto(HOST)
    yield page
    assert problems == []
    assert server.outside == []
    page.close()


def _show(page: Page, search: str = "v=1", **query: Any) -> None:
    told = LayerQuery(search, **{"shown": "both", "theme": "light", **query})
    page.evaluate(f"clusterwatch.setQuery({told.query})")
    page.evaluate("clusterwatch.ready()")


def _mark(page: Page, identity: str) -> dict[str, Any]:
    marks: list[dict[str, Any]] = page.evaluate("clusterwatch.drawn")
    return next(mark for mark in marks if mark["id"] == identity)


def _colour(page: Page, x: float, y: float) -> str:
    red, green, blue, _ = page.evaluate("([x, y]) => clusterwatch.colourAt(x, y)", [x, y])
    return f"#{red:02x}{green:02x}{blue:02x}"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_halves_of_a_disc_have_the_colours_that_python_names(page: Page, theme: Any) -> None:
    _show(page, theme=theme)
    for identity, first, lower in (("much", (5, 12), (1, 9)), ("some", (4, 5), (2, 2))):
        mark = _mark(page, identity)
        assert _colour(page, mark["x"], mark["y"] - 3) == class_colour(*first, theme)
        assert _colour(page, mark["x"], mark["y"] + 3) == class_colour(*lower, theme)
        assert _colour(page, mark["x"], mark["y"]) == token("page", theme)


def test_with_one_tier_chosen_the_disc_is_whole(page: Page) -> None:
    _show(page, shown="lower")
    mark = _mark(page, "much")
    for offset in (-3, 0, 3):
        assert _colour(page, mark["x"], mark["y"] + offset) == class_colour(1, 9, "light")


def test_nothing_known_is_hatched_and_never_the_colour_of_a_class(page: Page) -> None:
    _show(page, shown="first")
    mark = _mark(page, "none")
    colours = {_colour(page, mark["x"] + x, mark["y"] + y) for x in range(-3, 4) for y in range(-3, 4)}
    assert mark["first"] == {"colour": token("unknown", "light"), "isHatched": True}
    assert len(colours) > 3
    assert class_colour(3, 9, "light") not in colours


def test_an_entry_about_a_country_is_an_outline_and_no_disc(page: Page) -> None:
    _show(page, selected=Selection("au-a"))
    assert page.evaluate("clusterwatch.outlined") == [{"iso3": "AUS", "ids": ["au-a"]}]
    assert {mark["id"] for mark in page.evaluate("clusterwatch.drawn")} == {"much", "some", "none"}


def test_hostile_text_is_read_and_never_run(page: Page) -> None:
    _show(page)
    mark = _mark(page, "none")
    page.mouse.move(mark["x"], mark["y"])
    assert HOSTILE in page.locator(".cw-hover").inner_text()
    assert page.locator(".cw-hover img, .cw-hover script").count() == 0
    assert page.evaluate("window.broken") is None


def test_hover_says_name_class_and_what_is_known(page: Page) -> None:
    _show(page)
    mark = _mark(page, "some")
    page.mouse.move(mark["x"] + 3, mark["y"])
    text = page.locator(".cw-hover").inner_text()
    assert text.startswith("Some is known")
    assert "5 of 15 factors known" in text
    assert "2 of 15 factors known" in text
    page.mouse.move(5, 690)
    assert not page.locator(".cw-hover").is_visible()


def test_a_click_sends_place_and_id_with_a_growing_serial(page: Page) -> None:
    _show(page)
    mark = _mark(page, "much")
    for _ in range(2):
        page.mouse.click(mark["x"], mark["y"])
    first, second = (value["clicked"] for value in page.evaluate("window.sent"))
    assert (first["id"], first["lat"], first["lon"], first["zoom"]) == ("much", 30.0, 60.0, 3)
    assert second["serial"] > first["serial"]


def test_a_new_query_keeps_zoom_and_place(page: Page, server: Server) -> None:
    _show(page)
    page.evaluate("clusterwatch.layer._map.setView([22, 63], 4, {animate: false})")
    page.evaluate("clusterwatch.ready()")
    _show(page, search="country=PAK&v=1", theme="dark", shown="first")
    view = page.evaluate("(({lat, lng}) => [lat, lng])(clusterwatch.layer._map.getCenter())")
    assert view == pytest.approx([22, 63], abs=0.1)
    assert any(address.endswith(".json?country=PAK&v=1") for address in server.asked)


def test_a_selection_outside_the_view_is_brought_into_it_with_a_ring(page: Page) -> None:
    _show(page)
    _show(page, selected=Selection("far", -23.0, -47.0))
    point = page.evaluate("clusterwatch.layer._map.latLngToContainerPoint([-23, -47])")
    assert 0 < point["x"] < 1000
    ring = [_colour(page, point["x"] + offset, point["y"]) for offset in range(8, 13)]
    assert token("accent", "light") in ring


def test_a_failure_is_said_calmly_and_can_be_tried_again(page: Page, server: Server) -> None:
    server.is_down = True
    _show(page)
    assert "could not be loaded" in page.get_by_role("status").inner_text()
    server.is_down = False
    page.get_by_role("button", name="Retry").click()
    page.evaluate("clusterwatch.ready()")
    assert _mark(page, "much")["kind"] == "point"
    assert not page.get_by_role("button", name="Retry").is_visible()


def test_what_was_loaded_is_not_asked_again(page: Page, server: Server) -> None:
    _show(page)
    server.asked.clear()
    _show(page, shown="first", theme="dark")
    assert server.asked == []
