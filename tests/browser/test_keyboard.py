"""Without a mouse: every hover text opens, the map is reached and left, a row of the table is chosen."""

from typing import Any

import pytest
from playwright.sync_api import expect

from store.atlas import Atlas
from store.filters import MapFilter
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

CASE = "/cluster?id=pk-sialkot-footballs"
MARK = ".stHtml .mark[tabindex]"
MOST_STEPS = 400
# What has the focus: its kind, whether the outline that says so is seen, and the tip that it opened.
FOCUSED = """() => {
  const node = document.activeElement;
  const tip = node.querySelector(":scope > .tip");
  const style = getComputedStyle(node);
  const box = tip?.getBoundingClientRect();
  const place = node.getBoundingClientRect();
  const top = tip && document.elementFromPoint(box.left + 3, box.top + 3);
  return {
    tag: node.tagName,
    role: node.getAttribute("role"),
    isMark: node.matches(".mark[tabindex]"),
    isOurs: node.closest(".stHtml") !== null,
    inSight: place.top >= 0 && place.bottom <= innerHeight,
    hasOutline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    tip: tip ? { text: tip.textContent, width: box.width, left: box.left, right: box.right, isOnTop: top === tip }
      : null,
  };
}"""


def _focused(reader: Reader) -> dict[str, Any]:
    found: dict[str, Any] = reader.page.evaluate(FOCUSED)
    return found


def _tab_to(reader: Reader, is_there: str) -> None:
    """Press Tab until what has the focus is what is looked for."""
    for _ in range(MOST_STEPS):
        reader.page.keyboard.press("Tab")
        if reader.page.evaluate(is_there):
            return
    pytest.fail("The Tab key never led there.")


def test_every_hover_text_opens_on_focus_and_focus_is_seen(reader: Reader) -> None:
    reader.open(CASE)
    expect(reader.page.get_by_role("heading", name="What was tried here")).to_be_attached()
    wanted = reader.page.locator(MARK).count()
    assert wanted > 40
    assert reader.page.locator(".stHtml [title]").count() == 0, "a title opens for the mouse only"
    reader.page.locator(".evidence summary").first.focus()
    opened = 0
    for _ in range(MOST_STEPS):
        reader.page.keyboard.press("Tab")
        found = _focused(reader)
        assert found["hasOutline"] or not found["isOurs"], found
        if found["isMark"]:
            opened += 1
            assert len(found["tip"]["text"]) > 10
            assert found["tip"]["width"] > 100, found
            assert found["tip"]["isOnTop"], found
        if opened == wanted:
            break
    assert opened == wanted


def test_on_a_phone_no_hover_text_leaves_the_window(phone_reader: Reader) -> None:
    phone_reader.open(CASE)
    expect(phone_reader.page.get_by_role("heading", name="What was tried here")).to_be_attached()
    places = phone_reader.page.locator(MARK).evaluate_all(
        """(nodes) => nodes.map((node) => {
          node.focus();
          const { left, right, width } = node.querySelector(".tip").getBoundingClientRect();
          return { left, right, width, window: innerWidth };
        })"""
    )
    assert places
    for place in places:
        assert place["width"] > 100
        assert 0 <= place["left"] < place["right"] <= place["window"]


def test_the_map_is_reached_moved_and_left(reader: Reader) -> None:
    reader.open("/")
    frame = reader.map_frame()
    _tab_to(reader, "() => document.activeElement.tagName === 'IFRAME'")
    assert frame.evaluate("() => document.activeElement.matches('.cw-map')")
    zoom, latitude, longitude = reader.place_of_map()
    reader.page.keyboard.press("ArrowRight")
    frame.wait_for_function("(was) => window.clusterwatch.layer._map.getCenter().lng > was + 1", arg=longitude)
    reader.page.keyboard.press("+")
    frame.wait_for_function("(was) => window.clusterwatch.layer._map.getZoom() > was", arg=zoom)
    assert reader.place_of_map()[1] == pytest.approx(latitude, abs=1)
    _tab_to(reader, "() => document.activeElement.tagName !== 'IFRAME'")
    assert _focused(reader)["tag"] == "BUTTON"


def test_a_row_of_the_table_is_chosen_with_shift_and_space(reader: Reader, atlas: Atlas) -> None:
    reader.open("/?country=PAK")
    # The table is there once its first cell is.
    expect(reader.cell(0, 0)).to_be_attached()
    reader.page.get_by_role("button", name="Fullscreen").focus()
    _tab_to(reader, "() => document.activeElement.dataset.testid === 'data-grid-canvas'")
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("ArrowDown")
    # The table tells screen readers of the cell in focus as "glide-cell-COLUMN-ROW".
    reader.page.wait_for_function("() => /^glide-cell-[0-9]+-[1-9]/.test(document.activeElement.dataset.testid)")
    cell = str(reader.page.evaluate("() => document.activeElement.dataset.testid"))
    chosen = atlas.clusters_for_table(MapFilter(country=("PAK",))).iloc[int(cell.rsplit("-", 1)[1])]
    reader.page.keyboard.press("Shift+Space")
    reader.page.wait_for_url(f"**selected={chosen['cluster_id']}")
    expect(reader.page.locator("h2.card-title")).to_have_text(str(chosen["name"]))
    reader.wait_for_page()
