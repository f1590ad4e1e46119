"""The pointer on the map: hover says what lies there, a click selects it, a click on nothing selects nothing."""

import math

import pytest
from playwright.sync_api import expect

import codebook
from store.atlas import Atlas
from tests.browser.conftest import Predictions
from tests.browser.reader import MAP_FRAME, Mark, Reader

pytestmark = pytest.mark.browser

# Mongolia and Madagascar: each alone in its part of the world.
ALONE = "mn-ulaanbaatar-bayankhoshuu"
OPEN_SEA = (8.0, 62.0)


def _alone(reader: Reader) -> Mark:
    """Return a disc far from every other, from the map's edges and from what stands on the map."""
    marks = reader.marks()
    box = reader.page.locator(MAP_FRAME).bounding_box()
    assert box is not None
    return max(
        (mark for mark in marks if 60 < mark.x < box["width"] - 60 and 60 < mark.y < box["height"] / 2),
        key=lambda mark: min(math.hypot(mark.x - o.x, mark.y - o.y) for o in marks if o is not mark),
    )


def _row(atlas: Atlas, cluster_id: str | None) -> dict[str, object]:
    df = atlas.clusters_for_table()
    return {str(key): value for key, value in df[df["cluster_id"] == cluster_id].iloc[0].items()}


def test_hover_says_the_name_and_both_tiers_in_words(reader: Reader, atlas: Atlas) -> None:
    reader.open("/?country=MNG&country=KEN")
    mark = _alone(reader)
    row = _row(atlas, mark.cluster_id)
    hover = reader.map_frame().locator(".cw-hover")
    expect(hover).not_to_be_visible()
    reader.point_at(mark.x, mark.y)
    expect(hover).to_be_visible()
    expect(hover.locator("strong")).to_have_text(str(row["name"]))
    for tier in codebook.values("model_tier"):
        expect(hover).to_contain_text(f"{row[f'{tier.value}_known_factors']} of {len(codebook.PREDICTORS)}")
    reader.point_at(mark.x + 40, mark.y + 40)
    expect(hover).not_to_be_visible()


def test_hover_over_an_outline_names_the_entries_about_that_country(reader: Reader) -> None:
    reader.open("/?country=VNM&sector=mixed")
    frame = reader.map_frame()
    found = frame.evaluate(ON_OUTLINE)
    reader.point_at(*found)
    expect(frame.locator(".cw-hover strong")).to_contain_text("Vietnam")


# A pixel of the map under which the layer finds an outline and no disc.
ON_OUTLINE = """() => {
  const { layer } = window.clusterwatch;
  const map = layer._map;
  const size = map.getSize();
  for (let y = 20; y < size.y - 20; y += 2) {
    for (let x = 20; x < size.x - 20; x += 2) {
      const hit = layer._hit(map.containerPointToLayerPoint([x, y]));
      if (hit && hit.items[0].kind === "country") return [x, y];
    }
  }
  return null;
}"""


def test_a_click_selects_and_the_card_and_the_address_say_so(reader: Reader, atlas: Atlas) -> None:
    reader.open("/")
    mark = _alone(reader)
    reader.click_map(mark.x, mark.y)
    expect(reader.heading(str(_row(atlas, mark.cluster_id)["name"]))).to_be_visible()
    reader.page.wait_for_url(f"**/?selected={mark.cluster_id}")
    reader.wait_for_page()
    assert reader.asked_of_map()["selected"]["id"] == mark.cluster_id


def test_a_click_on_open_sea_selects_nothing(reader: Reader) -> None:
    reader.open("/")
    sea = reader.map_frame().evaluate(
        "(place) => { const p = window.clusterwatch.layer._map.latLngToContainerPoint(place); return [p.x, p.y]; }",
        list(OPEN_SEA),
    )
    with reader.rerun():
        reader.click_map(*sea)
    assert reader.path == "/"
    expect(reader.heading("Choose a cluster")).to_be_visible()


def test_a_click_near_a_country_entry_with_no_disc_opens_that_entry(reader: Reader, predictions: Predictions) -> None:
    reader.open("/?country=VNM&sector=mixed")
    x, y = reader.map_frame().evaluate(ON_OUTLINE)
    reader.click_map(x, y)
    reader.page.wait_for_url("**selected=**")
    chosen = reader.query()["selected"][0]
    assert predictions[chosen, "first"].precision == "country"
