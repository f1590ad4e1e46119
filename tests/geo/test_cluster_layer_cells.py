"""Cells: a larger disc for many clusters, its count on the band that parts the tiers."""

from typing import Any

import pytest
from playwright.sync_api import Page

from geo.colours import class_colour, token
from tests.geo.stubbed_map import Server, colour_at, show

pytestmark = pytest.mark.browser

# Classes 5 over 1 of well known clusters, of some that are unknown, and of none that is known.
CELLS = {
    "kind": "cells",
    "fields": ["lat", "lon", "count", "first", "lower", "first_unknown_share", "lower_unknown_share"],
    "rows": [
        [10.0, 60.0, 7, 5, 1, 0.0, 0.0],
        [20.0, 60.0, 640, 4, 2, 0.7, 0.4],
        [30.0, 60.0, 12345, 3, 3, 1.0, 1.0],
    ],
}
HALF_BAND = 8


@pytest.fixture
def cells(page: Page, server: Server) -> Page:
    """Return the map where one tile holds cells, before it was told what to show."""
    server.tile = CELLS
    return page


def _marks(page: Page) -> list[dict[str, Any]]:
    """Return the cells as they are drawn, the fewest first."""
    marks: list[dict[str, Any]] = page.evaluate("clusterwatch.drawn")
    assert {mark["kind"] for mark in marks} == {"cell"}
    return sorted(marks, key=lambda mark: mark["radius"])


def _colours_of_band(page: Page, mark: dict[str, Any]) -> set[str]:
    return {colour_at(page, mark["x"] + x, mark["y"] + y) for x in range(-8, 9) for y in (-2, 0, 2)}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_cell_is_a_split_disc_with_its_count_in_the_gap(cells: Page, theme: Any) -> None:
    show(cells, theme=theme)
    few, *_, many = _marks(cells)
    assert few["radius"] < many["radius"] < 2 * few["radius"]
    assert colour_at(cells, few["x"], few["y"] - HALF_BAND) == class_colour(5, 15, theme)
    assert colour_at(cells, few["x"], few["y"] + HALF_BAND) == class_colour(1, 15, theme)
    for mark in _marks(cells):
        band = _colours_of_band(cells, mark)
        # Ground and letters, and none of the colours of the tiers.
        assert token("page", theme) in band
        assert not band & {class_colour(number, 15, theme) for number in range(1, 6)}
        assert len(band) > 1


@pytest.mark.parametrize(("shown", "number"), [("first", 5), ("lower", 1)])
def test_with_one_tier_chosen_the_band_lies_on_a_whole_disc(cells: Page, shown: str, number: int) -> None:
    show(cells, shown=shown)
    few = _marks(cells)[0]
    for offset in (-HALF_BAND, HALF_BAND):
        assert colour_at(cells, few["x"], few["y"] + offset) == class_colour(number, 15, "light")
    assert token("page", "light") in _colours_of_band(cells, few)


def test_a_cell_of_unknown_clusters_is_hatched(cells: Page) -> None:
    show(cells)
    assert _marks(cells)[-1]["first"] == {"colour": token("unknown", "light"), "isHatched": True}


def test_hover_counts_and_a_click_goes_closer(cells: Page) -> None:
    show(cells)
    many = _marks(cells)[-1]
    cells.mouse.move(many["x"], many["y"])
    words = cells.locator(".cw-hover").inner_text()
    assert "12,345 clusters" in words
    assert "nothing known" in words
    cells.mouse.click(many["x"], many["y"])
    cells.wait_for_function("clusterwatch.layer._map.getZoom() === 5")
    assert cells.evaluate("window.sent") == []
