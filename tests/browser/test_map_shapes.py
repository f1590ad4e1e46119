"""Shapes of the reader: an area that is drawn or pasted narrows the map, a file is looked at and goes nowhere."""

import json
import re
from collections.abc import Iterable

import pytest
from playwright.sync_api import expect

from store.atlas import Atlas
from store.filters import MapFilter
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

PUNJAB = "POLYGON((73 30, 76 30, 76 33.5, 73 33.5, 73 30))"
CROSSING = "POLYGON((73 30, 76 33, 73 33, 76 30, 73 30))"
FIELD = "Area to paste"


def _draw(reader: Reader, corners: Iterable[tuple[float, float]]) -> None:
    """Draw an area by its corners in pixels of the map, and close it."""
    frame = reader.map_frame()
    frame.get_by_role("button", name="Draw an area").click()
    for corner in corners:
        reader.click_map(*corner)
    reader.page.keyboard.press("Enter")


def _open_places(reader: Reader) -> None:
    """Unfold the filters by place."""
    reader.map_frame()
    reader.unfold("Place")
    reader.page.get_by_role("textbox", name=FIELD).wait_for()


def _paste(reader: Reader, text: str) -> None:
    reader.page.get_by_role("textbox", name=FIELD).fill(text)
    with reader.rerun():
        reader.page.get_by_role("button", name="Use this area").click()


def _check_narrowed(reader: Reader, atlas: Atlas) -> None:
    """Check that sentence and map show what lies in the area of the address, and some but not all clusters do."""
    wanted = MapFilter(area=reader.query()["area"])
    df = atlas.clusters_for_table(wanted)
    assert 0 < len(df) < atlas.cluster_count
    expect(reader.counting()).to_contain_text(re.compile(rf"^{len(df):,} of {atlas.cluster_count:,} clusters"))
    ids = set(df["cluster_id"])
    assert {mark.cluster_id for mark in reader.marks()} <= ids
    assert reader.marks()


def test_an_area_is_drawn_narrows_the_map_and_is_taken_away(reader: Reader, atlas: Atlas) -> None:
    reader.open("/?at=25.0000%2C78.0000%2C4")
    _draw(reader, [(250, 120), (600, 120), (600, 330), (250, 330)])
    reader.page.wait_for_url("**/?area=**")
    reader.wait_for_page()
    _check_narrowed(reader, atlas)
    assert len(reader.asked_of_map()["area"]) == 4
    reader.map_frame().get_by_role("button", name="Remove the area").click()
    reader.page.wait_for_url(f"{reader.address}/")
    reader.wait_for_page()
    assert reader.asked_of_map()["area"] == []


def test_an_area_is_pasted_or_refused_in_words(reader: Reader, atlas: Atlas) -> None:
    reader.open("/")
    _open_places(reader)
    _paste(reader, CROSSING)
    expect(reader.page.locator(".refusal")).to_contain_text("crosses itself")
    assert reader.path == "/"
    _paste(reader, PUNJAB)
    reader.page.wait_for_url("**/?area=**")
    expect(reader.page.locator(".refusal")).to_have_count(0)
    expect(reader.page.get_by_role("textbox", name=FIELD)).to_have_value("")
    _check_narrowed(reader, atlas)
    reader.page.get_by_role("button", name="Take the area away").click()
    reader.page.wait_for_url(f"{reader.address}/")


def test_a_file_of_shapes_is_seen_on_the_map_and_nowhere_else(reader: Reader) -> None:
    reader.open("/?country=PAK")
    _open_places(reader)
    shape = {"type": "Polygon", "coordinates": [[[73, 30], [76, 30], [76, 33], [73, 30]]]}
    feature = {"type": "Feature", "properties": {"name": "<img src=x onerror=alert(1)>"}, "geometry": shape}
    chooser = reader.page.get_by_test_id("stFileUploader").locator("input[type=file]")
    with reader.rerun():
        chooser.set_input_files(
            {"name": "shapes.geojson", "mimeType": "application/geo+json", "buffer": json.dumps(feature).encode()}
        )
    overlay = reader.asked_of_map()["overlay"]
    assert [item["geometry"]["type"] for item in overlay["features"]] == ["Polygon"]
    assert overlay["features"][0]["properties"] == {}
    assert reader.path == "/?country=PAK"
    with reader.rerun():
        chooser.set_input_files({"name": "none.geojson", "mimeType": "application/geo+json", "buffer": b"no shapes"})
    expect(reader.page.locator(".refusal")).to_contain_text("GeoJSON")
    assert reader.asked_of_map()["overlay"] is None
