"""A supposition in a browser: chosen, kept in the address, there again after a reload, and taken back."""

import re

import pytest
from playwright.sync_api import Locator, expect

import codebook
from tests.browser.reader import Reader
from ui.case_state import NOT_KNOWN

pytestmark = pytest.mark.browser

SIALKOT = "pk-sialkot-footballs"
FACTOR, VALUE = "business_association", "strong"
# The list of a control closes while the part around it still opens.
OPENED = """() => Promise.all(
  document.querySelector('[data-testid="stExpander"]').getAnimations({ subtree: true }).map((one) => one.finished)
)"""


def _control(reader: Reader, factor: str) -> Locator:
    return reader.page.get_by_role("combobox", name=codebook.factor(factor).label)


def _levels(reader: Reader) -> list[str]:
    return reader.page.locator(".tier-numbers").all_inner_texts()


def test_a_supposition_is_in_the_address_outlives_a_reload_and_is_taken_back(reader: Reader) -> None:
    reader.open(f"/cluster?id={SIALKOT}")
    documented = _levels(reader)
    banners = reader.page.locator(".hypothetical")
    expect(banners).to_have_count(0)
    reader.page.get_by_text("What if a factor were different").click()
    _control(reader, FACTOR).click(trial=True)
    reader.page.evaluate(OPENED)
    reader.choose(codebook.factor(FACTOR).label, codebook.label(FACTOR, VALUE))
    reader.page.wait_for_url("**suppose=**")
    wanted = {"id": [SIALKOT], "suppose": [f"{FACTOR}:{VALUE}"]}
    assert reader.query() == wanted
    expect(banners).to_have_count(2)
    supposed = _levels(reader)
    assert supposed != documented
    reader.open(reader.path)
    expect(banners).to_have_count(2)
    assert _levels(reader) == supposed
    assert reader.query() == wanted
    expect(_control(reader, FACTOR)).to_be_visible()
    reader.page.get_by_role("button", name="Back to what is documented").click()
    expect(banners).to_have_count(0)
    reader.wait_for_page()
    assert _levels(reader) == documented
    assert reader.query() == {"id": [SIALKOT]}


def test_a_link_shows_in_its_controls_what_it_supposes_and_the_back_button_takes_a_choice_back(reader: Reader) -> None:
    reader.open(f"/cluster?id={SIALKOT}&suppose=union_presence:{NOT_KNOWN}")
    expect(_control(reader, "union_presence")).to_have_value(codebook.NOT_KNOWN)
    expect(_control(reader, FACTOR)).to_have_value(re.compile("^as documented"))
    share = reader.page.get_by_role("combobox", name="Assumed share")
    expect(share).to_have_value(re.compile("^the model’s own"))
    reader.choose(codebook.factor(FACTOR).label, codebook.label(FACTOR, VALUE))
    reader.page.wait_for_url(f"**{FACTOR}**")
    both = {f"{FACTOR}:{VALUE}", f"union_presence:{NOT_KNOWN}"}
    assert set(reader.query()["suppose"]) == both
    banners = reader.page.locator(".hypothetical")
    expect(banners.first).to_contain_text(codebook.factor(FACTOR).label)
    reader.page.go_back()
    expect(banners.first).not_to_contain_text(codebook.factor(FACTOR).label)
    reader.wait_for_page()
    assert reader.query()["suppose"] == [f"union_presence:{NOT_KNOWN}"]
