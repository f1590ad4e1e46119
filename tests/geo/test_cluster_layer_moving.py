"""Where the map is: what moves it, what the reader's moves tell, and that the two never chase each other."""

from typing import Any

import pytest
from playwright.sync_api import Page

from geo.cluster_layer import Fit, Selection, View
from tests.geo.stubbed_map import show

pytestmark = pytest.mark.browser

LAHORE = View(31.52, 74.36, 6)
DHAKA = View(23.8, 90.4, 7)
BOX = {"south": -10.0, "west": 95.0, "north": 5.0, "east": 125.0}


def _view(page: Page) -> View:
    lat, lon, zoom = page.evaluate(
        "(({_map: map}) => [map.getCenter().lat, map.getCenter().lng, map.getZoom()])(clusterwatch.layer)"
    )
    return View(lat, lon, zoom)


def _is_at(page: Page, view: View) -> bool:
    now = _view(page)
    return now.zoom == view.zoom and abs(now.lat - view.lat) < 0.05 and abs(now.lon - view.lon) < 0.05


def _settle(page: Page) -> None:
    """Wait until the layer has told whatever it tells after a move: its own timer is asked."""
    page.wait_for_function("() => !clusterwatch.layer._viewTimer && !clusterwatch.layer._map._animatingZoom")
    page.evaluate("clusterwatch.ready()")


def _told(page: Page) -> list[dict[str, Any]]:
    """Return the views that were told, each once: the newest stays part of every later value."""
    views = [value["view"] for value in page.evaluate("window.sent") if "view" in value]
    return [view for index, view in enumerate(views) if index == 0 or view != views[index - 1]]


def _move(page: Page, view: View) -> None:
    """Move the map as a reader does, and wait until that is told."""
    page.evaluate(f"void clusterwatch.layer._map.setView([{view.lat}, {view.lon}], {view.zoom}, {{ animate: false }})")
    _settle(page)


def test_the_map_begins_where_the_address_says_and_tells_nobody(page: Page) -> None:
    show(page, view=LAHORE, selected=Selection("far", -23.0, -47.0), fit=Fit(7, **BOX))
    _settle(page)
    assert _is_at(page, LAHORE)
    assert page.evaluate("window.sent") == []


def test_a_move_is_told_once_when_it_has_come_to_rest(page: Page) -> None:
    show(page)
    page.locator(".leaflet-container").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => window.sent.length > 0")
    _settle(page)
    (told,) = _told(page)
    assert set(told) == {"lat", "lon", "zoom"}
    assert _is_at(page, View(**told))


def test_the_echo_of_a_report_moves_nothing_also_when_it_comes_late(page: Page) -> None:
    show(page, view=LAHORE)
    _move(page, DHAKA)
    _move(page, View(10.0, 100.0, 5))
    _move(page, View(0.0, 110.0, 5))
    first, second, third = (View(**told) for told in _told(page))
    for echo in (first, third):
        show(page, view=View(round(echo.lat, 4), round(echo.lon, 4), echo.zoom))
        assert _is_at(page, third)
    _settle(page)
    assert len(_told(page)) == 3
    assert second != third


def test_going_back_to_a_view_that_was_echoed_long_ago_moves_the_map(page: Page) -> None:
    show(page, view=LAHORE)
    _move(page, DHAKA)
    show(page, view=DHAKA)
    _move(page, LAHORE)
    show(page, view=LAHORE)
    show(page, view=DHAKA)
    assert _is_at(page, DHAKA)
    show(page, view=LAHORE)
    _settle(page)
    assert _is_at(page, LAHORE)
    # Twice the reader moved; what the address asked for is not told.
    assert len(_told(page)) == 2


def test_other_changes_leave_the_readers_own_view(page: Page) -> None:
    show(page, view=LAHORE)
    _move(page, DHAKA)
    # The page runs for another reason before it heard of the move.
    show(page, search="country=PAK&v=1", theme="dark", view=LAHORE)
    assert _is_at(page, DHAKA)
    show(page, search="country=PAK&v=1", theme="dark", view=None)
    assert _is_at(page, DHAKA)


def test_a_box_is_brought_into_view_once_for_each_number(page: Page) -> None:
    show(page)
    show(page, fit=Fit(1, **BOX))
    _settle(page)
    corners = page.evaluate("(({_map: map}) => map.getBounds().toBBoxString())(clusterwatch.layer)")
    west, south, east, north = (float(part) for part in corners.split(","))
    assert west < BOX["west"] < BOX["east"] < east
    assert south < BOX["south"] < BOX["north"] < north
    # Above the legend, which covers the lower part of the map.
    legend = page.locator(".cw-legend-panel").bounding_box()
    lowest = page.evaluate(f"clusterwatch.layer._map.latLngToContainerPoint([{BOX['south']}, 110]).y")
    assert legend is not None
    assert lowest < legend["y"]
    # Whoever opens the same address is brought to the same place: it need not say it.
    assert _told(page) == []
    _move(page, DHAKA)
    show(page, fit=Fit(1, **BOX), search="country=PAK&v=1")
    assert _is_at(page, DHAKA)
    show(page, fit=Fit(2, **BOX), search="country=PAK&v=1")
    _settle(page)
    assert not _is_at(page, DHAKA)


def test_a_box_around_one_place_shows_its_surroundings(page: Page) -> None:
    show(page)
    show(page, fit=Fit(1, 31.5, 74.3, 31.5, 74.3))
    _settle(page)
    now = _view(page)
    assert now.zoom == 9
    # The middle of what the legend leaves free: less than half a degree off, at this zoom.
    assert abs(now.lat - 31.5) < 0.6
    assert abs(now.lon - 74.3) < 0.1


def test_a_frame_that_changes_its_size_is_no_move(page: Page) -> None:
    show(page, view=LAHORE)
    page.set_viewport_size({"width": 700, "height": 500})
    page.wait_for_function("() => clusterwatch.layer._map.getSize().x === 700")
    _settle(page)
    assert page.evaluate("window.sent") == []
    assert _is_at(page, LAHORE)


def test_a_pointed_at_place_is_ringed_and_steals_no_view(page: Page) -> None:
    show(page, view=LAHORE)
    show(page, view=LAHORE, highlighted=Selection("far", -23.0, -47.0))
    _settle(page)
    assert _is_at(page, LAHORE)
    assert page.evaluate("window.sent") == []
