"""What a browser shows and tells screen readers, the map's own words and hovers among it, holds no code."""

import pytest
from playwright.sync_api import Frame, expect

from tests.browser.reader import Reader
from tests.ui.screen_words import codes_in, own_sentences, record_texts, without_records

pytestmark = pytest.mark.browser

SIALKOT = "pk-sialkot-footballs"
OF_STREAMLIT = "Download as PNG"
"""Streamlit's words on every chart; three of the letters are also the code of a country."""

HOVERED = 4
"""Discs whose hover text is read: their words come from the same few sentences."""
SCREENS = (
    ("/", None),
    (f"/?country=PAK&sector=sports_goods&tier=lower&selected={SIALKOT}", SIALKOT),
    (f"/cluster?id={SIALKOT}", SIALKOT),
    ("/theory", None),
    ("/method", None),
    ("/?sector=witchcraft", None),
)
# Icons are letters of a font whose names are never seen; a frame's title is the name of Streamlit's component, which
# its label replaces for screen readers. What is hidden by its style is not seen, but for what only readers hear.
WORDS = """() => {
  const isSeen = (node) => node.checkVisibility({ visibilityProperty: true })
    && !node.closest('[data-testid="stIconMaterial"], style, script, template');
  const found = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (isSeen(walk.currentNode.parentElement)) found.push(walk.currentNode.data);
  for (const node of document.querySelectorAll("[aria-label], [title], [alt], [placeholder]")) {
    if (!isSeen(node)) continue;
    for (const name of ["aria-label", "alt", "placeholder"]) found.push(node.getAttribute(name) ?? "");
    if (node.tagName !== "IFRAME") found.push(node.title);
  }
  return found.join(" \\n ");
}"""


def _codes(frame: Frame, cluster_id: str | None) -> list[str]:
    words = " ".join(str(frame.evaluate(WORDS)).split())
    assert len(words) > 100
    return codes_in(without_records(words, [*record_texts(cluster_id), *own_sentences(), OF_STREAMLIT]))


@pytest.mark.parametrize(("path", "cluster_id"), SCREENS)
def test_no_page_shows_a_code(reader: Reader, path: str, cluster_id: str | None) -> None:
    reader.open(path)
    expect(reader.page.locator(".stHtml h1")).to_be_attached()
    assert _codes(reader.page.main_frame, cluster_id) == []


def test_the_map_s_legend_hovers_and_name_hold_no_code(reader: Reader) -> None:
    reader.open("/?country=PAK")
    frame = reader.map_frame()
    assert _codes(frame, None) == []
    for mark in reader.marks()[-HOVERED:]:
        reader.point_at(mark.x, mark.y)
        expect(frame.locator(".cw-hover.cw-shown")).to_be_visible()
        assert _codes(frame, None) == []
    expect(reader.page.get_by_label("Map of industrial clusters")).to_be_visible()
