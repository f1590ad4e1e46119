"""Records of somebody who means harm, wherever they are shown: they stay words, and nobody outside is asked."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.reader import Reader
from tests.ui.hostile_records import ATTACKS, HOST, HOSTILE_ID, HOSTILE_TEXT, LONG_ID
from tests.ui.page_html import folded

pytestmark = pytest.mark.browser

# What a page of ours never holds, in its own document or the map's.
FOREIGN = (
    f"[src*='{HOST}'], [href*='{HOST}'], [src*='pwned'], [href*='javascript:'], [onerror], img[src='x'], .katex,"
    " iframe[srcdoc], script:not([src]):not([type='module'])"
)
SHOWN = folded(HOSTILE_TEXT.replace("\u202e", ""))


@pytest.fixture(autouse=True)
def _nothing_ran(reader: Reader) -> Iterator[None]:
    """Check after each test that no script of a record ran and no element of one is there, in any document."""
    yield
    for frame in reader.page.frames:
        assert frame.evaluate("() => window.pwned === undefined"), f"a script of a record ran in {frame.url}"
        found = frame.evaluate("(foreign) => [...document.querySelectorAll(foreign)].map((n) => n.outerHTML)", FOREIGN)
        assert not [html for html in found if any(sign in html for sign in ("pwned", HOST, "javascript:", "katex"))]


def test_on_the_map_the_hover_text_is_text(reader: Reader) -> None:
    reader.open("/?country=KAZ")
    mark = reader.mark(HOSTILE_ID)
    reader.point_at(mark.x, mark.y)
    title = reader.map_frame().locator(".cw-hover.cw-shown strong")
    shown = title.evaluate("(node) => node.textContent")
    # A name without end is cut on the map.
    assert len(shown) > len(HOSTILE_TEXT) // 4
    assert HOSTILE_TEXT.startswith(shown)
    assert title.evaluate("(node) => node.childElementCount") == 0
    # The legend and both tiers stay readable beside a name without end.
    long = reader.mark(LONG_ID)
    reader.point_at(long.x, long.y)
    box = reader.map_frame().locator(".cw-hover.cw-shown").bounding_box()
    assert box is not None
    assert box["width"] < 400


def test_on_the_card_and_on_the_buttons_that_suggest_it(reader: Reader) -> None:
    reader.open("/?country=KAZ")
    button = reader.page.get_by_test_id("stMain").get_by_test_id("stButton").get_by_role("button").first
    expect(button).to_contain_text(ATTACKS[0])
    assert button.locator("img, a, code, .katex").count() == 0
    button.click()
    expect(reader.page.locator("h2.card-title")).to_have_text(SHOWN)
    reader.page.wait_for_url(f"**selected={HOSTILE_ID}")
    reader.wait_for_page()


def test_in_the_table(reader: Reader) -> None:
    reader.open("/?country=KAZ")
    expect(reader.cell(0, 0)).to_contain_text("window.pwned")
    assert reader.cell(0, 0).evaluate("(node) => node.childElementCount") == 0
    reader.choose_row(0)
    reader.page.wait_for_url("**selected=hostile-**")
    reader.wait_for_page()


def test_on_its_own_page(reader: Reader) -> None:
    reader.open(f"/cluster?id={HOSTILE_ID}")
    expect(reader.page.locator("h2.case-title")).to_have_text(SHOWN)
    statements = reader.page.locator(".evidence .row .statement")
    expect(statements.first).to_have_text(SHOWN)
    # Every link of the page is ours, or leads to the resolver of DOIs with the hostile DOI as its path.
    links = reader.page.locator(".stHtml a").evaluate_all("(nodes) => nodes.map((node) => node.href)")
    assert links
    assert all(
        link.startswith(("https://doi.org/10.1/", f"{reader.address}/cluster?id={HOSTILE_ID}#")) for link in links
    )


def test_words_after_a_hostile_name_are_still_written_from_left_to_right(reader: Reader) -> None:
    reader.open(f"/?selected={HOSTILE_ID}")
    place = reader.page.locator(".card-title + p")
    expect(place).to_contain_text("Kazakhstan")
    assert not set(place.inner_text()) & set("\u202e\u202d\u2066\u2067")


def test_an_address_with_an_attack_is_repeated_as_text(reader: Reader) -> None:
    reader.open("/cluster?id=%3Cimg%20src%3Dx%20onerror%3D%22window.pwned%3D7%22%3E")
    expect(reader.page.get_by_test_id("stText").first).to_contain_text("<img src=x")
    reader.open(f"/?country=![x](http://{HOST}/x.png)")
    expect(reader.page.get_by_test_id("stText").first).to_contain_text("![x]")
