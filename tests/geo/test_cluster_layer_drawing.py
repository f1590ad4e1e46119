"""The layer in a real browser: what is drawn where, what a pointer finds, what a failure says."""

from typing import Any

import pytest
from playwright.sync_api import Page

from geo.cluster_layer import Selection
from geo.colours import class_colour, token
from tests.geo.stubbed_map import HOSTILE, Server, colour_at, mark_of, show

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_halves_of_a_disc_have_the_colours_that_python_names(page: Page, theme: Any) -> None:
    show(page, theme=theme)
    for identity, first, lower in (("much", (5, 12), (1, 9)), ("some", (4, 5), (2, 2))):
        mark = mark_of(page, identity)
        assert colour_at(page, mark["x"], mark["y"] - 3) == class_colour(*first, theme)
        assert colour_at(page, mark["x"], mark["y"] + 3) == class_colour(*lower, theme)
        assert colour_at(page, mark["x"], mark["y"]) == token("page", theme)


def test_with_one_tier_chosen_the_disc_is_whole(page: Page) -> None:
    show(page, shown="lower")
    mark = mark_of(page, "much")
    for offset in (-3, 0, 3):
        assert colour_at(page, mark["x"], mark["y"] + offset) == class_colour(1, 9, "light")


def test_nothing_known_is_hatched_and_never_the_colour_of_a_class(page: Page) -> None:
    show(page, shown="first")
    mark = mark_of(page, "none")
    colours = {colour_at(page, mark["x"] + x, mark["y"] + y) for x in range(-3, 4) for y in range(-3, 4)}
    assert mark["first"] == {"colour": token("unknown", "light"), "isHatched": True}
    assert len(colours) > 3
    assert class_colour(3, 9, "light") not in colours


def test_an_entry_about_a_country_is_an_outline_and_no_disc(page: Page) -> None:
    show(page, selected=Selection("au-a"))
    assert page.evaluate("clusterwatch.outlined") == [{"iso3": "AUS", "ids": ["au-a"]}]
    assert {mark["id"] for mark in page.evaluate("clusterwatch.drawn")} == {"much", "some", "none"}


def test_hostile_text_is_read_and_never_run(page: Page) -> None:
    show(page)
    mark = mark_of(page, "none")
    page.mouse.move(mark["x"], mark["y"])
    assert HOSTILE in page.locator(".cw-hover").inner_text()
    assert page.locator(".cw-hover img, .cw-hover script").count() == 0
    assert page.evaluate("window.broken") is None


def test_hover_says_name_class_and_what_is_known(page: Page) -> None:
    show(page)
    mark = mark_of(page, "some")
    page.mouse.move(mark["x"] + 3, mark["y"])
    text = page.locator(".cw-hover").inner_text()
    assert text.startswith("Some is known")
    assert "5 of 15 factors known" in text
    assert "2 of 15 factors known" in text
    page.mouse.move(5, 690)
    assert not page.locator(".cw-hover").is_visible()


def test_a_click_sends_place_and_id_with_a_growing_serial(page: Page) -> None:
    show(page)
    mark = mark_of(page, "much")
    for _ in range(2):
        page.mouse.click(mark["x"], mark["y"])
    first, second = (value["clicked"] for value in page.evaluate("window.sent"))
    assert (first["id"], first["lat"], first["lon"], first["zoom"]) == ("much", 30.0, 60.0, 3)
    assert second["serial"] > first["serial"]


def test_a_new_query_keeps_zoom_and_place(page: Page, server: Server) -> None:
    show(page)
    page.evaluate("clusterwatch.layer._map.setView([22, 63], 4, {animate: false})")
    page.evaluate("clusterwatch.ready()")
    show(page, search="country=PAK&v=1", theme="dark", shown="first")
    view = page.evaluate("(({lat, lng}) => [lat, lng])(clusterwatch.layer._map.getCenter())")
    assert view == pytest.approx([22, 63], abs=0.1)
    assert any(address.endswith(".json?country=PAK&v=1") for address in server.asked)


def test_a_selection_outside_the_view_is_brought_into_it_with_a_ring(page: Page) -> None:
    show(page)
    show(page, selected=Selection("far", -23.0, -47.0))
    point = page.evaluate("clusterwatch.layer._map.latLngToContainerPoint([-23, -47])")
    assert 0 < point["x"] < 1000
    ring = [colour_at(page, point["x"] + offset, point["y"]) for offset in range(8, 13)]
    assert token("accent", "light") in ring


def test_a_failure_is_said_calmly_and_can_be_tried_again(page: Page, server: Server) -> None:
    server.is_down = True
    show(page)
    assert "could not be loaded" in page.get_by_role("status").inner_text()
    server.is_down = False
    page.get_by_role("button", name="Retry").click()
    page.evaluate("clusterwatch.ready()")
    assert mark_of(page, "much")["kind"] == "point"
    assert not page.get_by_role("button", name="Retry").is_visible()


def test_what_was_loaded_is_not_asked_again(page: Page, server: Server) -> None:
    show(page)
    server.asked.clear()
    show(page, shown="first", theme="dark")
    assert server.asked == []
