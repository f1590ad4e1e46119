"""axe-core finds nothing serious on any page, in either theme, the map's own document among them.

No element is left out: Streamlit's own parts have no such fault on these pages either.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import severe_faults
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

WITH_MAP = ("/", "/?country=PAK&selected=pk-sialkot-footballs")
GATHERED = ("/tried?by=kind", "/gaps?by=sector&at=leather&factor=union_suppression", "/gaps?by=cluster&rank=cluster")
WITHOUT_MAP = ("/cluster?id=pk-sialkot-footballs", "/theory", *GATHERED, "/method", "/cluster?id=elsewhere")


def _faults_of_all_pages(reader: Reader) -> list[str]:
    found = []
    for path in (*WITH_MAP, *WITHOUT_MAP):
        reader.open(path)
        expect(reader.page.locator(".stHtml h1")).to_be_attached()
        frames = [reader.page.main_frame, *([reader.map_frame()] if path in WITH_MAP else [])]
        found += [f"{path}: {fault}" for frame in frames for fault in severe_faults(frame)]
    return found


def test_light_pages_have_no_serious_fault(reader: Reader) -> None:
    assert _faults_of_all_pages(reader) == []


def test_dark_pages_have_no_serious_fault(dark_reader: Reader) -> None:
    assert _faults_of_all_pages(dark_reader) == []


def test_unfolded_filters_and_what_opens_below_the_map_have_no_serious_fault(dark_reader: Reader) -> None:
    dark_reader.open("/?rival=yes&smokescreen=yes&location_precision=town&union_presence=weak&colour=tier_gap")
    dark_reader.map_frame()
    assert severe_faults(dark_reader.page.main_frame) == []
    for words in ("Share and download", "Base map and print"):
        with dark_reader.rerun():
            dark_reader.page.get_by_role("button", name=words).click()
        opened = dark_reader.page.get_by_test_id("stPopoverBody")
        expect(opened).to_be_visible()
        assert severe_faults(dark_reader.page.main_frame) == []
        # What a reader sees of closing it; whether the page runs again for that is Streamlit's own affair.
        dark_reader.page.keyboard.press("Escape")
        expect(opened).to_be_hidden()
        dark_reader.wait_for_page()


def test_the_map_on_a_phone_has_no_serious_fault_with_its_legend_open(phone_reader: Reader) -> None:
    phone_reader.open("/")
    frame = phone_reader.map_frame()
    frame.get_by_role("button", name="Legend").tap()
    assert severe_faults(frame) + severe_faults(phone_reader.page.main_frame) == []


def test_a_fault_would_be_found(reader: Reader) -> None:
    reader.open("/cluster?id=elsewhere")
    expect(reader.page.locator(".stHtml h1")).to_be_attached()
    add = """() => document.querySelector('.stHtml').insertAdjacentHTML(
        'beforeend', '<img src="data:,"><p style="color:#999;background:#fff">faint</p>')"""
    reader.page.evaluate(add)
    found = severe_faults(reader.page.main_frame)
    assert {fault.split(":")[0] for fault in found} == {"critical image-alt", "serious color-contrast"}
