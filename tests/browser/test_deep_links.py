"""Addresses opened cold, as from a mail: the right page with the right content, and nothing logged or asked outside.

Every reader fixture checks at its end that no error was logged and nobody but our server was asked.
"""

import re

import pytest
from playwright.sync_api import expect

from store.atlas import Atlas
from store.filters import MapFilter
from tests.browser.reader import MAP_FRAME, Reader

pytestmark = pytest.mark.browser

SIALKOT = "pk-sialkot-footballs"
SIALKOT_NAME = "Sialkot football manufacturing cluster"


def test_the_root_is_the_map_with_every_cluster(reader: Reader, atlas: Atlas) -> None:
    reader.open("/")
    expect(reader.page).to_have_title(re.compile(r"^Map\b"))
    expect(reader.counting()).to_contain_text(re.compile(rf"^{atlas.cluster_count:,} clusters"))
    assert len(reader.marks()) > 200


def test_an_address_with_filters_tier_and_selection_shows_all_of_them(reader: Reader, atlas: Atlas) -> None:
    chosen = "in-palar-valley-tanneries"
    reader.open(f"/?country=IND&sector=leather&tier=lower&selected={chosen}")
    wanted = MapFilter(country=("IND",), sector=("leather",))
    df = atlas.clusters_for_table(wanted)
    expect(reader.counting()).to_contain_text(re.compile(rf"^{len(df)} of {atlas.cluster_count:,} clusters"))
    expect(reader.heading("Palar Valley tannery clusters")).to_be_visible()
    with_place = set(df.loc[df["location_precision"] != "country", "cluster_id"])
    assert {mark.cluster_id for mark in reader.marks()} == with_place
    assert reader.asked_of_map()["show"] == "lower"
    assert reader.asked_of_map()["selected"]["id"] == chosen
    assert reader.query() == {"country": ["IND"], "sector": ["leather"], "tier": ["lower"], "selected": [chosen]}


def test_a_cluster_has_its_own_address(reader: Reader) -> None:
    reader.open(f"/cluster?id={SIALKOT}")
    expect(reader.page).to_have_title(re.compile(rf"^{SIALKOT_NAME} · "))
    expect(reader.heading(SIALKOT_NAME)).to_be_visible()
    assert reader.path == f"/cluster?id={SIALKOT}"
    assert reader.page.locator(MAP_FRAME).count() == 0


def test_a_piece_of_evidence_has_an_address_that_leads_to_it(reader: Reader) -> None:
    reader.open(f"/cluster?id={SIALKOT}#{SIALKOT}-14")
    row = reader.page.locator(f"[id='{SIALKOT}-14']:target")
    expect(row).to_be_in_viewport()
    other = reader.page.locator(".to-row").nth(4)
    other.click()
    expect(reader.page.locator(":target").locator(".to-row")).to_have_attribute(
        "href", str(other.get_attribute("href"))
    )


def test_the_method_has_its_own_address(reader: Reader) -> None:
    reader.open("/method")
    expect(reader.page).to_have_title(re.compile(r"^Method\b"))
    expect(reader.heading("What the colour means")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/cluster?id=no-such-cluster", "/cluster", "/?nonsense=1", "/?selected=no-such-cluster"]
)
def test_an_address_that_leads_nowhere_has_a_way_back_to_the_map(reader: Reader, path: str) -> None:
    reader.open(path)
    expect(reader.page.locator(".stException")).to_have_count(0)
    reader.page.get_by_test_id("stMain").get_by_role("link", name="Back to the map").click()
    expect(reader.counting()).to_be_visible()
    reader.map_frame()
    assert reader.path == "/"
