"""What is taken from the map is what it shows: a picture, a page that opens without internet, the clusters as data."""

import csv
import io
import json
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from store.atlas import Atlas
from store.filters import MapFilter
from tests.browser.reader import Reader
from tests.browser.server import Server

pytestmark = pytest.mark.browser

PAKISTAN = MapFilter(country=("PAK",))
MOST_BYTES = 3_000_000
DRAWN = "() => window.clusterwatch?.drawn.map((mark) => mark.id)"


def _saved(reader: Reader, words: str, folder: Path) -> Path:
    """Return the file that a button of the map offers."""
    frame = reader.map_frame()
    with reader.page.expect_download() as waiting:
        frame.get_by_role("button", name=words).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_the_picture_is_larger_than_the_map_and_holds_its_colours(reader: Reader, tmp_path: Path) -> None:
    reader.open("/?country=PAK")
    path = _saved(reader, "Save as a picture", tmp_path)
    assert path.suffix == ".png"
    seen = reader.picture_of_map()
    with Image.open(path) as picture:
        assert picture.width >= seen.width - 2
        assert picture.height > 300
        colours = {colour for _, colour in picture.convert("RGB").getcolors(maxcolors=1_000_000) or ()}
    assert len(colours) > 50


@pytest.mark.parametrize("address", ["/", "/?country=PAK&tier=lower&at=30.0000%2C70.0000%2C5"])
def test_the_saved_page_shows_the_same_clusters_without_any_network(
    reader: Reader, browser: Browser, tmp_path: Path, address: str
) -> None:
    reader.open(address)
    drawn = {mark.cluster_id for mark in reader.marks()}
    path = _saved(reader, "Save as a page that opens without internet", tmp_path)
    assert path.suffix == ".html"
    assert path.stat().st_size <= MOST_BYTES
    context = browser.new_context(offline=True, viewport={"width": 1400, "height": 900})
    asked: list[str] = []
    problems: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_function(f"() => ({DRAWN})()?.length > 0")
    page.evaluate("() => window.clusterwatch.ready()")
    assert drawn <= set(page.evaluate(DRAWN))
    assert problems == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    context.close()


def test_the_clusters_are_downloaded_as_the_filters_let_them_through(
    reader: Reader, server: Server, atlas: Atlas
) -> None:
    reader.open("/?country=PAK")
    reader.map_frame()
    reader.page.get_by_role("button", name="Share and download").click()
    links = reader.page.get_by_test_id("stPopoverBody").get_by_role("link")
    expect(links).to_have_count(4)
    wanted = set(atlas.clusters_for_table(PAKISTAN)["cluster_id"])
    for link in links.all():
        reply = server.get(str(link.get_attribute("href")))
        assert reply.status_code == 200, reply.text
        if "format=csv" in str(reply.url):
            assert {row["cluster_id"] for row in csv.DictReader(io.StringIO(reply.text))} == wanted
        if "map.html" in str(reply.url):
            assert "attachment" in reply.headers["Content-Disposition"]
        if "format=geojson" in str(reply.url):
            assert len(json.loads(reply.text)["features"]) == len(wanted)
