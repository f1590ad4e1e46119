"""Discs that share a place: spread by a click, each of them selectable, folded again by whatever means "away"."""

import math
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from geo.cluster_layer import Selection
from geo.colours import token
from tests.geo.stubbed_map import HOST, HOSTILE, POINTS, Server, colour_at, mark_of, show

pytestmark = pytest.mark.browser

PLACE = (20.0, 60.0)
TWINS = ("twin-a", "twin-b")
ALONE = ("alone", "Nobody near", 30.0, 65.0, 5, 1, 12, 9, "town")
SPREAD_S = 0.18
# The clock of a page is read once a frame.
FRAME_MS = 17


def _at(place: tuple[float, float], identity: str, name: str = "A name") -> list[Any]:
    return [identity, name, *place, 4, 2, 5, 2, "town"]


def _tile(*rows: Any) -> dict[str, Any]:
    return {**POINTS, "rows": [*rows, ALONE]}


@pytest.fixture
def twins(page: Page, server: Server) -> Page:
    """Return the map with two clusters at one point, and one that stands alone."""
    server.tile = _tile(_at(PLACE, TWINS[0], "The one"), _at(PLACE, TWINS[1], "The other"))
    show(page)
    return page


@pytest.fixture
def moving_page(browser: Browser, server: Server) -> Iterator[Page]:
    """Return a page with the map for a reader who likes motion."""
    page = browser.new_page(viewport={"width": 1000, "height": 700}, reduced_motion="no-preference")
    page.route("**/*", server.answer)
    page.goto(HOST)
    yield page
    page.close()


def _click(page: Page, identity: str) -> dict[str, Any]:
    """Click on a disc where it is drawn, and return where that was."""
    mark = mark_of(page, identity)
    page.mouse.click(mark["x"], mark["y"])
    page.evaluate("clusterwatch.ready()")
    return mark


def _sent(page: Page) -> list[tuple[str, float, float]]:
    return [
        (value["clicked"]["id"], value["clicked"]["lat"], value["clicked"]["lon"])
        for value in page.evaluate("window.sent")
    ]


def _places(page: Page, *identities: str) -> list[tuple[float, float]]:
    return [(mark["x"], mark["y"]) for mark in (mark_of(page, identity) for identity in identities)]


def _is_spread(page: Page) -> bool:
    return len(set(_places(page, *TWINS))) > 1


def test_two_clusters_at_one_point_can_both_be_selected(twins: Page) -> None:
    before = _click(twins, TWINS[1])
    assert _sent(twins) == []
    one, other = _places(twins, *TWINS)
    assert math.dist(one, other) > 2 * before["radius"]
    for twin in TWINS:
        _click(twins, twin)
    assert _sent(twins) == [(twin, *PLACE) for twin in TWINS]
    assert _places(twins, *TWINS) == [one, other]


def test_a_disc_of_a_spread_says_its_own_name(twins: Page) -> None:
    _click(twins, TWINS[0])
    for twin, name in zip(TWINS, ("The one", "The other"), strict=True):
        mark = mark_of(twins, twin)
        twins.mouse.move(mark["x"], mark["y"])
        assert twins.locator(".cw-hover").inner_text().startswith(name)


def test_a_line_ties_each_disc_to_its_real_place(twins: Page) -> None:
    before = _click(twins, TWINS[0])
    (x, y), _ = _places(twins, *TWINS)
    half_way = ((before["x"] + x) / 2, (before["y"] + y) / 2)
    beside = (half_way[0], half_way[1] + 4)
    assert colour_at(twins, before["x"], before["y"]) == token("outline", "light")
    assert colour_at(twins, *half_way) != colour_at(twins, *beside)


def test_the_ring_of_the_selection_goes_with_its_disc(twins: Page) -> None:
    _click(twins, TWINS[0])
    show(twins, selected=Selection(TWINS[0], *PLACE))
    assert _is_spread(twins)
    mark = mark_of(twins, TWINS[0])
    ring = [colour_at(twins, mark["x"], mark["y"] - mark["radius"] - offset) for offset in range(2, 6)]
    assert token("accent", "light") in ring


def test_a_single_disc_is_selected_at_once(twins: Page) -> None:
    _click(twins, "alone")
    assert _sent(twins) == [("alone", *ALONE[2:4])]
    assert not _is_spread(twins)


@pytest.mark.parametrize(
    "away",
    [
        pytest.param(lambda page: page.mouse.click(990, 200), id="click elsewhere"),
        pytest.param(lambda page: page.keyboard.press("Escape"), id="Escape"),
        pytest.param(lambda page: page.keyboard.press("ArrowLeft"), id="pan"),
        pytest.param(lambda page: page.locator(".leaflet-control-zoom-in").click(), id="zoom"),
        pytest.param(lambda page: show(page, search="country=PAK&v=1"), id="another filter"),
    ],
)
def test_whatever_means_away_folds_the_discs(twins: Page, away: Any) -> None:
    _click(twins, TWINS[0])
    assert _is_spread(twins)
    away(twins)
    # A zoom folds them when its animation begins, a moment after the key.
    twins.wait_for_function("() => clusterwatch.layer._spread === null")
    assert _sent(twins) == []


