"""The tool that draws an area, the area that is given, and shapes of a reader's own."""

import math
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from geo.cluster_layer import Selection
from geo.colours import token
from geo.own_shapes import read_overlay
from tests.geo.stubbed_map import HOST, Server, colour_at, mark_of, show

pytestmark = pytest.mark.browser

CORNERS = ((560, 120), (860, 140), (840, 420))
AREA = ((40.0, -5.0), (80.0, -5.0), (80.0, 40.0), (40.0, 40.0))
DRAW = "Draw an area"


def _sent(page: Page) -> list[Any]:
    return [value["area"]["ring"] for value in page.evaluate("window.sent") if "area" in value]


def _start(page: Page) -> None:
    show(page)
    page.get_by_role("button", name=DRAW).click()


def _click_corners(page: Page) -> None:
    for x, y in CORNERS:
        page.mouse.click(x, y)


def _expected(page: Page) -> list[list[float]]:
    """Return the places under the clicks, by Leaflet's own reckoning."""
    place = "([x, y]) => { const p = clusterwatch.layer._map.containerPointToLatLng([x, y]); return [p.lng, p.lat]; }"
    return [page.evaluate(place, list(corner)) for corner in CORNERS]


@pytest.mark.parametrize("way", ["double click", "Enter", "button"])
def test_an_area_is_clicked_corner_by_corner_and_closed(page: Page, way: str) -> None:
    _start(page)
    if way == "double click":
        for x, y in CORNERS[:-1]:
            page.mouse.click(x, y)
        page.mouse.dblclick(*CORNERS[-1])
    else:
        _click_corners(page)
    if way == "Enter":
        page.keyboard.press("Enter")
    if way == "button":
        page.get_by_role("button", name="Close the area").click()
    (ring,) = _sent(page)
    assert len(ring) == len(CORNERS)
    for corner, expected in zip(ring, _expected(page), strict=True):
        assert corner == pytest.approx(expected, abs=1e-5)
    # The double click closed the area, and zoomed nowhere.
    assert page.evaluate("clusterwatch.layer._map.getZoom()") == 3
    assert not page.evaluate("'clicked' in window.sent.at(-1)")
    expect(page.get_by_role("button", name="Close the area")).not_to_be_visible()


def test_an_area_is_drawn_by_key_alone(page: Page) -> None:
    show(page)
    page.get_by_role("button", name=DRAW).focus()
    page.keyboard.press("Enter")
    hint = page.get_by_role("status").filter(has_text="press space for the middle")
    expect(hint).to_be_visible()
    for key in ("ArrowRight", "ArrowUp", "ArrowLeft"):
        page.keyboard.press("Space")
        page.keyboard.press(key)
        # The map glides to its next middle; a corner set on the way would be the same one.
        page.wait_for_function("() => !clusterwatch.layer._map._panAnim?._inProgress")
    page.keyboard.press("Space")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    (ring,) = _sent(page)
    assert len(ring) == 3
    assert len({tuple(corner) for corner in ring}) == 3


def test_two_corners_are_no_area_and_escape_leaves(page: Page) -> None:
    _start(page)
    for x, y in CORNERS[:2]:
        page.mouse.click(x, y)
    expect(page.get_by_role("button", name="Close the area")).to_be_disabled()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=DRAW)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=DRAW)).to_have_attribute("aria-pressed", "false")
    assert _sent(page) == []
    # The map answers clicks again.
    mark = mark_of(page, "much")
    page.mouse.click(mark["x"], mark["y"])
    assert page.evaluate("window.sent.at(-1).clicked.id") == "much"


def test_while_an_area_is_drawn_a_disc_is_no_more_than_a_place(page: Page) -> None:
    _start(page)
    mark = mark_of(page, "much")
    page.mouse.click(mark["x"], mark["y"])
    assert page.evaluate("window.sent") == []
    expect(page.locator(".cw-hover")).not_to_be_visible()


def test_no_area_has_more_corners_than_an_address_holds(page: Page) -> None:
    _start(page)
    for index in range(100):
        page.evaluate(f"clusterwatch.layer._drawing._add(L.latLng({index % 2 * 10}, {index / 2}))")
    (ring,) = _sent(page)
    assert len(ring) == 100


def test_the_given_area_is_drawn_and_can_be_taken_away(page: Page) -> None:
    show(page, area=AREA)
    shown = page.evaluate("clusterwatch.layer._sketch._area")
    assert shown == [list(corner) for corner in AREA]
    page.get_by_role("button", name="Remove the area").click()
    assert _sent(page) == [None]
    show(page)
    expect(page.get_by_role("button", name=DRAW)).to_be_visible()


def test_fingers_draw_an_area(browser: Browser, server: Server) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 520}, has_touch=True, is_mobile=True)
    page.route("**/*", server.answer)
    page.add_init_script("window.sent = []; window.Streamlit = {setComponentValue: (v) => sent.push(v)};")
    page.goto(HOST)
    show(page)
    page.get_by_role("button", name=DRAW).tap()
    for x, y in ((120, 200), (300, 220), (260, 380)):
        page.touchscreen.tap(x, y)
    bar = page.locator(".cw-notice.cw-shown").bounding_box()
    assert bar is not None
    assert bar["x"] >= 0
    assert bar["x"] + bar["width"] <= 390
    page.get_by_role("button", name="Close the area").tap()
    assert len(_sent(page)[0]) == 3
    page.close()


def test_own_shapes_are_drawn_and_do_nothing(page: Page) -> None:
    shapes = b"""{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "<img src=x>"},
        "geometry": {"type": "Polygon", "coordinates": [[[40, -20], [80, -20], [80, 40], [40, 40], [40, -20]]]}},
        {"type": "Feature", "properties": null, "geometry": {"type": "LineString", "coordinates": [[0, 0], [9, 9]]}},
        {"type": "Feature", "properties": null, "geometry": {"type": "Point", "coordinates": [20, 0]}}]}"""
    show(page)
    pixel = "([x, y]) => [...clusterwatch.layer._sketch._context.getImageData(x, y, 1, 1).data]"
    bounds = page.evaluate("(({min}) => [min.x, min.y])(clusterwatch.layer._sketch._bounds)")
    place = page.evaluate(
        "(({_map: map}) => { const p = map.latLngToLayerPoint([0, 60]); return [p.x, p.y]; })(clusterwatch.layer)"
    )
    inside = [round(place[index] - bounds[index]) for index in (0, 1)]
    assert page.evaluate(pixel, inside)[3] == 0
    show(page, overlay=read_overlay(shapes))
    assert page.evaluate(pixel, inside)[3] > 0
    mark = mark_of(page, "much")
    page.mouse.click(mark["x"], mark["y"])
    assert page.evaluate("window.sent.at(-1).clicked.id") == "much"
    show(page, overlay=None)
    assert page.evaluate(pixel, inside)[3] == 0


def test_a_pointed_at_disc_has_a_dashed_ring_of_its_own(page: Page) -> None:
    show(page, highlighted=Selection("much", 30.0, 60.0))
    mark = mark_of(page, "much")
    reach = mark["radius"] + 7.5
    around = {colour_at(page, mark["x"] + reach * x, mark["y"] + reach * y) for x, y in _directions()}
    assert token("accent", "light") in around
    assert len(around) > 1


def _directions() -> list[tuple[float, float]]:
    return [(math.cos(angle / 20), math.sin(angle / 20)) for angle in range(126)]
