"""A saved page in a browser without network: the same map, the same words, and no script but ours."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from geo.cluster_layer import LayerQuery, Selection, View
from geo.colours import Theme, class_colour
from geo.saved_page import SavedView, saved_page
from tests.geo.stubbed_map import COUNTRIES, HOSTILE, POINTS, colour_at, mark_of

pytestmark = pytest.mark.browser


def _view(theme: Theme = "light", title: str = "A map") -> SavedView:
    query = LayerQuery(
        "",
        shown="both",
        theme=theme,
        selected=Selection("much", 30.0, 60.0),
        view=View(20.0, 60.0, 3),
        caption=[HOSTILE],
    )
    return SavedView(
        title=title,
        lines=["Three clusters", HOSTILE],
        theme=theme,
        query=query,
        tile=POINTS,
        countries=COUNTRIES,
        header=("Cluster", "First tier"),
        rows=[("Much is known", "clearly higher"), (HOSTILE, "not known")],
    )


@pytest.fixture
def offline(browser: Browser, tmp_path: Path) -> Iterator[Any]:
    """Return a function that opens a view from a file, without network, and gives the page."""
    context = browser.new_context(offline=True, viewport={"width": 1000, "height": 900}, accept_downloads=True)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))

    def open_view(view: SavedView) -> Page:
        path = tmp_path / "map.html"
        path.write_text(saved_page(view), encoding="utf-8")
        page.goto(path.as_uri())
        page.evaluate("clusterwatch.ready()")
        return page

    yield open_view
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_map_of_a_file_looks_like_the_map_of_the_server(offline: Any, theme: Theme) -> None:
    page = offline(_view(theme))
    assert {mark["id"] for mark in page.evaluate("clusterwatch.drawn")} == {"much", "some", "none"}
    assert page.evaluate("clusterwatch.outlined") == [{"iso3": "AUS", "ids": ["au-a"]}]
    mark = mark_of(page, "much")
    assert colour_at(page, mark["x"], mark["y"] - 3) == class_colour(5, 12, theme)
    # At zoom 6 the fine base map, at zoom 2 the coarse one; both are in the file.
    for zoom in (6, 2):
        page.evaluate(f"void clusterwatch.layer._map.setView([30, 60], {zoom}, {{animate: false}})")
        page.evaluate("clusterwatch.ready()")
        assert not page.evaluate("clusterwatch.layer._baseMap.hasFailed()")
    assert page.get_by_role("status").filter(has_text="could not").count() == 0


def test_hover_says_the_same_and_hostile_words_stay_words(offline: Any) -> None:
    page = offline(_view(title=HOSTILE))
    mark = mark_of(page, "none")
    box = page.locator("#map").bounding_box()
    page.mouse.move(box["x"] + mark["x"], box["y"] + mark["y"])
    assert HOSTILE in page.locator(".cw-hover").inner_text()
    page.locator("summary").click()
    assert HOSTILE in page.locator("table").inner_text()
    assert page.locator("h1").inner_text() == HOSTILE
    assert page.title() == HOSTILE
    assert page.evaluate("window.broken") is None
    assert page.locator("img[src=x]").count() == 0


def test_nothing_is_offered_that_needs_a_server_and_a_picture_still_is(offline: Any) -> None:
    page = offline(_view())
    assert page.locator(".cw-legend-class").count() == 0
    assert page.get_by_role("button", name="Draw an area").count() == 0
    assert page.get_by_role("button", name="opens without internet").count() == 0
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a picture").click()
    assert download.value.suggested_filename.endswith(".png")


def test_only_the_scripts_of_the_page_may_run_and_nobody_may_be_asked() -> None:
    html = saved_page(_view())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    assert len(re.findall(r"'sha256-", policy[1])) == 4
    assert not re.search(r"""(?:src|href)=["']""", html.split('<script type="application/json"')[0])
