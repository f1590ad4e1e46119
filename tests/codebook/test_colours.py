"""Colours: tokens of the look, classes without gaps, and the palette for print."""

import itertools
import re

import pytest

import codebook

FRAME = {"page", "panel", "text", "quiet", "line", "control", "accent", "sea", "land", "borders", "outline", "unknown"}


def luminance(colour: str) -> float:
    """Return the relative luminance of a #RRGGBB colour, 0 black to 1 white (WCAG 2)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_tokens_are_those_of_the_frame_and_two_palettes_of_five() -> None:
    palettes = {f"{kind}_{step}" for kind in ("adoption", "sequential") for step in range(1, 6)}
    assert set(codebook.COLOURS) == FRAME | palettes


def test_every_colour_is_six_hexadecimal_digits() -> None:
    for colour in codebook.COLOURS.values():
        for code in (colour.light, colour.dark):
            assert re.fullmatch(r"#[0-9A-F]{6}", code), colour


@pytest.mark.parametrize("kind", ["adoption", "sequential"])
def test_classes_of_a_palette_cover_zero_to_one_without_gap(kind: str) -> None:
    classes = [codebook.COLOURS[f"{kind}_{step}"] for step in range(1, 6)]
    assert [item.low for item in classes] == [0, 0.15, 0.40, 0.60, 0.85]
    assert [item.high for item in classes] == [0.15, 0.40, 0.60, 0.85, 1]


def test_both_palettes_say_the_same_words() -> None:
    for step in range(1, 6):
        first, second = codebook.COLOURS[f"adoption_{step}"], codebook.COLOURS[f"sequential_{step}"]
        assert first.label == second.label


@pytest.mark.parametrize(
    ("above_unknown", "expected"),
    [
        (0.0, 1),
        (0.1499, 1),
        (0.15, 2),
        (0.3999, 2),
        (0.40, 3),
        (0.5, 3),
        (0.60, 3),
        (0.6001, 4),
        (0.85, 4),
        (0.8501, 5),
        (1.0, 5),
        (None, None),
        (float("nan"), None),
    ],
)
def test_class_of_a_share_keeps_both_bounds_of_the_middle(above_unknown: float | None, expected: int | None) -> None:
    assert codebook.adoption_class(above_unknown) == expected


def test_class_never_falls_as_the_share_rises() -> None:
    classes = [codebook.adoption_class(step / 1000) or 0 for step in range(1001)]
    assert all(first <= second for first, second in itertools.pairwise(classes))
    assert set(classes) == {1, 2, 3, 4, 5}


def test_sequential_palette_gets_darker_so_that_it_survives_greyscale() -> None:
    shades = [luminance(codebook.COLOURS[f"sequential_{step}"].light) for step in range(1, 6)]
    assert all(first > second for first, second in itertools.pairwise(shades))


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_text_and_accent_can_be_read_on_page_and_panel(shade: str) -> None:
    code = {token: getattr(colour, shade) for token, colour in codebook.COLOURS.items()}
    for ground in ("page", "panel"):
        assert contrast(code["text"], code[ground]) >= 7
        assert contrast(code["accent"], code[ground]) >= 4.5