def test_escape_folds_from_anywhere_in_the_map(twins: Page) -> None:
    _click(twins, TWINS[0])
    twins.locator(".leaflet-control-zoom-out").focus()
    twins.keyboard.press("Escape")
    assert not _is_spread(twins)


def test_a_click_on_another_disc_folds_and_selects_that_one(twins: Page) -> None:
    _click(twins, TWINS[0])
    _click(twins, "alone")
    assert not _is_spread(twins)
    assert _sent(twins) == [("alone", *ALONE[2:4])]


def test_a_sliver_of_a_disc_beneath_is_selected_where_no_other_lies(page: Page, server: Server) -> None:
    # At zoom 3 a degree of longitude is 5.7 px: the discs overlap, their outer edges do not.
    server.tile = _tile(_at((20.0, 60.0), "west"), _at((20.0, 61.4), "east"))
    show(page)
    (west, y), (east, _) = _places(page, "west", "east")
    page.mouse.click(west - 4, y)
    assert _sent(page) == [("west", 20.0, 60.0)]
    page.mouse.click((west + east) / 2, y)
    assert len(page.evaluate("clusterwatch.layer._fanned")) == 2


@pytest.mark.parametrize("count", [3, 16, 17, 60])
def test_many_discs_at_one_point_lie_free_of_each_other_and_in_view(page: Page, server: Server, count: int) -> None:
    # At the edge of the view, where half of a spread around its place would be out of it.
    place = (20.0, 45.5)
    names = [f"many-{number}" for number in range(count)]
    server.tile = _tile(*(_at(place, name) for name in names))
    show(page)
    page.evaluate("clusterwatch.layer._map.setView([20, 105], 3, {animate: false})")
    page.evaluate("clusterwatch.ready()")
    mark = _click(page, names[0])
    places = _places(page, *names)
    assert min(math.dist(*pair) for pair in combinations(places, 2)) > 2 * mark["radius"] + 1
    assert all(mark["radius"] < x < 1000 and mark["radius"] < y < 700 for x, y in places)


def test_a_pile_says_whom_it_hides_and_what_a_click_does(page: Page, server: Server) -> None:
    server.tile = _tile(*(_at(PLACE, f"pile-{number}", f"Name {number} {HOSTILE}") for number in range(8)))
    show(page)
    mark = mark_of(page, "pile-0")
    page.mouse.move(mark["x"], mark["y"])
    hover = page.locator(".cw-hover")
    words = hover.inner_text()
    assert f"Name 7 {HOSTILE}" in words
    assert "and 2 more" in words
    assert "Click to spread them out" in words
    assert hover.locator("img, script").count() == 0
    assert page.evaluate("window.broken") is None


def test_the_discs_travel_briefly_where_motion_is_welcome(moving_page: Page, server: Server) -> None:
    server.tile = _tile(*(_at(PLACE, twin) for twin in TWINS))
    show(moving_page)
    place = mark_of(moving_page, TWINS[0])
    # One task of the browser: click, first frame and times are read where no round trip lies between.
    frames = moving_page.evaluate(
        """async ({ x, y, id }) => {
          const map = clusterwatch.layer._map;
          map.fire("click", { layerPoint: map.containerPointToLayerPoint([x, y]), latlng: map.getCenter() });
          const frames = [];
          const began = performance.now();
          while (clusterwatch.layer._spread.isMoving() || frames.length === 0) {
            frames.push([performance.now() - began, clusterwatch.drawn.find((mark) => mark.id === id).x]);
            await new Promise(requestAnimationFrame);
          }
          return [...frames, [performance.now() - began, clusterwatch.drawn.find((mark) => mark.id === id).x]];
        }""",
        {"x": place["x"], "y": place["y"], "id": TWINS[0]},
    )
    travelled = [abs(x - place["x"]) for _, x in frames]
    assert travelled == sorted(travelled)
    assert travelled[0] < travelled[-1]
    assert frames[-1][0] >= SPREAD_S * 1000 - FRAME_MS


def test_the_tab_key_leaves_the_map(twins: Page) -> None:
    _click(twins, TWINS[0])
    seen = []
    # The buttons of the zoom, of the tools, and of the legend's two rows of six.
    for _ in range(30):
        twins.keyboard.press("Tab")
        seen.append(twins.evaluate("document.activeElement.tagName"))
        if seen[-1] == "BODY":
            break
    assert seen[-1] == "BODY"
