"""The legend: any measure's classes in words and colours, and a button for each that narrows the map."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

import codebook
from geo.cluster_layer import Legend, discs_shown
from geo.colours import DEFAULT_PALETTE, Theme, class_fills, legend_classes, token
from tests.geo.stubbed_map import POINTS, Server, colour_at, mark_of, show

pytestmark = pytest.mark.browser

GAP = "tier_gap"
FACTOR = "union_presence"


def _legend(measure: str, theme: Theme = "light", palette: str = DEFAULT_PALETTE, **chosen: Any) -> Legend:
    made = codebook.measure(measure)
    counts = {str(entry.number): 1000 * entry.number for entry in made.classes}
    classes = legend_classes(theme, measure, palette, counts)
    return Legend(made.label, made.caveat, is_suppressed=made.is_suppressed, classes=classes, **chosen)


def _rgb(colour: str) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


@pytest.mark.parametrize("measure", [*(item.name for item in codebook.measures()), FACTOR])
def test_every_class_of_a_measure_stands_there_in_words_colour_and_count(page: Page, measure: str) -> None:
    show(page, search=f"colour={measure}", legend=_legend(measure), shown="first")
    panel = page.locator(".cw-legend-panel")
    made = codebook.measure(measure)
    for sentence in (made.label, made.caveat, *(entry.label for entry in made.classes), codebook.NOT_KNOWN):
        assert sentence in panel.inner_text()
    for entry in legend_classes("light", measure):
        name = f"First tier: {entry.label}, {entry.number},000 clusters"
        swatch = panel.get_by_role("button", name=name, exact=True).locator(".cw-swatch")
        expect(swatch).to_have_css("background-color", _rgb(entry.colour))
    assert ("greyer" in panel.inner_text()) is made.is_suppressed


def test_each_tier_has_its_own_row_of_buttons_and_a_press_says_which(page: Page) -> None:
    show(page, legend=_legend("percentile"))
    buttons = page.locator(".cw-legend-class")
    expect(buttons).to_have_count(2 * (len(codebook.measure("percentile").classes) + 1))
    page.get_by_role("button", name="First tier: lowest fifth").click()
    page.get_by_role("button", name="Lower tiers: not known").click()
    first, lower = (value["legend"] for value in page.evaluate("window.sent"))
    assert (first["tier"], first["class"]) == ("first", "1")
    assert (lower["tier"], lower["class"]) == ("lower", codebook.UNKNOWN)
    assert lower["serial"] > first["serial"]


def test_what_the_map_is_narrowed_to_is_pressed_and_ticked(page: Page) -> None:
    show(page, legend=_legend("expected", chosen_first=("2",), chosen_lower=("4", codebook.UNKNOWN)))
    pressed = page.locator('.cw-legend-class[aria-pressed="true"]')
    keys = pressed.evaluate_all("(nodes) => nodes.map((node) => node.dataset.legend)")
    assert keys == ["first-2", "lower-4", "lower-unknown"]
    tick = pressed.first.evaluate("(node) => getComputedStyle(node, '::after').content")
    assert "✓" in tick
    # The colours stay: the legend says what they mean, pressed or not.
    full = legend_classes("light", "expected")[1].colour
    expect(pressed.first.locator(".cw-swatch")).to_have_css("background-color", _rgb(full))


def test_a_colour_is_pressed_by_key_and_keeps_the_focus(page: Page) -> None:
    show(page, legend=_legend("expected"))
    button = page.get_by_role("button", name="Lower tiers: about partial")
    button.focus()
    page.keyboard.press("Space")
    assert page.evaluate("window.sent.at(-1).legend.class") == "3"
    show(page, legend=_legend("expected", chosen_lower=("3",)))
    assert page.evaluate("document.activeElement.dataset.legend") == "lower-3"


@pytest.mark.parametrize("tier", ["both", "lower"])
def test_the_gap_between_the_tiers_is_one_whole_disc_and_one_row(page: Page, server: Server, tier: str) -> None:
    row = ["much", "Much is known", 30.0, 60.0, 4, 4, 12, 2, "town"]
    unknown = ["none", "One tier is not known", 10.0, 60.0, 4, 4, 12, 0, "town"]
    server.tile = {**POINTS, "rows": [row, unknown]}
    assert discs_shown(GAP, tier) == "whole"
    assert discs_shown("percentile", tier) == tier
    legend = _legend(GAP)
    show(page, shown=discs_shown(GAP, tier), legend=legend)
    # Known as well as the lesser known tier: two factors, which is a colour held back.
    held_back = class_fills("light", [entry.colour for entry in legend.classes])[3][1]
    mark = mark_of(page, "much")
    for offset in (-3, 0, 3):
        assert colour_at(page, mark["x"], mark["y"] + offset) == held_back
    assert mark_of(page, "none")["whole"]["isHatched"]
    expect(page.locator(".cw-legend-class")).to_have_count(len(legend.classes) + 1)
    page.mouse.move(mark["x"], mark["y"])
    assert "Gap between the tiers: clear gap" in page.locator(".cw-hover").inner_text()
    page.get_by_role("button", name="clear gap", exact=False).click()
    pressed = page.evaluate("window.sent.at(-1).legend")
    assert (pressed["tier"], pressed["class"]) == ("first", "4")


def test_a_value_that_sources_give_is_in_full_colour_however_little_else_is_known(page: Page, server: Server) -> None:
    server.tile = {**POINTS, "rows": [["one", "A cluster", 30.0, 60.0, 3, None, 1, 0, "town"]]}
    legend = _legend(FACTOR)
    show(page, legend=legend)
    mark = mark_of(page, "one")
    assert mark["first"] == {"colour": legend.classes[2].colour, "isHatched": False}
    assert mark["lower"] == {"colour": token("unknown", "light"), "isHatched": True}
    page.mouse.move(mark["x"], mark["y"])
    words = page.locator(".cw-hover").inner_text()
    assert "First tier: strong, 1 of 15 factors known" in words
    assert f"Lower tiers: {codebook.NOT_KNOWN}, 0 of 15 factors known" in words


def test_a_class_that_is_not_known_is_hatched_also_where_much_else_is_known(page: Page, server: Server) -> None:
    server.tile = {**POINTS, "rows": [["one", "A cluster", 30.0, 60.0, None, 2, 12, 12, "town"]]}
    show(page, legend=_legend("expected"))
    assert mark_of(page, "one")["first"]["isHatched"]
    assert not mark_of(page, "one")["lower"]["isHatched"]


def test_the_palette_for_print_colours_the_map_and_the_legend(page: Page) -> None:
    legend = _legend("above_unknown", palette="greyscale")
    assert [entry.colour for entry in legend.classes] == [token(f"sequential_{n}", "light") for n in range(1, 6)]
    show(page, legend=legend)
    mark = mark_of(page, "much")
    assert colour_at(page, mark["x"], mark["y"] - 3) == token("sequential_5", "light")


def test_a_new_measure_never_colours_the_classes_of_the_old_one(page: Page, server: Server) -> None:
    show(page, search="colour=above_unknown")
    old = mark_of(page, "much")["first"]["colour"]
    server.hold()
    show(page, search="colour=union_presence", is_awaited=False, legend=_legend(FACTOR))
    # The legend says what is on its way; the discs still say what they said.
    assert page.locator(".cw-legend-title").inner_text() == codebook.measure(FACTOR).label
    assert mark_of(page, "much")["first"]["colour"] == old
    server.release()
    page.evaluate("clusterwatch.ready()")
    assert mark_of(page, "much")["first"]["isHatched"]
    assert mark_of(page, "some")["lower"]["colour"] == legend_classes("light", FACTOR)[1].colour


def test_the_legend_can_be_folded_away(page: Page) -> None:
    show(page, legend=_legend("expected"))
    button = page.get_by_role("button", name="Legend", exact=True)
    expect(button).to_have_attribute("aria-expanded", "true")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".cw-legend-panel")).not_to_be_visible()
    # A legend that was folded stays so when its words change.
    show(page, legend=_legend("percentile"))
    expect(page.locator(".cw-legend-panel")).not_to_be_visible()


def test_on_a_phone_the_legend_is_a_button_that_opens_and_closes(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 480})
    show(page, legend=_legend("expected"))
    button = page.locator(".cw-legend-button")
    panel = page.locator(".cw-legend-panel")
    expect(panel).not_to_be_visible()
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(panel).to_be_visible()
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] >= 0
    button.click()
    expect(panel).not_to_be_visible()
