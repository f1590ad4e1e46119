"""Dark pages have the dark tokens; on a phone nothing scrolls sideways and the map leaves room to scroll past it."""

import pytest
from playwright.sync_api import expect

from geo.colours import Theme, token
from tests.browser.reader import MAP_FRAME, Reader
from tests.ui.hostile_records import HOSTILE_ID, LONG_ID

pytestmark = pytest.mark.browser

PHONE_HEIGHT = 844
LARGEST_SHARE_OF_MAP = 0.6
SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  // What lies in a box of its own that scrolls moves nothing but the box.
  const hidden = '.wide *, .visually-hidden, [aria-hidden="true"], [data-testid="stSidebar"], canvas';
  const isHidden = (node) => node.closest(hidden);
  const wide = [...document.querySelectorAll('.stHtml, .stHtml *')].filter((node) =>
    !isHidden(node) && node.getClientRects().length && (node.getBoundingClientRect().right > width + 1 ||
      node.matches('.stHtml') && node.scrollWidth > node.clientWidth + 1));
  return { page: document.scrollingElement.scrollWidth, window: innerWidth, wide: wide.map((n) => n.className) };
}"""


def _rgb(colour: str) -> str:
    return f"rgb({int(colour[1:3], 16)}, {int(colour[3:5], 16)}, {int(colour[5:7], 16)})"


def _check_theme(reader: Reader, wanted: Theme) -> None:
    reader.open("/?selected=pk-sialkot-footballs")
    app = reader.page.get_by_test_id("stApp")
    expect(app).to_have_css("background-color", _rgb(token("page", wanted)))
    expect(app).to_have_css("color", _rgb(token("text", wanted)))
    expect(reader.page.locator(".tiers .track").first).to_have_css("background-color", _rgb(token("line", wanted)))
    frame = reader.map_frame()
    frame.wait_for_function("(theme) => window.clusterwatch.layer._query.theme === theme", arg=wanted)
    expect(frame.locator(".cw-map")).to_have_css("background-color", _rgb(token("sea", wanted)))
    expect(frame.locator(".cw-legend-panel")).to_have_css("color", _rgb(token("text", wanted)))


def test_light_pages_have_the_light_tokens(reader: Reader) -> None:
    _check_theme(reader, "light")


def test_dark_pages_have_the_dark_tokens(dark_reader: Reader) -> None:
    _check_theme(dark_reader, "dark")


def _check_width(reader: Reader, path: str, last_heading: str) -> None:
    """Check a page that is there down to its last heading."""
    reader.open(path)
    expect(reader.heading(last_heading)).to_be_attached()
    found = reader.page.evaluate(SIDEWAYS)
    assert found["page"] <= found["window"]
    assert found["wide"] == []


LAST_OF_MAP = "The same clusters as a table"
LAST_OF_CLUSTER = "What is not known here, and what to ask"
LAST_OF_THEORY = "What the combinations come to"
LAST_OF_TRIED = "The same initiatives as a list"
LAST_OF_GAPS = "The 20 questions worth asking"
LAST_OF_METHOD = "How to cite"


@pytest.mark.parametrize(
    ("path", "last_heading"),
    [
        ("/", LAST_OF_MAP),
        (f"/?selected={HOSTILE_ID}", LAST_OF_MAP),
        (f"/?selected={LONG_ID}", LAST_OF_MAP),
        ("/cluster?id=pk-sialkot-footballs", LAST_OF_CLUSTER),
        (f"/cluster?id={LONG_ID}", LAST_OF_CLUSTER),
        ("/theory", LAST_OF_THEORY),
        ("/tried", LAST_OF_TRIED),
        ("/gaps?at=PAK&factor=union_presence", LAST_OF_GAPS),
        ("/method", LAST_OF_METHOD),
    ],
)
def test_on_a_phone_nothing_scrolls_sideways(phone_reader: Reader, path: str, last_heading: str) -> None:
    _check_width(phone_reader, path, last_heading)


@pytest.mark.parametrize(
    ("path", "last_heading"), [(f"/?selected={LONG_ID}", LAST_OF_MAP), (f"/cluster?id={LONG_ID}", LAST_OF_CLUSTER)]
)
def test_a_word_without_end_stays_in_its_column(reader: Reader, path: str, last_heading: str) -> None:
    _check_width(reader, path, last_heading)


def test_on_a_phone_the_map_leaves_room_and_the_legend_is_a_button(phone_reader: Reader) -> None:
    phone_reader.open("/")
    frame = phone_reader.map_frame()
    box = phone_reader.page.locator(MAP_FRAME).bounding_box()
    assert box is not None
    assert 0 < box["height"] <= LARGEST_SHARE_OF_MAP * PHONE_HEIGHT
    button = frame.get_by_role("button", name="Legend")
    panel = frame.locator(".cw-legend-panel")
    expect(button).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(panel).not_to_be_visible()
    button.tap()
    expect(panel).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    button.tap()
    expect(panel).not_to_be_visible()


def test_on_a_phone_a_tap_selects(phone_reader: Reader) -> None:
    phone_reader.open("/?country=KAZ")
    mark = phone_reader.mark(LONG_ID)
    phone_reader.tap_map(mark.x, mark.y)
    phone_reader.page.wait_for_url("**selected=**")
    expect(phone_reader.page.locator("h2.card-title")).to_contain_text("WWW")
    phone_reader.wait_for_page()
