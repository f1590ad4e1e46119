"""Everybody can read the words, see the edges and tell the classes apart, in both themes: computed from the tokens."""

import itertools

import pytest

import codebook
from geo.colours import THEMES, Theme, legend_classes, mix, palette
from tests.geo.contrast import contrast, lightness, luminance, smallest_distance

READABLE = 4.5
SEEN = 3.0
GROUNDS = ("page", "panel")
MAP_GROUNDS = ("sea", "land")
# The smallest distance of any two of the five classes and the grey of little known, as the palette was chosen.
DISTANCES = {
    ("light", None): 21,
    ("light", "deuteranomaly"): 19,
    ("light", "protanomaly"): 15,
    ("light", "tritanomaly"): 16,
    ("dark", None): 19,
    ("dark", "deuteranomaly"): 17,
    ("dark", "protanomaly"): 17,
    ("dark", "tritanomaly"): 18,
}
APART = 15
"""CAM02-UCS distance that no two classes of a measure come below, whoever looks."""
LEAST_STEP = 15
"""L* between neighbours of the palette for print: two printed greys that far apart are never taken for one."""

in_both_themes = pytest.mark.parametrize("theme", THEMES)


def test_the_measures_are_those_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    # Of the standard's own examples: #777777 on white just fails, #767676 just passes.
    assert contrast("#777777", "#ffffff") < READABLE < contrast("#767676", "#ffffff")
    assert luminance("#808080") == pytest.approx(0.2159, abs=1e-4)
    assert lightness("#ffffff") == pytest.approx(100, abs=0.01)


@in_both_themes
@pytest.mark.parametrize("words", ["text", "quiet", "accent"])
def test_words_and_links_can_be_read(theme: Theme, words: str) -> None:
    colours = palette(theme)
    for ground in GROUNDS:
        assert contrast(colours[words], colours[ground]) >= READABLE, f"{words} on {ground}"


@in_both_themes
def test_words_on_filled_buttons_and_on_tips_can_be_read(theme: Theme) -> None:
    colours = palette(theme)
    for fill in ("accent", "text"):
        assert contrast(colours["page"], colours[fill]) >= READABLE


@in_both_themes
def test_words_on_the_map_can_be_read(theme: Theme) -> None:
    colours = palette(theme)
    for ground in MAP_GROUNDS:
        # The scale stands on the map itself, the attribution on a veil of the page.
        assert contrast(colours["quiet"], colours[ground]) >= READABLE
        assert contrast(colours["text"], mix(colours["page"], colours[ground], 0.25)) >= READABLE


@in_both_themes
@pytest.mark.parametrize("edge", ["control", "accent", "outline"])
def test_edges_of_controls_and_marks_are_seen(theme: Theme, edge: str) -> None:
    colours = palette(theme)
    for ground in (*GROUNDS, *MAP_GROUNDS):
        assert contrast(colours[edge], colours[ground]) >= SEEN, f"{edge} on {ground}"


@pytest.mark.parametrize(("theme", "deficiency"), DISTANCES, ids=str)
def test_no_two_classes_look_alike_and_none_like_little_known(theme: Theme, deficiency: str | None) -> None:
    colours = palette(theme)
    classes = [colours[entry.token] for entry in codebook.adoption_colours()]
    smallest = smallest_distance([*classes, colours["unknown"]], deficiency)
    assert round(smallest) >= DISTANCES[theme, deficiency]


@in_both_themes
@pytest.mark.parametrize("deficiency", [None, "deuteranomaly", "protanomaly", "tritanomaly"], ids=str)
@pytest.mark.parametrize("measure", codebook.MEASURE_NAMES)
def test_no_two_classes_of_any_measure_look_alike_to_anybody(
    theme: Theme, deficiency: str | None, measure: str
) -> None:
    for palette_name in (item.value for item in codebook.values("map_palette")):
        colours = [entry.colour for entry in legend_classes(theme, measure, palette_name)]
        assert smallest_distance(colours, deficiency) >= APART, palette_name


@in_both_themes
@pytest.mark.parametrize("measure", codebook.MEASURE_NAMES)
def test_every_measure_can_be_printed_without_colours(theme: Theme, measure: str) -> None:
    shades = [lightness(entry.colour) for entry in legend_classes(theme, measure, "greyscale")]
    assert all(lighter - darker >= LEAST_STEP for lighter, darker in itertools.pairwise(shades))


@in_both_themes
def test_both_ends_of_the_scale_are_equally_far_from_the_ground(theme: Theme) -> None:
    colours = palette(theme)
    low, *_, high = (colours[entry.token] for entry in codebook.adoption_colours())
    assert abs(lightness(low) - lightness(high)) < LEAST_STEP


@in_both_themes
def test_the_palette_for_print_survives_greyscale(theme: Theme) -> None:
    colours = palette(theme)
    shades = [lightness(colours[name]) for name in sorted(colours) if name.startswith("sequential_")]
    assert len(shades) == len(codebook.adoption_colours())
    assert all(lighter - darker >= LEAST_STEP for lighter, darker in itertools.pairwise(shades))
