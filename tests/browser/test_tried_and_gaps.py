"""The strip and the gap map in a browser: what a click opens, how one gets back, and the same without a mouse."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

MARKS = '[data-testid="stVegaLiteChart"] .mark-symbol path'
BOXES_OF_LEGEND = 4
CELLS = '[data-testid="stVegaLiteChart"] .mark-rect path'


def _drawn(reader: Reader, marks: str) -> Locator:
    """Return the marks of a drawing that stands still."""
    reader.wait_for_page()
    expect(reader.page.locator(marks).last).to_be_attached()
    return reader.page.locator(marks)


def test_a_mark_opens_its_cluster_and_back_leads_to_the_same_strip(reader: Reader) -> None:
    reader.open("/tried?topic=work")
    _drawn(reader, MARKS).last.click()
    reader.page.wait_for_url("**/cluster?id=*")
    expect(reader.page.locator("h2.case-title")).to_be_visible()
    reader.wait_for_page()
    reader.page.go_back()
    reader.page.wait_for_url("**/tried?topic=work")
    expect(reader.counting()).to_contain_text(re.compile(r"\d+ of \d+ initiatives"))


def test_a_mark_says_what_it_is_when_the_pointer_rests_on_it(reader: Reader) -> None:
    reader.open("/tried?comparison=none")
    _drawn(reader, MARKS).last.hover()
    tip = reader.page.locator("#vg-tooltip-element")
    expect(tip).to_be_visible()
    for words in ("Initiative", "Cluster", "Found", "Nothing"):
        expect(tip).to_contain_text(words)


def test_hostile_words_of_a_mark_stay_words(reader: Reader) -> None:
    # The first value of each vocabulary, as hostile records have them: no initiative of the case base is all of these.
    reader.open("/tried?kind=effluent_plant&comparison=none&finding=worse&led_by=buyers")
    marks = _drawn(reader, MARKS)
    marks.nth(marks.count() - 2).hover()
    tip = reader.page.locator("#vg-tooltip-element")
    expect(tip).to_contain_text("[words]")
    assert tip.locator("a, img, script, iframe").count() == 0
    assert reader.page.evaluate("() => window.pwned") is None


def test_a_cell_opens_on_a_click_and_back_closes_it(reader: Reader) -> None:
    reader.open("/gaps?by=sector")
    title = reader.page.locator("h2.card-title")
    expect(title).to_have_text("Open a cell")
    with reader.rerun():
        _drawn(reader, CELLS).nth(BOXES_OF_LEGEND).click()
    expect(title).to_contain_text(": Brick kilns")
    reader.page.wait_for_url(re.compile(r"/gaps\?by=sector&at=brick_kilns&factor=\w+$"))
    reader.wait_for_page()
    reader.page.go_back()
    reader.page.wait_for_url("**/gaps?by=sector")
    expect(title).to_have_text("Open a cell")


def test_a_cell_opens_without_a_mouse(reader: Reader) -> None:
    reader.open("/gaps?at=PAK")
    box = reader.page.get_by_role("combobox", name=re.compile(r"Factor$"))
    box.focus()
    reader.page.keyboard.type("Pollution")
    with reader.rerun():
        reader.page.keyboard.press("Enter")
    expect(reader.page.locator("h2.card-title")).to_have_text("Pollution: Pakistan")
    reader.page.wait_for_url("**/gaps?at=PAK&factor=pollution")


def test_a_row_of_the_list_shows_its_accounts_and_the_way_to_the_cluster(reader: Reader) -> None:
    reader.open("/tried?country=PAK")
    reader.choose_row(0)
    link = reader.page.get_by_role("link", name="Open the cluster")
    expect(link).to_be_visible()
    reader.wait_for_page()
    link.click()
    reader.page.wait_for_url("**/cluster?id=pk-*")
