"""The legend narrows the map; colour and tier change it at once, and no class is drawn in another measure's colour."""

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

import codebook
from geo.colours import class_fills, legend_classes
from tests.browser.reader import Reader
from ui.map_legend import TIER_LABELS

pytestmark = pytest.mark.browser

LOWEST = codebook.measure(codebook.MEASURE_NAMES[0]).classes[0]
# What is drawn is of the address that is asked for, and not of one before it.
IS_FRESH = """() => { const { layer } = window.clusterwatch;
  return layer._tiles.search() === layer._query.search && layer._pictureLook.search === layer._query.search; }"""


def _fills(measure: str) -> set[str]:
    """Return every colour that a measure may be drawn in on a light page."""
    colours = [entry.colour for entry in legend_classes("light", measure)]
    rows = class_fills("light", colours, is_suppressed=codebook.measure(measure).is_suppressed)
    return {colour for row in rows for colour in row}


def _check_drawn(reader: Reader, measure: str, tier: str) -> None:
    """Check that map and legend show one measure of one tier, each disc in one of its colours or hatched."""
    frame = reader.map_frame()
    frame.wait_for_function(IS_FRESH)
    search = parse_qs(reader.asked_of_map()["search"])
    assert (search["colour"], search["tier"]) == ([measure], [tier])
    expect(frame.locator(".cw-legend-title")).to_have_text(re.compile(codebook.measure(measure).label, re.IGNORECASE))
    shown = [half for mark in reader.marks() for half in (mark.first, mark.lower) if not half["isHatched"]]
    assert shown
    assert {half["colour"] for half in shown} <= _fills(measure)


def test_a_colour_of_the_legend_narrows_and_lets_go_and_leaves_the_map_where_it_is(reader: Reader) -> None:
    reader.open("/?at=25.0000%2C78.0000%2C4")
    frame = reader.map_frame()
    place = reader.place_of_map()
    button = frame.get_by_role("button", name=re.compile(f"First tier: {LOWEST.label}"))
    with reader.rerun():
        button.click()
    reader.page.wait_for_url("**/?first_class=1&at=**")
    expect(button).to_have_attribute("aria-pressed", "true")
    marks = reader.marks()
    assert marks
    assert {mark.first["colour"] for mark in marks} <= set(class_fills("light")[0])
    assert reader.place_of_map() == place
    with reader.rerun():
        button.click()
    reader.page.wait_for_url(f"{reader.address}/?at=**")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert len(reader.marks()) > len(marks)


def test_another_colour_drops_the_classes_of_the_one_before(reader: Reader) -> None:
    reader.open("/?first_class=1&country=PAK")
    reader.map_frame()
    reader.choose("Colour by", codebook.measure("known_factors").label)
    reader.page.wait_for_url("**/?country=PAK&colour=known_factors")
    assert "first_class" not in reader.asked_of_map()["search"]


def test_no_map_is_stale_after_any_change_of_colour_or_tier(reader: Reader) -> None:
    reader.open("/?country=PAK&country=IND")
    measure, tier = codebook.MEASURE_NAMES[0], "both"
    _check_drawn(reader, measure, tier)
    for measure, tier in (
        ("percentile", "both"),
        ("percentile", "lower"),
        ("union_presence", "lower"),
        ("expected", "first"),
        ("known_factors", "first"),
        ("above_unknown", "first"),
    ):
        search = parse_qs(reader.asked_of_map()["search"])
        if search["colour"] != [measure]:
            reader.choose("Colour by", codebook.measure(measure).label)
        if search["tier"] != [tier]:
            reader.choose("Tier", TIER_LABELS[tier])
        _check_drawn(reader, measure, tier)
