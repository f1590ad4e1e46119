"""Filters, address, sentence, table and map say the same at any time, and the browser's own buttons work."""

import re

import pytest
from playwright.sync_api import expect

from store.atlas import Atlas
from store.filters import MapFilter
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

PAKISTAN = MapFilter(country=("PAK",))
DRAWN_ARE = (
    "(ids) => { const d = window.clusterwatch.drawn; return d.length > 0 && d.every((m) => ids.includes(m.id)); }"
)


def _check_shown(reader: Reader, atlas: Atlas, wanted: MapFilter) -> None:
    """Check that sentence, table and map show exactly what a filter lets through."""
    df = atlas.clusters_for_table(wanted)
    part = "" if len(df) == atlas.cluster_count else f"{len(df):,} of "
    expect(reader.counting()).to_contain_text(re.compile(rf"^{part}{atlas.cluster_count:,} clusters, "))
    expect(reader.table()).to_have_attribute("aria-rowcount", str(len(df) + 1))
    expect(reader.cell(0, 0)).to_have_text(str(df["name"].iloc[0]))
    reader.map_frame().wait_for_function(DRAWN_ARE, arg=list(df["cluster_id"]))


def test_a_filter_changes_everything_and_brings_what_it_lets_through_into_view(reader: Reader, atlas: Atlas) -> None:
    reader.open("/")
    _check_shown(reader, atlas, MapFilter())
    frame = reader.map_frame()
    frame.evaluate("() => { window.testSameDocument = true; }")
    reader.choose("Country", "Pakistan")
    reader.page.wait_for_url("**/?country=PAK")
    _check_shown(reader, atlas, PAKISTAN)
    assert reader.map_frame().evaluate("() => window.testSameDocument"), "the map was made anew"
    assert "country=PAK" in reader.asked_of_map()["search"]
    box = atlas.bounds(PAKISTAN)
    assert box is not None
    assert reader.map_frame().evaluate(IN_VIEW, box)
    assert reader.place_of_map()[0] >= 5


IN_VIEW = """([south, west, north, east]) => window.clusterwatch.layer._map.getBounds().contains(
  [[south, west], [north, east]])"""


def test_tier_and_selection_leave_the_map_where_the_reader_moved_it(reader: Reader, atlas: Atlas) -> None:
    reader.open("/")
    frame = reader.map_frame()
    frame.evaluate("() => { window.testSameDocument = true; }")
    frame.get_by_role("button", name="Zoom in").click()
    reader.page.wait_for_url("**/?at=*%2C4")
    place = reader.place_of_map()
    reader.choose("Tier", "Lower tiers")
    reader.page.wait_for_url("**/?tier=lower&at=*%2C4")
    frame = reader.map_frame()
    frame.wait_for_function("() => window.clusterwatch.layer._query.show === 'lower'")
    assert frame.evaluate("() => window.testSameDocument"), "the map was made anew"
    assert reader.place_of_map() == place
    _check_shown(reader, atlas, MapFilter())


def test_one_choice_after_another_keeps_all_of_them(reader: Reader, atlas: Atlas) -> None:
    reader.open("/")
    for label, words in (
        ("Country", "Pakistan"),
        ("Country", "India"),
        ("Sector", "leather and tanneries"),
        ("Tier", "Lower tiers"),
        ("Country", "Bangladesh"),
    ):
        reader.choose(label, words)
    wanted = MapFilter(country=("BGD", "IND", "PAK"), sector=("leather",))
    reader.page.wait_for_url("**/?country=BGD&country=IND&country=PAK&sector=leather&tier=lower")
    _check_shown(reader, atlas, wanted)


def test_the_back_button_takes_a_choice_back_and_forward_makes_it_again(reader: Reader, atlas: Atlas) -> None:
    reader.open("/")
    reader.choose("Country", "Pakistan")
    reader.page.wait_for_url("**/?country=PAK")
    reader.page.go_back()
    reader.page.wait_for_url(f"{reader.address}/")
    _check_shown(reader, atlas, MapFilter())
    expect(reader.page.get_by_role("button", name="Show all clusters")).to_have_count(0)
    reader.page.go_forward()
    reader.page.wait_for_url("**/?country=PAK")
    _check_shown(reader, atlas, PAKISTAN)
    reader.page.get_by_role("button", name="Show all clusters").click()
    reader.page.wait_for_url(f"{reader.address}/")
    _check_shown(reader, atlas, MapFilter())


def test_a_row_of_the_table_selects_and_the_case_leads_back_to_it(reader: Reader, atlas: Atlas) -> None:
    reader.open("/?country=PAK")
    chosen = atlas.clusters_for_table(PAKISTAN).iloc[2]
    reader.choose_row(2)
    expect(reader.heading(str(chosen["name"]))).to_be_visible()
    reader.page.wait_for_url(f"**/?country=PAK&selected={chosen['cluster_id']}")
    reader.wait_for_page()
    reader.page.get_by_test_id("stPageLink").get_by_role("link").first.click()
    reader.page.wait_for_url(f"**/cluster?id={chosen['cluster_id']}")
    expect(reader.page.locator("h2.case-title")).to_have_text(str(chosen["name"]))
    reader.wait_for_page()
    reader.page.go_back()
    reader.page.wait_for_url(f"**/?country=PAK&selected={chosen['cluster_id']}")
    expect(reader.heading(str(chosen["name"]))).to_be_visible()
    _check_shown(reader, atlas, PAKISTAN)


def test_a_suggestion_of_the_empty_card_opens_its_cluster(reader: Reader) -> None:
    reader.open("/")
    suggestion = reader.page.get_by_test_id("stMain").get_by_test_id("stButton").get_by_role("button").first
    name = suggestion.inner_text()
    suggestion.click()
    reader.page.wait_for_url("**/?selected=**")
    expect(reader.heading(name)).to_be_visible()
