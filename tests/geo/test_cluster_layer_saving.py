"""What is kept of the map: a picture of it, and the address of a page that opens without internet."""

import io
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page

from geo.base_tiles import BaseTiles
from geo.cluster_layer import Legend, Selection, View
from geo.colours import class_colour, legend_classes, token
from tests.geo.stubbed_map import HOST, POINTS, Server, mark_of, show

pytestmark = pytest.mark.browser

NEAR = 8


def _saved(page: Page, folder: Path) -> Image.Image:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a picture").click()
    assert download.value.suggested_filename.startswith("clusterwatch-map-")
    path = folder / "map.png"
    download.value.save_as(path)
    return Image.open(path).convert("RGB")


def _is_near(seen: Any, colour: str) -> bool:
    expected = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return all(abs(one - other) <= NEAR for one, other in zip(seen, expected, strict=True))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_is_the_map_with_its_legend_below(page: Page, tmp_path: Path, server: Server, theme: Any) -> None:
    show(page, theme=theme, selected=Selection("much", 30.0, 60.0), caption=["277 clusters", "Snapshot 3"])
    server.asked.clear()
    picture = _saved(page, tmp_path)
    assert server.asked == []
    assert picture.width == 1000
    assert 700 < picture.height < 1100
    mark = mark_of(page, "much")
    for offset, number, known in ((-4, 5, 12), (4, 1, 9)):
        seen = picture.getpixel((round(mark["x"]), round(mark["y"]) + offset))
        assert _is_near(seen, class_colour(number, known, theme))
    assert _is_near(picture.getpixel((990, 10)), token("sea", theme)) or _is_near(
        picture.getpixel((990, 10)), token("land", theme)
    )
    below = {picture.getpixel((x, y)) for x in range(0, 600, 4) for y in range(700, picture.height, 2)}
    for entry in legend_classes(theme):
        assert any(_is_near(seen, entry.colour) for seen in below), entry.label
    assert any(_is_near(seen, token("page", theme)) for seen in below)


def test_the_words_of_the_page_make_the_picture_longer(page: Page, tmp_path: Path) -> None:
    show(page)
    plain = _saved(page, tmp_path).height
    show(page, caption=["Sector: leather", "How to cite " * 40])
    assert _saved(page, tmp_path).height > plain + 32


def test_a_narrow_map_has_a_picture_too(page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 500})
    show(page, legend=Legend("A title " * 20, "", is_suppressed=True, classes=legend_classes("light")))
    assert _saved(page, tmp_path).width == 390


def test_the_page_is_asked_for_with_the_view_as_it_is(page: Page) -> None:
    search = "country=PAK&q=a+b&colour=above_unknown&tier=both&v=3"
    show(page, search=search, theme="dark", view=View(20.0, 60.0, 4), selected=Selection("much", 30.0, 60.0))
    with page.expect_download() as asked:
        page.get_by_role("button", name="opens without internet").click()
    address = urlsplit(asked.value.url)
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{HOST}/api/map.html"
    assert parse_qs(address.query) == {
        "country": ["PAK"],
        "q": ["a b"],
        "colour": ["above_unknown"],
        "tier": ["both"],
        "v": ["3"],
        "theme": ["dark"],
        "palette": ["default"],
        "at": ["20.0000,60.0000,4"],
        "selected": ["much"],
    }


def test_online_tiles_are_asked_for_only_while_they_are_chosen(page: Page, server: Server, tmp_path: Path) -> None:
    tiles = BaseTiles(f"{HOST}/online/{{z}}/{{x}}/{{y}}.png", "© Some <b>people</b> & others")
    server.picture = _red_tile()
    show(page)
    attribution = page.locator(".leaflet-control-attribution")
    assert "Natural Earth" in attribution.inner_text()
    assert not any(path.startswith("/online/") for path in server.asked)
    show(page, base_tiles=tiles)
    page.wait_for_function("() => document.querySelectorAll('img.leaflet-tile-loaded').length > 3")
    assert any(path.startswith("/online/3/") for path in server.asked)
    assert "© Some <b>people</b> & others" in attribution.inner_text()
    assert "Natural Earth" not in attribution.inner_text()
    assert attribution.locator("b").count() == 0
    # A tile fades in; the picture has it whole.
    assert _is_near(_saved(page, tmp_path).getpixel((700, 650)), "#ff0000")
    server.asked.clear()
    show(page, base_tiles=None)
    assert page.locator("img.leaflet-tile").count() == 0
    page.evaluate("void clusterwatch.layer._map.setView([0, 20], 4, {animate: false})")
    page.evaluate("clusterwatch.ready()")
    assert not any(path.startswith("/online/") for path in server.asked)
    assert "Natural Earth" in attribution.inner_text()


def _red_tile() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (256, 256), "#ff0000").save(buffer, "PNG")
    return buffer.getvalue()


def test_the_whole_screen_is_offered_where_there_is_such_a_thing(page: Page) -> None:
    show(page)
    button = page.get_by_role("button", name="Full screen", exact=True)
    button.click()
    page.wait_for_function("() => document.fullscreenElement?.classList.contains('cw-map')")
    page.get_by_role("button", name="Leave full screen").click()
    page.wait_for_function("() => !document.fullscreenElement")


def test_twenty_thousand_cells_are_few_stamps(page: Page, server: Server) -> None:
    fields = ["lat", "lon", "count", "first", "lower", "first_unknown_share", "lower_unknown_share"]
    rows = [
        [5.0 + index % 200 / 6, 48.0 + index // 200 / 3, 1 + index % 700, 1 + index % 5, 1 + index % 4, 0.0, 0.4]
        for index in range(20_000)
    ]
    server.tile = {**POINTS, "kind": "cells", "fields": fields, "rows": rows}
    show(page)
    assert len(page.evaluate("clusterwatch.drawn")) == 20_000
    # A disc for each pair of classes and each size (12 sizes at most), and a number for each count.
    assert page.evaluate("clusterwatch.layer._stamps._stamps.size") <= 5 * 4 * 12 + 700
