"""A view of the map is a link: every filter, the colour, the selection and the place survive it, and so does "back"."""

import re
from urllib.parse import parse_qsl, urlencode

import pytest
from playwright.sync_api import expect

import codebook
from store.filters import FILTERS
from tests.browser.reader import Reader
from tests.ui.filter_examples import values_for

pytestmark = pytest.mark.browser

SIALKOT = "pk-sialkot-footballs"
COLOUR = codebook.MEASURE_NAMES[1]
EVERY_FILTER = [(item.name, values_for(item, COLOUR)[0]) for item in FILTERS]
"""One value of each filter there is, in the order of an address."""


def _pairs_asked(reader: Reader) -> set[tuple[str, str]]:
    """Return what the map asks its tiles for."""
    return set(parse_qsl(reader.asked_of_map()["search"]))


def test_a_link_with_every_filter_opens_all_of_them_and_they_go_and_come_back(reader: Reader) -> None:
    pairs = [*EVERY_FILTER, ("colour", COLOUR), ("tier", "first"), ("selected", SIALKOT)]
    address = f"/?{urlencode(pairs)}"
    reader.open(address)
    assert {*EVERY_FILTER, ("colour", COLOUR), ("tier", "first")} <= _pairs_asked(reader)
    assert parse_qsl(reader.path.partition("?")[2]) == pairs
    sidebar = reader.page.get_by_test_id("stSidebar")
    for item in FILTERS:
        expect(sidebar.get_by_text(re.compile(f"^{re.escape(item.label)}")).first).to_be_visible()
    expect(reader.page.locator("h2.card-title")).to_have_text("Sialkot football manufacturing cluster")
    reader.page.get_by_role("button", name="Show all clusters").click()
    reader.page.wait_for_url(f"**/?colour={COLOUR}&tier=first&selected={SIALKOT}")
    reader.wait_for_page()
    assert not {name for name, _ in _pairs_asked(reader)} & {item.name for item in FILTERS}
    with reader.rerun():
        reader.page.go_back()
    assert reader.path == address
    assert set(EVERY_FILTER) <= _pairs_asked(reader)


def test_a_link_opens_the_map_at_its_place_and_moving_it_makes_another_link(reader: Reader) -> None:
    reader.open("/?country=PAK&at=31.5204%2C74.3587%2C8")
    assert reader.place_of_map() == pytest.approx([8, 31.5204, 74.3587], abs=0.01)
    frame = reader.map_frame()
    frame.get_by_role("button", name="Zoom out").click()
    reader.page.wait_for_url("**/?country=PAK&at=*%2C7")
    place = reader.place_of_map()
    entries = reader.page.evaluate("() => history.length")
    reader.choose("Sector", "leather and tanneries")
    reader.page.wait_for_url("**/?country=PAK&sector=leather")
    assert reader.page.evaluate("() => history.length") == entries + 1, "a move is no step of the way back"
    with reader.rerun():
        reader.page.go_back()
    reader.page.wait_for_url("**/?country=PAK&at=*%2C7")
    assert reader.place_of_map() == pytest.approx(place, abs=0.01)
    reader.page.reload()
    reader.wait_for_page()
    assert reader.place_of_map() == pytest.approx(place, abs=0.01)


def test_the_case_leads_back_to_the_map_as_it_was_left(reader: Reader) -> None:
    left = f"/?country=PAK&tier=lower&selected={SIALKOT}&at=31.5204%2C74.3587%2C8"
    reader.open(left)
    reader.map_frame()
    reader.page.get_by_role("link", name="Open the full case").click()
    reader.page.wait_for_url(f"**/cluster?id={SIALKOT}")
    reader.wait_for_page()
    reader.page.get_by_role("link", name="Back to the map").first.click()
    reader.page.wait_for_url(reader.address + left)
    reader.wait_for_page()
    assert reader.place_of_map() == pytest.approx([8, 31.5204, 74.3587], abs=0.01)
    assert {("country", "PAK"), ("tier", "lower")} <= _pairs_asked(reader)


def test_the_link_to_copy_is_the_address_of_the_view(reader: Reader) -> None:
    reader.open("/?country=PAK&palette=greyscale&at=31.5204%2C74.3587%2C8")
    reader.map_frame().get_by_role("button", name="Zoom out").click()
    reader.page.wait_for_url("**%2C7")
    reader.page.get_by_role("button", name="Share and download").click()
    expect(reader.page.get_by_test_id("stPopoverBody").get_by_test_id("stCode")).to_have_text(reader.page.url)
